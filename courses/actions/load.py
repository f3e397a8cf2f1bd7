"""Loading a course from its files into pages, pictures and sound."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.actions.memory import LoadReport
from cms.actions.pages import put_in_order, retire_page, write_page
from cms.actions.tree import HOME_KEY, plant_tree
from courses.actions.load_activities import activity_value
from courses.actions.load_content import VALUES as CONTENT
from courses.actions.load_content import HelpLineUnknown, content_value
from courses.actions.load_media import MediaShelf
from courses.actions.match import match_pages
from courses.activities import ACTIVITIES
from courses.curriculum import CourseFiles, CourseText, LessonText, ModuleText, Part
from courses.curriculum.links import links_by_id
from courses.curriculum.parts import block_id, block_type, question_id
from courses.exceptions import CourseIdentityChanged
from courses.models import Course, CourseIndexPage, CoursePage, LessonPage, ModulePage

INDEX_KEY = uuid5(HOME_KEY, "courses")
INDEX_TITLES = {"kk": "Курстар", "ru": "Курсы"}


class _DryRun(Exception):
    """Takes everything back."""


def load_course(
    *,
    files: CourseFiles,
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Course | None, LoadReport]:
    """Bring the pages of a course to what its files say; return the course and what was done.

    One transaction: everything or nothing. Raises LoadRefused when pages were edited in the admin
    since the last load (unless `overwrite`), CourseIdentityChanged when code or address differ.
    With `dry_run` nothing stays; the course returned is None when it does not exist yet.
    `progress` hears after each page how many of how many are written.
    """
    shelf = MediaShelf(files.media)
    report = LoadReport()
    steps = _Steps(files, progress)
    try:
        with _files_taken_back(shelf), transaction.atomic():
            course, knows_all = _write(files, shelf, report, overwrite, steps)
            if not knows_all:  # a link led to a page that was made after it
                course, _knows_all = _write(files, shelf, report, overwrite, steps)
            report.stop_if_refused()
            # Files are translated together, so their two languages mean the same.
            match_pages(keys=_keys(files.texts["kk"]), by="curriculum files")
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


def _write(
    files: CourseFiles, shelf: MediaShelf, report: LoadReport, overwrite: bool, steps: "_Steps"
) -> tuple[Course, bool]:
    """Write everything; return the course, and whether every link found its page."""
    homes = plant_tree()
    knows_all = True
    course = _course(files.texts["kk"])
    for language, text in files.texts.items():
        writer = _Writer(language, shelf, report, overwrite, steps)
        index = writer.page(
            CourseIndexPage, homes[language], INDEX_KEY, "courses",
            {"title": INDEX_TITLES[language], "slug": "courses"},
        )  # fmt: skip
        page = writer.course(index, course, text)
        writer.retire_others(page, text)
        writer.order(page, text)
        knows_all = knows_all and not writer.unknown
    return course, knows_all


def _course(text: CourseText) -> Course:
    """Return the course's lasting row; its code and address never change by loading."""
    assert text.key is not None
    others = Course.objects.exclude(key=text.key).filter(Q(code=text.code) | Q(slug=text.slug))
    if other := others.first():
        raise CourseIdentityChanged(
            _("%(file)s: the code %(code)s and the address %(slug)s belong to the course with the "
              "key %(key)s. Put that key back, or choose another code and address.")
            % {"file": text.name, "code": other.code, "slug": other.slug, "key": other.key}
        )  # fmt: skip
    course, _made = Course.objects.get_or_create(
        key=text.key,
        defaults={
            "code": text.code, "slug": text.slug, "audience": text.audience,
            "by_age": text.by_age, "place": text.place,
        },
    )  # fmt: skip
    if (course.code, course.slug) != (text.code, text.slug):
        raise CourseIdentityChanged(
            _("%(file)s: the course has the code %(code)s and the address %(slug)s, the file says "
              "%(new_code)s and %(new_slug)s. Certificates and links bear them: put the old ones "
              "back, or give the course a new key if it is another course.")
            % {"file": text.name, "code": course.code, "slug": course.slug,
               "new_code": text.code, "new_slug": text.slug}
        )  # fmt: skip
    said = (text.audience, text.by_age, text.place)
    if (course.audience, course.by_age, course.place) != said:
        course.audience, course.by_age, course.place = said
        course.save(update_fields=["audience", "by_age", "place"])
    return course


