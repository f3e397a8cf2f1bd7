"""Parts of content as they may come from a page, for tests that write and read files."""

import re

from hypothesis import strategies as st

from cms.texts import canonical_html
from courses.curriculum import Part
from tests.cms.test_to_markdown import plain, wrapped

letters = st.text(
    st.sampled_from("абвгғәіңөұүқһ АБВ abc 0123456789 .,:;!?—«»\"'&<>#*_-[](){}|\\=~`"),
    min_size=1, max_size=40,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
inline = st.lists(st.one_of(plain, wrapped(plain)), min_size=1, max_size=3).map("".join)
LINK = re.compile(r"</?a\b[^>]*>")
short = inline.map(lambda html: canonical_html(f"<p>А{LINK.sub('', html)}</p>"))
long = st.lists(inline, min_size=1, max_size=3).map(
    lambda pieces: canonical_html("<p>А</p>" + "".join(f"<p>{piece}</p>" for piece in pieces))
)


def lines_of(who, least: int, most: int):
    return st.lists(st.tuples(who, short), min_size=least, max_size=most).map(tuple)


def recordings(kind: str, name: str, captions: str):
    ours = st.builds(
        Part, st.just(kind), st.just(0), html=long, file=st.just(name),
        words=st.just({"link": ""}), captions=st.sampled_from(["", captions]),
    )  # fmt: skip
    elsewhere = st.builds(
        Part, st.just(kind), st.just(0), html=long,
        words=st.just({"link": "https://www.youtube.com/watch?v=a&b=1#t"}),
    )  # fmt: skip
    return st.one_of(ours, elsewhere)


# One strategy for each kind of content; keys and ids are given afterwards.
CONTENT = {
    "heading": st.builds(
        Part, st.just("heading"), st.just(0), words=st.builds(lambda w: {"heading": w}, letters),
        facts=st.sampled_from([{"level": "2"}, {"level": "3"}]),
    ),
    "quotation": st.builds(
        Part, st.just("quotation"), st.just(0), html=long,
        words=st.builds(lambda w: {"source": w}, st.one_of(st.just(""), letters)),
    ),
    "dialogue": st.builds(
        Part, st.just("dialogue"), st.just(0), lines=lines_of(letters, 2, 4)
    ),
    "term": st.builds(
        Part, st.just("term"), st.just(0), html=long, words=st.builds(lambda w: {"word": w}, letters)
    ),
    "checklist": st.builds(
        Part, st.just("checklist"), st.just(0), lines=lines_of(st.just(""), 2, 5),
        words=st.builds(lambda w: {"title": w}, letters),
    ),
    "helpline": st.just(Part("helpline", 0, facts={"line": "family-111"})),
    "document": st.builds(
        Part, st.just("document"), st.just(0), file=st.just("budget.pdf"),
        words=st.builds(lambda w: {"title": w}, letters),
    ),
    "audio": recordings("audio", "talk.mp3", ""),
    "video": recordings("video", "film.mp4", "film.kk.vtt"),
}  # fmt: skip
WITH_KEY = {"audio", "video"}
