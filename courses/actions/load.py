"""Loading a course from its files into pages, pictures and sound."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from cms.actions.memory import LoadReport
from cms.actions.pages import put_in_order, retire_page, write_page
from cms.actions.tree import HOME_KEY, plant_tree
from courses.actions.load_activities import activity_value
from courses.actions.load_content import VALUES as CONTENT
from courses.actions.load_content import HelpLineUnknown, content_value
from courses.actions.load_media import MediaShelf
from courses.activities import ACTIVITIES
from courses.curriculum import CourseFiles, CourseText, LessonText, ModuleText, Part
from courses.curriculum.parts import block_id
from courses.exceptions import CourseIdentityChanged
from courses.models import Course, CourseIndexPage, CoursePage, LessonPage, ModulePage

INDEX_KEY = uuid5(HOME_KEY, "courses")
INDEX_TITLES = {"kk": "Курстар", "ru": "Курсы"}


class _DryRun(Exception):
    """Takes everything back."""


def load_course(
    *, files: CourseFiles, overwrite: bool = False, dry_run: bool = False
) -> tuple[Course | None, LoadReport]:
    """Bring the pages of a course to what its files say; return the course and what was done.

    One transaction: everything or nothing. Raises LoadRefused when pages were edited in the admin
    since the last load (unless `overwrite`), CourseIdentityChanged when code or address differ.
    With `dry_run` nothing stays; the course returned is None when it does not exist yet.
    """
    shelf = MediaShelf(files.media)
    report = LoadReport()
    try:
        with _files_taken_back(shelf), transaction.atomic():
            course = _write(files, shelf, report, overwrite)
            report.stop_if_refused()
            if dry_run:
                raise _DryRun
    except _DryRun:
        code = files.texts["kk"].code
        return Course.objects.filter(code=code).first(), report
    return course, report


@contextmanager
def _files_taken_back(shelf: MediaShelf) -> Iterator[None]:
    """Delete the files that were stored for rows which the database has taken back."""
    try:
        yield
    except BaseException:
        for name in shelf.stored:
            default_storage.delete(name)
        raise


def _write(files: CourseFiles, shelf: MediaShelf, report: LoadReport, overwrite: bool) -> Course:
    homes = plant_tree()
    course = _course(files.texts["kk"])
    for language, text in files.texts.items():
        writer = _Writer(language, shelf, report, overwrite)
        index = writer.page(
            CourseIndexPage, homes[language], INDEX_KEY, "courses",
            {"title": INDEX_TITLES[language], "slug": "courses"},
        )  # fmt: skip
        page = writer.course(index, course, text)
        writer.retire_others(page, text)
        writer.order(page, text)
    return course


def _course(text: CourseText) -> Course:
    """Return the course's lasting row; its code and address never change by loading."""
    assert text.key is not None
    others = Course.objects.exclude(key=text.key).filter(Q(code=text.code) | Q(slug=text.slug))
    if other := others.first():
        raise CourseIdentityChanged(
            f"{text.name}: the code {other.code} and the address {other.slug} belong to the course "
            f"with the key {other.key}. Put that key back, or choose another code and address."
        )
    course, _made = Course.objects.get_or_create(
        key=text.key, defaults={"code": text.code, "slug": text.slug}
    )
    if (course.code, course.slug) != (text.code, text.slug):
        raise CourseIdentityChanged(
            f"{text.name}: the course has the code {course.code} and the address {course.slug}, "
            f"the file says {text.code} and {text.slug}. Certificates and links bear them: put "
            "the old ones back, or give the course a new key if it is another course."
        )
    return course


