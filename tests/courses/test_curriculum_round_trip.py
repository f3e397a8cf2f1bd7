"""Whatever a course can hold is written into its files and read back as the same."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.actions.export import first_difference
from courses.curriculum import CourseText, LessonText, ModuleText, Part, Source, read_course
from courses.curriculum.measure import KINDS as QUESTION_KINDS
from courses.curriculum.parts import AUDIENCES, LAST_PLACE
from courses.curriculum.writing import write_course
from courses.curriculum.writing.parts import WRITERS
from courses.topics import Topic, in_order
from tests.courses import samples
from tests.courses.activity_parts import ACTIVITIES, QUESTIONS
from tests.courses.any_words import letters, maybe
from tests.courses.content_parts import CONTENT, TEXT, WITHOUT_KEY, pictures
from tests.courses.school import SVG

KINDS = TEXT | {"picture": pictures()} | CONTENT | ACTIVITIES
# The short version opens a lesson, if there is one.
BELOW = {kind: parts for kind, parts in KINDS.items() if kind != "short"}
short = KINDS["short"].map(lambda part: (part,))
ids = st.just("") | st.uuids().map(str)


@st.composite
def parts_of(draw, kinds, most: int, least: int = 1) -> tuple[Part, ...]:
    """Parts of any kinds in any order; each with a key where it has one, and with an id or none."""
    drawn = draw(st.lists(st.one_of(*kinds.values()), min_size=least, max_size=most))
    return tuple(
        replace(part, key="" if part.kind in WITHOUT_KEY else f"k{n}", id=draw(ids))
        for n, part in enumerate(drawn)
    )


@st.composite
def lessons(draw) -> LessonText:
    """A lesson of any parts in any order."""
    sources = st.builds(
        Source, letters, st.sampled_from(["", "https://adilet.zan.kz/kaz"]),
        st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    )  # fmt: skip
    return LessonText(
        name="", key=draw(st.uuids()),
        slug=draw(st.from_regex(r"[a-z]{3,8}(-[a-z]{2})?", fullmatch=True)),
        title=draw(letters), minutes=draw(st.integers(1, 60)), is_required=draw(st.booleans()),
        is_sensitive=draw(st.booleans()), sources=tuple(draw(st.lists(sources, max_size=2))),
        topics=tuple(in_order(draw(st.sets(st.sampled_from(Topic.values))))),
        parts=(*draw(short | st.just(())), *draw(parts_of(BELOW, 6))),
    )  # fmt: skip


@st.composite
def courses(draw) -> CourseText:
    """A course of one lesson, with questions before and after it or without."""
    lesson = draw(lessons())
    module = ModuleText("", uuid.uuid5(lesson.key, "m"), "module", "Бөлім", draw(maybe), (lesson,))
    return CourseText(
        "", uuid.uuid5(lesson.key, "c"), "SMALL", "small", "Курс", "Сөз.", Decimal("1.5"),
        "<p>Сөз.</p>", (), (module,), draw(parts_of(QUESTIONS, 3, least=0)),
        draw(st.sampled_from(AUDIENCES)), draw(st.integers(1, LAST_PLACE)), draw(st.booleans()),
    )  # fmt: skip


def write_media(folder) -> None:
    folder.mkdir()
    (folder / "cup.svg").write_text(SVG)
    (folder / "film.kk.vtt").write_text(samples.CAPTIONS)
    for name, data in (
        ("budget.pdf", samples.PDF), ("talk.mp3", samples.MP3), ("film.mp4", samples.MP4),
    ):  # fmt: skip
        (folder / name).write_bytes(data)


def test_every_kind_that_can_be_written_is_tried_here():
    assert KINDS.keys() == WRITERS.keys()
    assert QUESTIONS.keys() == set(QUESTION_KINDS)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(courses())
def test_a_course_is_read_back_as_it_was_written(tmp_path_factory, course):
    folder = tmp_path_factory.mktemp("out") / "small"
    write_course({"kk": course, "ru": course}, folder)
    write_media(folder / "media")
    for text in read_course(folder).texts.values():
        assert first_difference(course, text) is None


def test_other_questions_before_and_after_are_a_difference():
    asked = Part("confidence", 0, key="sure", html="<p>Сенемін</p>")
    course = CourseText("", None, "SMALL", "small", "Курс", "", Decimal(1), "", (), (), (asked,))
    for other in (
        (), (asked, asked), (replace(asked, html="<p>Сенбеймін</p>"),),
        (replace(asked, id=str(uuid.uuid4())),),
    ):  # fmt: skip
        assert first_difference(course, replace(course, measure=other)) == "Курс"
    elsewhere = replace(course, measure=(replace(asked, line=7),))
    assert first_difference(course, elsewhere) is None
