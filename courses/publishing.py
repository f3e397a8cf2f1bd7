"""What a publisher has to know before publishing: what is missing, left out, and changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from courses.differences.contents import content_of_draft, content_of_edition
from courses.differences.course import CourseDifference, course_difference
from courses.differences.lessons import same
from courses.exceptions import Problem
from courses.models import Course, CoursePage, Edition, LessonPage, LessonSnapshot
from courses.snapshots.course import draft_of
from courses.snapshots.reading import lesson_content


@dataclass
class Missing:
    """What is missing on one lesson, module or course page, in both languages."""

    title: str
    problems: list[tuple[Page | None, Problem]] = field(default_factory=list)


@dataclass
class Outlook:
    """What publishing now would take, leave out and change."""

    latest: Edition | None
    missing: list[Missing]
    left_out: list[Page]
    difference: CourseDifference | None

    @property
    def is_same(self) -> bool:
        """Whether the latest edition says the same."""
        return self.difference is not None and not self.difference


def outlook(course: Course) -> Outlook:
    """Return what publishing `course` now would mean. Files are read, not the network."""
    draft = draft_of(course)
    latest = Edition.objects.latest_of(course).first()
    difference = None
    if latest and not draft.problems:
        difference = course_difference(content_of_edition(latest), content_of_draft(draft))
    return Outlook(latest, by_lesson(draft.problems), left_out(course), difference)


def by_lesson(problems: Iterable[Problem]) -> list[Missing]:
    """Group problems by the page they belong to, whatever its language, in the order met."""
    problems = list(problems)
    ids = {problem.page_id for problem in problems if problem.page_id}
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).select_related("locale")}
    found: dict[UUID | None, Missing] = {}
    for problem in problems:
        page = pages.get(problem.page_id) if problem.page_id else None
        key = page.translation_key if page else None
        group = found.setdefault(key, Missing(problem.page_title))
        if page and problem.page_title not in group.title.split(" · "):
            group.title += f" · {problem.page_title}"
        group.problems.append((page, problem))
    for group in found.values():
        group.problems.sort(key=lambda pair: pair[0].locale.language_code if pair[0] else "")
    return list(found.values())


def left_out(course: Course) -> list[Page]:
    """Return pages of the course with something that was not approved, so is left out.

    A live one is taken as it was approved last; one that is not live is left out as a whole.
    """
    roots = CoursePage.objects.filter(course=course).values_list("path", flat=True)
    inside: list[Any] = [Q(path__startswith=path) for path in roots]
    if not inside:
        return []
    waiting = Q(has_unpublished_changes=True) | Q(live=False)
    pages = Page.objects.filter(reduce(or_, inside), waiting)
    return list(pages.select_related("locale").order_by("path"))


def waits_for_edition(page: LessonPage) -> Edition | None:
    """Return the latest edition when it holds the lesson and says something else than the page.

    None for a lesson that no edition has: it is new, and nobody takes it yet.
    """
    course = page.get_parent().get_parent().specific.course
    latest = Edition.objects.latest_of(course).first()
    language = page.locale.language_code
    served = latest and latest.lessons.current().filter(
        lesson_key=page.translation_key, language=language
    ).first()  # fmt: skip
    if not served:
        return None
    live = LessonPage.objects.get(pk=page.pk)
    content = lesson_content(live, language=language, kept=True)
    would_be = LessonSnapshot(
        title=live.title, minutes=live.minutes, is_required=live.is_required,
        is_sensitive=live.is_sensitive, parts=content.parts, answers=content.answers,
        sources=content.sources, topics=live.topics,
    )  # fmt: skip
    return None if same(served, would_be) else latest
