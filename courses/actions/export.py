"""A course's live pages into a folder that can be loaded again."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from cms.texts import FilesUnsound
from courses.curriculum import CourseFiles, CourseText, Part, read_course
from courses.curriculum.writing import write_course
from courses.exceptions import ExportRefused
from courses.exporting.media import MediaBasket
from courses.exporting.pages import course_text
from courses.models import Course, CoursePage

LANGUAGES = ("kk", "ru")


def export_course(*, course: Course, folder: Path) -> CourseFiles:
    """Write the live pages of `course` with their files into `folder`; return what was written.

    What stands in `folder` of an earlier export is replaced; anything else there is refused. The
    files are read back before they are handed over: what could not be loaded again, or would say
    something else, is never written. Raises ExportRefused.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "course.kk.md").exists():
        raise ExportRefused(
            [_("%(folder)s holds something else than a course.") % {"folder": folder}]
        )
    basket = MediaBasket()
    texts = {language: course_text(_page(course, language), basket) for language in LANGUAGES}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as scratch:
        fresh = Path(scratch) / folder.name
        write_course(texts, fresh)
        basket.write(fresh / "media")
        _check(texts, fresh)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    return read_course(folder)


def _page(course: Course, language: str) -> CoursePage:
    pages = CoursePage.objects.live().filter(course=course, locale__language_code=language)
    page: CoursePage | None = pages.first()
    if page is None:
        raise ExportRefused(
            [_("The course has no published page in Kazakh.") if language == "kk"
             else _("The course has no published page in Russian.")]
        )  # fmt: skip
    return page


def _check(texts: dict[str, CourseText], folder: Path) -> None:
    try:
        written = read_course(folder)
    except FilesUnsound as error:
        raise ExportRefused([str(finding) for finding in error.findings]) from error
    for language, text in texts.items():
        if (where := first_difference(text, written.texts[language])) is not None:
            raise ExportRefused([_("“%(title)s” cannot be written as text.") % {"title": where}])


def first_difference(one: CourseText, other: CourseText) -> str | None:
    """Return the title of the first place in which two texts of a course say different things.

    Where something stands in a file (its name, its lines) does not count.
    """
    theirs = replace(other, name=one.name, headings=one.headings, modules=(), measure=())
    if (
        replace(one, modules=(), measure=()) != theirs
        or without_places(one.measure) != without_places(other.measure)
        or len(one.modules) != len(other.modules)
    ):
        return one.title
    for module, twin in zip(one.modules, other.modules, strict=True):
        if replace(module, lessons=()) != replace(twin, name=module.name, lessons=()):
            return module.title
        if len(module.lessons) != len(twin.lessons):
            return module.title
        for lesson, counterpart in zip(module.lessons, twin.lessons, strict=True):
            same = replace(counterpart, name=lesson.name, parts=without_places(counterpart.parts))
            if replace(lesson, parts=without_places(lesson.parts)) != same:
                return lesson.title
    return None


def without_places(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts without where they stand in a file."""
    return tuple(
        replace(
            part, line=0, headings=(),
            options=tuple(replace(option, line=0) for option in part.options),
            pairs=tuple(replace(pair, line=0) for pair in part.pairs),
        )
        for part in parts
    )  # fmt: skip