class _Writer:
    """Writes the pages of one language."""

    def __init__(
        self, language: str, shelf: MediaShelf, report: LoadReport, overwrite: bool
    ) -> None:
        self.language, self.shelf = language, shelf
        self.report, self.overwrite = report, overwrite

    def page(
        self, model: type[Page], parent: Page, key: UUID | None, source: str, values: dict[str, Any]
    ) -> Page:
        """Write one page."""
        assert key is not None
        return write_page(
            model=model, parent=parent, language=self.language, key=key, values=values,
            source=source, report=self.report, overwrite=self.overwrite,
        )  # fmt: skip

    def course(self, index: Page, course: Course, text: CourseText) -> Page:
        """Write the course, its modules and lessons."""
        page = self.page(
            CoursePage, index, text.key, text.name,
            {"title": text.title, "slug": text.slug, "summary": text.summary, "body": text.html,
             "hours": text.hours, "course": course},
        )  # fmt: skip
        for module in text.modules:
            below = self.page(
                ModulePage, Page.objects.get(pk=page.pk), module.key, module.name,
                {"title": module.title, "slug": module.slug, "summary": module.summary},
            )  # fmt: skip
            for lesson in module.lessons:
                self.lesson(below, lesson)
        return page

    def lesson(self, module: Page, lesson: LessonText) -> None:
        """Write a lesson, moving it when it stands in another module now."""
        page = self.page(
            LessonPage, Page.objects.get(pk=module.pk), lesson.key, lesson.name,
            {
                "title": lesson.title, "slug": lesson.slug, "minutes": lesson.minutes,
                "is_required": lesson.is_required, "is_sensitive": lesson.is_sensitive,
                "body": json.dumps([self.block(lesson, *at) for at in enumerate(lesson.parts)]),
                "sources": json.dumps([
                    {"type": "source", "id": str(uuid5(_key(lesson), f"source-{n}")),
                     "value": {"title": s.title, "url": s.url,
                               "checked": str(s.checked) if s.checked else None}}
                    for n, s in enumerate(lesson.sources)
                ]),
            },
        )  # fmt: skip
        fresh = Page.objects.get(pk=page.pk)
        if not fresh.is_child_of(Page.objects.get(pk=module.pk)):
            fresh.move(Page.objects.get(pk=module.pk), pos="last-child")
            self.report.updated.append(f"{lesson.name}: moved to “{module.title}”")

    def block(self, lesson: LessonText, position: int, part: Part) -> dict[str, Any]:
        """Return a part as Wagtail stores a block; its id is the same at each load."""
        own = block_id(_key(lesson), position, part)
        return {"type": part.kind, "id": str(own), "value": self.value(own, part, lesson)}

    def value(self, own: UUID, part: Part, lesson: LessonText) -> Any:
        """Return the value of a block; what it names and is not there is noted as refused."""
        if part.kind in ACTIVITIES:
            return activity_value(own, part)
        if part.kind not in CONTENT:
            return part.html
        try:
            return content_value(own, part, self.shelf)
        except HelpLineUnknown as error:
            self.report.refused.append(f"{lesson.name}:{part.line}: {error}")
            return {}

    def retire_others(self, course: Page, text: CourseText) -> None:
        """Unpublish what was loaded before and stands in no file any more."""
        keys = {module.key for module in text.modules}
        keys |= {lesson.key for module in text.modules for lesson in module.lessons}
        course = Page.objects.get(pk=course.pk)
        for page in course.get_descendants().exclude(translation_key__in=keys).specific():
            retire_page(page=page, report=self.report)

    def order(self, course: Page, text: CourseText) -> None:
        """Order modules and lessons as the files are numbered."""
        if self.report.refused:
            return
        self.order_below(course, text.modules)
        for module in text.modules:
            page = ModulePage.objects.get(
                translation_key=module.key, locale__language_code=self.language
            )
            self.order_below(page, module.lessons)

    def order_below(self, parent: Page, children: tuple[ModuleText | LessonText, ...]) -> None:
        """Order the children of one page."""
        parent = Page.objects.get(pk=parent.pk)
        if put_in_order(parent, [child.key for child in children if child.key]):
            self.report.updated.append(f"“{parent.title}”: order")


def _key(lesson: LessonText) -> UUID:
    assert lesson.key is not None
    return lesson.key