class _Steps:
    """Counts the pages that were written."""

    def __init__(self, files: CourseFiles, progress: Callable[[int, int], None]) -> None:
        self.progress, self.done = progress, 0
        self.total = sum(
            2 + len(text.modules) + sum(len(module.lessons) for module in text.modules)
            for text in files.texts.values()
        )

    def one_more(self) -> None:
        """One more page; a second pass does not count beyond the end."""
        self.done = min(self.done + 1, self.total)
        self.progress(self.done, self.total)


class _Writer:
    """Writes the pages of one language."""

    def __init__(
        self, language: str, shelf: MediaShelf, report: LoadReport, overwrite: bool, steps: _Steps
    ) -> None:
        self.language, self.shelf, self.steps = language, shelf, steps
        self.report, self.overwrite = report, overwrite
        self.unknown: set[UUID] = set()

    def linked(self, value: Any) -> Any:
        """Return a value with links that name pages by key turned to the pages of this language."""
        if isinstance(value, str):
            return links_by_id(value, self.page_id)
        if isinstance(value, dict):
            return {name: self.linked(inside) for name, inside in value.items()}
        if isinstance(value, list):
            return [self.linked(inside) for inside in value]
        return value

    def page_id(self, key: UUID) -> int | None:
        """Return the id of the page with this key in the language that is written."""
        pages = Page.objects.filter(translation_key=key, locale__language_code=self.language)
        found: int | None = pages.values_list("pk", flat=True).first()
        if found is None:
            self.unknown.add(key)
        return found

    def page(
        self, model: type[Page], parent: Page, key: UUID | None, source: str, values: dict[str, Any]
    ) -> Page:
        """Write one page."""
        assert key is not None
        self.steps.one_more()
        return write_page(
            model=model, parent=parent, language=self.language, key=key, values=values,
            source=source, report=self.report, overwrite=self.overwrite,
        )  # fmt: skip

    def course(self, index: Page, course: Course, text: CourseText) -> Page:
        """Write the course, its modules and lessons."""
        page = self.page(
            CoursePage, index, text.key, text.name,
            {"title": text.title, "slug": text.slug, "summary": text.summary,
             "body": self.linked(text.html), "hours": text.hours, "course": course,
             "measure": json.dumps([
                 self.linked(self.question(text, item)) for item in text.measure
             ])},
        )  # fmt: skip
        for module in text.modules:
            below = self.page(
                ModulePage, Page.objects.get(pk=page.pk), module.key, module.name,
                {"title": module.title, "slug": module.slug, "summary": module.summary},
            )  # fmt: skip
            for lesson in module.lessons:
                self.lesson(below, lesson)
        return page

    def question(self, text: CourseText, item: Part) -> dict[str, Any]:
        """Return a question before and after the course as Wagtail stores a block."""
        assert text.key is not None
        own = question_id(text.key, item)
        value: dict[str, Any] = {"key": item.key, "text": item.html}
        if item.kind == "knowledge":
            value["options"] = [
                {"type": "item", "id": str(uuid5(own, option.key)),
                 "value": {"key": option.key, "text": option.text, "is_right": option.is_right}}
                for option in item.options
            ]  # fmt: skip
        return {"type": item.kind, "id": str(own), "value": value}

    def lesson(self, module: Page, lesson: LessonText) -> None:
        """Write a lesson, moving it when it stands in another module now."""
        page = self.page(
            LessonPage, Page.objects.get(pk=module.pk), lesson.key, lesson.name,
            {
                "title": lesson.title, "slug": lesson.slug, "minutes": lesson.minutes,
                "is_required": lesson.is_required, "is_sensitive": lesson.is_sensitive,
                "topics": list(lesson.topics),
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
            self.report.updated.append(
                _("%(file)s: moved to “%(module)s”") % {"file": lesson.name, "module": module.title}
            )

    def block(self, lesson: LessonText, position: int, part: Part) -> dict[str, Any]:
        """Return a part as Wagtail stores a block; its id is the same at each load."""
        own = block_id(_key(lesson), position, part)
        value = self.linked(self.value(own, part, lesson))
        return {"type": block_type(part.kind), "id": str(own), "value": value}

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
            self.report.updated.append(_("“%(title)s”: order") % {"title": parent.title})


def _key(lesson: LessonText) -> UUID:
    assert lesson.key is not None
    return lesson.key


def _keys(course: CourseText) -> set[UUID]:
    """The keys of a course's pages."""
    keys = {course.key}
    for module in course.modules:
        keys |= {module.key, *(lesson.key for lesson in module.lessons)}
    return {key for key in keys if key}
