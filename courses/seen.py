"""What somebody had before them when they decided: what was shown is what is done."""

import hashlib
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import Page

from courses.models import Course, CoursePage, Edition, LessonPage


def seen_course(course: Course) -> str:
    """Return a digest of what an edition of `course` would be made of: its latest edition, and
    which version of which page is live, in which order. It changes when any of that does.
    """
    roots = CoursePage.objects.filter(course=course).values_list("path", flat=True)
    inside = reduce(or_, (Q(path__startswith=path) for path in roots), Q(pk=None))
    return _digest(course, Page.objects.filter(inside))


def seen_lesson(course: Course, lesson_key: UUID) -> str:
    """Return a digest of what a correction of a lesson would be made of."""
    return _digest(course, LessonPage.objects.filter(translation_key=lesson_key))


def _digest(course: Course, pages: QuerySet[Any]) -> str:
    latest = Edition.objects.latest_of(course).values_list("number", flat=True).first()
    live = pages.order_by("path").values_list("path", "live", "live_revision_id", "slug")
    return hashlib.sha256(repr((latest, list(live))).encode()).hexdigest()[:32]
