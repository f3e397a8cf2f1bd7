"""The live pages of a course as curriculum texts."""

from dataclasses import replace
from typing import Any

from courses.curriculum import CourseText, LessonText, ModuleText, Part, Source
from courses.curriculum.parts import block_id
from courses.curriculum.writing.parts import own_id
from courses.exporting.measure import read_questions
from courses.exporting.media import MediaBasket
from courses.exporting.parts import READERS
from courses.exporting.words import plain, stored
from courses.models import CoursePage, LessonPage, ModulePage


def course_text(page: CoursePage, basket: MediaBasket) -> CourseText:
    """Return what the live pages of a course say in one language; their files go to `basket`."""
    lessons = list(LessonPage.objects.live().descendant_of(page).order_by("path"))
    modules = tuple(
        ModuleText(
            name="", key=module.translation_key, slug=module.slug, title=plain(module.title),
            summary=plain(module.summary),
            lessons=tuple(
                lesson_text(lesson, basket)
                for lesson in lessons
                if lesson.path.startswith(module.path)
            ),
        )
        for module in ModulePage.objects.live().child_of(page).order_by("path")
    )  # fmt: skip
    return CourseText(
        name="", key=page.course.key, code=page.course.code, slug=page.course.slug,
        title=plain(page.title), summary=plain(page.summary), hours=page.hours,
        html=stored(_Source(page.body)), headings=(), modules=modules,
        audience=page.course.audience, by_age=page.course.by_age, place=page.course.place,
        measure=read_questions(page),
    )  # fmt: skip


def lesson_text(page: LessonPage, basket: MediaBasket) -> LessonText:
    """Return what a lesson page says."""
    return LessonText(
        name="", key=page.translation_key, slug=page.slug, title=plain(page.title),
        minutes=page.minutes, is_required=page.is_required, is_sensitive=page.is_sensitive,
        sources=tuple(
            Source(
                plain(block.value["title"]), block.value.get("url") or "",
                block.value.get("checked"),
            )
            for block in page.sources
        ),
        parts=tuple(_part(page, n, child, basket) for n, child in enumerate(page.body)),
        topics=tuple(page.topics),
    )  # fmt: skip


def _part(page: LessonPage, position: int, child: Any, basket: MediaBasket) -> Part:
    part = READERS[child.block_type](child.block_type, child.value, basket)
    derived = block_id(page.translation_key, position, part)
    return replace(part, id=own_id(child.id or "", derived))


class _Source:
    """A rich text field's words in the shape of a block's value."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __bool__(self) -> bool:
        return bool(self.source)
