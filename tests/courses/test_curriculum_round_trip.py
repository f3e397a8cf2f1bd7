"""Whatever a lesson can hold is written into its file and read back as the same."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.texts import canonical_html
from courses.actions.export import first_difference
from courses.curriculum import CourseText, LessonText, ModuleText, Option, Part, Source, read_course
from courses.curriculum.writing import write_course
from courses.curriculum.writing.parts import WRITERS
from tests.cms.test_to_markdown import plain, wrapped
from tests.courses.school import SVG

letters = st.text(
    st.sampled_from("абвгғәіңөұүқһ АБВ abc 0123456789 .,:;!?—«»\"'&<>#*_-[](){}|\\=~`"),
    min_size=1, max_size=40,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
keys = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
inline = st.lists(st.one_of(plain, wrapped(plain)), min_size=1, max_size=3).map("".join)


def paragraphs(*, links: bool = True, lists: bool = True) -> st.SearchStrategy[str]:
    """Stored rich text of at least one word, as the exporter hands it over."""
    pieces = [inline.map(lambda s: f"<p>{s}</p>")]
    if lists:
        pieces.append(st.lists(inline, min_size=1, max_size=3).map(
            lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
        ))  # fmt: skip
    html = st.lists(st.one_of(pieces), min_size=1, max_size=3).map("".join)
    if not links:
        html = html.map(lambda s: s.replace("<a ", "<x ").replace("</a>", "</x>"))
    return html.map(lambda s: canonical_html("<p>А</p>" + s))


long_text = paragraphs().map(lambda s: s + "<h2>Бас</h2><blockquote>дәйексөз</blockquote>")
short = paragraphs(links=False, lists=False)
one_liner = short.map(lambda s: canonical_html(s.replace("</p><p>", "<br/>")))


@st.composite
def choices(draw, kind: str) -> Part:
    """A question with two to four options."""
    names = draw(st.lists(keys, min_size=2, max_size=4, unique=True))
    right = draw(st.sets(st.sampled_from(names[1:]), min_size=1)) if kind == "multiple" else {
        names[0]
    }  # fmt: skip
    options = tuple(Option(name, draw(one_liner), name in right, draw(short), 0) for name in names)
    return Part(
        kind, 0, html=draw(paragraphs()), is_required=draw(st.booleans()), options=options,
        hint=draw(st.one_of(st.just(""), letters)),
    )  # fmt: skip


@st.composite
def pictures(draw) -> Part:
    """A picture that shows something or decorates."""
    alt = draw(st.one_of(st.just(""), letters))
    return Part(
        "picture", 0, file="cup.svg", alt=alt, is_decorative=not alt,
        caption=draw(st.one_of(st.just(""), letters, st.just("::: қызық"))),
    )  # fmt: skip


# One strategy for each kind that can be written; keys and ids are given afterwards.
KINDS = {
    "text": long_text.map(lambda html: Part("text", 0, html=html)),
    **{
        kind: paragraphs().map(lambda html, kind=kind: Part(kind, 0, html=html))
        for kind in ("situation", "tip", "warning", "takeaway")
    },
    "picture": pictures(),
    "audio": paragraphs().map(lambda html: Part("audio", 0, html=html, file="talk.mp3")),
    "video": paragraphs().map(lambda html: Part("video", 0, html=html, file="film.mp4")),
    "single": choices("single"),
    "multiple": choices("multiple"),
    "reflection": paragraphs().map(lambda html: Part("reflection", 0, html=html)),
}
WITHOUT_KEY = {"text", "situation", "tip", "warning", "takeaway"}


@st.composite
def lessons(draw) -> LessonText:
    """A lesson of any parts in any order."""
    drawn = draw(st.lists(st.one_of(*KINDS.values()), min_size=1, max_size=6))
    parts = [
        replace(
            part, key="" if part.kind in WITHOUT_KEY else f"k{n}",
            id=draw(st.one_of(st.just(""), st.uuids().map(str))),
        )
        for n, part in enumerate(drawn)
    ]  # fmt: skip
    sources = st.builds(
        Source, letters, st.sampled_from(["", "https://adilet.zan.kz/kaz"]),
        st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2099, 1, 1))),
    )  # fmt: skip
    return LessonText(
        name="", key=draw(st.uuids()), slug=draw(st.from_regex(r"[a-z]{3,8}(-[a-z]{2})?", fullmatch=True)),
        title=draw(letters), minutes=draw(st.integers(1, 60)), is_required=draw(st.booleans()),
        is_sensitive=draw(st.booleans()), sources=tuple(draw(st.lists(sources, max_size=2))),
        parts=tuple(parts),
    )  # fmt: skip


def course_of(lesson: LessonText, summary: str) -> CourseText:
    """A course of one lesson."""
    module = ModuleText("", uuid.uuid5(lesson.key, "m"), "module", "Бөлім", summary, (lesson,))
    return CourseText(
        "", uuid.uuid5(lesson.key, "c"), "SMALL", "small", "Курс", "Сөз.", Decimal("1.5"),
        "<p>Сөз.</p>", (), (module,),
    )  # fmt: skip


def test_every_kind_that_can_be_written_is_tried_here():
    assert KINDS.keys() == WRITERS.keys()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(lessons(), st.one_of(st.just(""), letters))
def test_a_lesson_is_read_back_as_it_was_written(tmp_path_factory, lesson, summary):
    folder = tmp_path_factory.mktemp("out") / "small"
    course = course_of(lesson, summary)
    write_course({"kk": course, "ru": course}, folder)
    (folder / "media").mkdir()
    (folder / "media" / "cup.svg").write_text(SVG)
    for name in ("talk.mp3", "film.mp4"):
        (folder / "media" / name).write_bytes(b"")
    for text in read_course(folder).texts.values():
        assert first_difference(course, text) is None
