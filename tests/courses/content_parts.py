"""Parts of content as they may come from a page, for tests that write and read files."""

from functools import partial

from hypothesis import strategies as st

from courses.circumstances import Circumstance
from courses.curriculum import Part
from tests.courses.any_words import full, letters, long, maybe, one_line


def part(kind: str, **fields: st.SearchStrategy):
    return st.builds(partial(Part, kind, 0), **fields)


def worded(name: str, words: st.SearchStrategy[str]):
    return words.map(lambda found: {name: found})


def lines_of(who: st.SearchStrategy[str], least: int, most: int):
    return st.lists(st.tuples(who, one_line), min_size=least, max_size=most).map(tuple)


@st.composite
def pictures(draw):
    """A picture that shows something or decorates."""
    alt = draw(maybe)
    return Part(
        "picture", 0, file="cup.svg", alt=alt, is_decorative=not alt,
        caption=draw(maybe | st.just("::: қызық")),
    )  # fmt: skip


def recordings(kind: str, name: str, captions: str):
    ours = part(
        kind, html=long, file=st.just(name), words=st.just({"link": ""}),
        captions=st.sampled_from(["", captions]),
    )  # fmt: skip
    link = "https://www.youtube.com/watch?v=a&b=1#t"
    return ours | part(kind, html=long, words=st.just({"link": link}))


# One strategy for each kind of content; keys and ids are given afterwards.
TEXT = {
    "text": part("text", html=full),
    **{kind: part(kind, html=long) for kind in ("situation", "tip", "warning", "takeaway")},
}
CONTENT = {
    "short": part("short", lines=lines_of(st.just(""), 3, 5)),
    "heading": part(
        "heading", words=worded("heading", letters),
        facts=st.sampled_from([{"level": "2"}, {"level": "3"}]),
    ),
    "quotation": part("quotation", html=long, words=worded("source", maybe)),
    "dialogue": part("dialogue", lines=lines_of(letters, 2, 4)),
    "term": part("term", html=long, words=worded("word", letters)),
    "checklist": part(
        "checklist", lines=lines_of(st.just(""), 2, 5), words=worded("title", letters)
    ),
    "tailored": part(
        "tailored", html=long,
        texts=st.dictionaries(st.sampled_from(Circumstance.values), long, min_size=1),
    ),
    "week": part("week", html=long, texts=worded("back", long)),
    "to-film": part("to-film", html=long, words=worded("about", letters)),
    "helpline": st.just(Part("helpline", 0, facts={"line": "family-111"})),
    "document": part("document", file=st.just("budget.pdf"), words=worded("title", maybe)),
    "audio": recordings("audio", "talk.mp3", ""),
    "video": recordings("video", "film.mp4", "film.kk.vtt"),
}  # fmt: skip
WITHOUT_KEY = {*TEXT, *CONTENT} - {"audio", "video", "tailored", "week"}
