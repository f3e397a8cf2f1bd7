"""The courses that ship: complete, built as they should be, fair on every path."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from courses.circumstances import Circumstance
from courses.curriculum import CourseFiles, CourseText, LessonText, Part, read_course
from courses.topics import Topic

FOLDER = Path(settings.BASE_DIR) / "curriculum"
NEKE, ATA, SAULYQ = "neke", "ata", "saulyq"


@pytest.fixture(scope="module")
def courses() -> dict[str, CourseFiles]:
    return {name: read_course(FOLDER / name) for name in (NEKE, ATA, SAULYQ)}


def lessons(course: CourseText) -> list[LessonText]:
    return [lesson for module in course.modules for lesson in module.lessons]


def parts(course: CourseText, *kinds: str) -> list[Part]:
    return [part for one in lessons(course) for part in one.parts if part.kind in kinds]


def test_an_editor_finds_nothing(capsys):
    call_command("proofread_curriculum", spelling="no", quiet=True)


@pytest.mark.parametrize(
    ("name", "modules", "fewest", "minutes"),
    [(NEKE, 8, 28, (360, 480)), (ATA, 6, 20, (140, 240)), (SAULYQ, 4, 12, (80, 150))],
)
def test_a_course_is_whole_and_its_hours_are_those_of_its_lessons(
    courses, name, modules, fewest, minutes
):
    for course in courses[name].texts.values():
        total = sum(lesson.minutes for lesson in lessons(course))

        assert len(course.modules) == modules
        assert all(len(module.lessons) >= 3 for module in course.modules)
        assert len(lessons(course)) >= fewest
        assert minutes[0] <= total <= minutes[1]
        assert abs(float(course.hours) * 60 - total) <= 30


def test_there_are_exercises_for_two_and_ten_questions_before_and_after(courses):
    for course in courses[NEKE].texts.values():
        together = parts(course, "together")

        assert len(together) >= 10
        assert all(part.texts["alone"] for part in together)  # each can be done alone
        assert not any(part.is_required for part in together)
        assert Counter(item.kind for item in course.measure).total() == 10


def test_every_circumstance_finds_itself_and_every_path_asks_the_same(courses):
    """A path is a choice of words inside the same lessons: same titles, minutes and tasks."""
    for course in courses[NEKE].texts.values():
        tailored = parts(course, "tailored")
        found = Counter(case for part in tailored for case in cases(part))

        assert set(found) == set(Circumstance.values)
        assert min(found.values()) >= 4, found
        assert all(not part.is_required for part in tailored)


def cases(part: Part) -> list[str]:
    return [name for name in part.texts if name in Circumstance.values]


def test_every_question_at_hand_has_a_lesson(courses):
    for course in courses[ATA].texts.values():
        found = {topic for lesson in lessons(course) for topic in lesson.topics}

        assert found == set(Topic.values)


def test_every_lesson_of_health_ends_with_something_to_do_this_week(courses):
    for course in courses[SAULYQ].texts.values():
        assert [lesson.parts[-1].kind for lesson in lessons(course)] == ["week"] * len(
            lessons(course)
        )


@pytest.mark.parametrize("slug", ["law", "health"])
def test_a_lesson_on_law_or_health_names_where_its_facts_come_from(courses, slug):
    for course in courses[NEKE].texts.values():
        (module,) = (one for one in course.modules if one.slug == slug)
        for lesson in module.lessons:
            assert lesson.sources, lesson.name
            assert any(source.checked for source in lesson.sources), lesson.name
            assert all(source.url.startswith(("https://", "http://")) for source in lesson.sources)


def test_no_title_of_the_last_module_says_what_it_is_about(courses):
    """Somebody may look over the reader's shoulder."""
    for course in courses[NEKE].texts.values():
        module = course.modules[-1]
        words = " ".join(
            [module.title, module.summary, module.slug]
            + [f"{lesson.title} {lesson.slug}" for lesson in module.lessons]
        ).lower()

        for told in ("зорлық", "мәжбүр", "полиция", "қылмыс", "қауіп", "насил", "принужд",
                     "полиц", "преступ", "опасн", "violence", "control", "force"):  # fmt: skip
            assert told not in words


def test_every_module_has_a_picture_of_our_own(courses):
    for files in courses.values():
        for module in files.texts["kk"].modules:
            pictures = [
                part for lesson in module.lessons for part in lesson.parts if part.kind == "picture"
            ]
            assert pictures, module.name
            assert all(part.file.endswith(".svg") for part in pictures)
