"""A course in one language as it would be published now, with what is missing in it."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.exceptions import Problem
from courses.models import CoursePage, LessonPage, ModulePage
from courses.snapshots.html import has_dead_link, public_html
from courses.snapshots.measure import MeasureContent, read_measure
from courses.snapshots.reading import lesson_content


@dataclass
class DraftLesson:
    """A lesson page, read."""

    page: LessonPage
    module_key: UUID
    position: int
    parts: list[dict[str, Any]]
    answers: dict[str, Any]
    sources: list[dict[str, str]]

    def columns(self) -> dict[str, Any]:
        """What a snapshot freezes of it."""
        return {
            "lesson_key": self.page.translation_key, "module_key": self.module_key,
            "position": self.position, "slug": self.page.slug, "title": self.page.title,
            "minutes": self.page.minutes, "is_required": self.page.is_required,
            "is_sensitive": self.page.is_sensitive, "parts": self.parts,
            "answers": self.answers, "sources": self.sources, "topics": self.page.topics,
        }  # fmt: skip


@dataclass
class DraftModule:
    """A module page with its lessons."""

    page: ModulePage
    position: int
    lessons: list[DraftLesson]

    def columns(self) -> dict[str, Any]:
        """What a snapshot freezes of it."""
        return {
            "module_key": self.page.translation_key, "position": self.position,
            "slug": self.page.slug, "title": self.page.title, "summary": self.page.summary,
        }  # fmt: skip


@dataclass
class DraftText:
    """A course in one language."""

    page: CoursePage
    body_html: str
    modules: list[DraftModule]
    measure: MeasureContent = field(default_factory=MeasureContent)

    @property
    def lessons(self) -> list[DraftLesson]:
        """All lessons in order."""
        return [lesson for module in self.modules for lesson in module.lessons]

    def columns(self) -> dict[str, Any]:
        """What an edition's text freezes of it."""
        return {
            "title": self.page.title, "summary": self.page.summary, "body_html": self.body_html,
            "measure": self.measure.items, "measure_answers": self.measure.answers,
        }  # fmt: skip


@dataclass
class Draft:
    """Both languages, and what keeps them from being published."""

    texts: dict[str, DraftText] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        """What the course is counted as; equal in both languages when there is no problem."""
        return self.texts["kk"].page.hours

    def wrong(self, message: str, page: Any = None, block_id: str = "") -> None:
        """Note a problem, the page on which to mend it, and the block where it is one."""
        if page is None:
            self.problems.append(Problem(message))
        else:
            self.problems.append(Problem(message, page.pk, page.title, block_id))


def read_text(page: CoursePage, language: str, draft: Draft, kept: bool) -> DraftText:
    """Read a course page, which is in `language`, and all below it."""
    # Lessons are asked for once, and sorted to their modules by the place in the tree.
    lessons = list(LessonPage.objects.live().descendant_of(page).order_by("path"))
    read_bodies(lessons)
    body_html = public_html(page.body, language)
    if has_dead_link(body_html):
        draft.wrong(_("A link leads to a page that is there no more."), page)
    text = DraftText(page, body_html, [], read_measure(page, language))
    for message in text.measure.problems:
        draft.wrong(message, page)
    position = 0
    for number, module in enumerate(ModulePage.objects.live().child_of(page).order_by("path"), 1):
        mine = [lesson for lesson in lessons if lesson.path.startswith(module.path)]
        if not mine:
            draft.wrong(_("The module has no lesson."), module)
        read = []
        for lesson in mine:
            position += 1
            content = lesson_content(lesson, language=language, kept=kept)
            for message, block_id in content.spots:
                draft.wrong(message, lesson, block_id)
            read.append(
                DraftLesson(
                    lesson, module.translation_key, position, content.parts, content.answers,
                    content.sources,
                )
            )  # fmt: skip
        text.modules.append(DraftModule(module, number, read))
    if not text.modules:
        draft.wrong(_("The course has no module."), page)
    elif not any(lesson.page.is_required for lesson in text.lessons):
        draft.wrong(_("No lesson is required, so nobody could complete the course."), page)
    check_duplicates(text, draft)
    return text


def read_bodies(lessons: list[LessonPage]) -> None:
    """Read the blocks of all lessons together: a query for each kind of thing they choose."""
    stream = LessonPage._meta.get_field("body").stream_block
    bodies = stream.bulk_to_python([list(lesson.body.raw_data) for lesson in lessons])
    for lesson, body in zip(lessons, bodies, strict=True):
        lesson.body = body


def check_duplicates(text: DraftText, draft: Draft) -> None:
    """Note two lessons with one address: they could not be told apart."""
    slugs = Counter(lesson.page.slug for lesson in text.lessons)
    for lesson in text.lessons:
        if slugs[lesson.page.slug] > 1:
            draft.wrong(
                _("Another lesson of the course has the same address “%(slug)s”.")
                % {"slug": lesson.page.slug},
                lesson.page,
            )
