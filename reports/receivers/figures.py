"""What learners did in lessons, noted without them. Of a lesson about violence only its end."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone

from courses.models import LessonSnapshot
from enrolments.models import Enrolment
from enrolments.signals import enrolment_began, enrolment_completed
from learning.signals import (
    activity_answered,
    lesson_began,
    lesson_completed,
    measure_paired,
)
from reports.actions import note, note_pair
from reports.minutes import bucket_of
from reports.models.figures import Topic

LONGEST = dt.timedelta(hours=3)  # beyond, somebody came back later
MOST_DIGITS = 9


@receiver(enrolment_began)
def note_enrolled(enrolment: Enrolment, **kwargs: Any) -> None:
    """Note a person who began the course."""
    note(topic=Topic.ENROLLED, edition_id=enrolment.edition_id, language=language_of(enrolment))


@receiver(enrolment_completed)
def note_finished(enrolment: Enrolment, **kwargs: Any) -> None:
    """Note a person who completed the course."""
    note(topic=Topic.FINISHED, edition_id=enrolment.edition_id, language=language_of(enrolment))


@receiver(lesson_began)
def note_began(
    enrolment: Enrolment, lesson_key: UUID, language: str, edition_id: int, **kwargs: Any
) -> None:
    """Note a person who opened a lesson."""
    note(topic=Topic.BEGAN, edition_id=edition_id, language=language, lesson_key=lesson_key)


@receiver(lesson_completed)
def note_completed(
    enrolment: Enrolment, lesson_key: UUID, began_at: dt.datetime | None, language: str,
    edition_id: int, **kwargs: Any,
) -> None:  # fmt: skip
    """Note a person who completed a lesson, and in how many minutes when it was one sitting."""
    took = timezone.now() - began_at if began_at else None
    details = [bucket_of(took)] if took is not None and took <= LONGEST else []
    note(
        topic=Topic.COMPLETED, edition_id=edition_id, language=language or language_of(enrolment),
        lesson_key=lesson_key, details=details,
    )  # fmt: skip


@receiver(activity_answered)
def note_answered(
    snapshot: LessonSnapshot, activity_key: str, options: list[str], is_right: bool | None,
    is_first: bool, **kwargs: Any,
) -> None:  # fmt: skip
    """Note a first attempt: whether it was right and what was chosen."""
    if not is_first or snapshot.is_sensitive:
        return
    kind = next(part["kind"] for part in snapshot.parts if part.get("key") == activity_key)
    note(
        topic=Topic.ANSWERED, edition_id=snapshot.edition_id, language=snapshot.language,
        lesson_key=snapshot.lesson_key, activity_key=activity_key,
        details=[*(["right"] if is_right else []), *chosen(kind, options)],
    )  # fmt: skip


@receiver(measure_paired)
def note_difference(edition_id: int, difference: float, **kwargs: Any) -> None:
    """Note what changed between the answers before and after a course."""
    note_pair(edition_id=edition_id, difference=difference)


def chosen(kind: str, options: list[str]) -> list[str]:
    """Return the details of what was chosen; of an order there is nothing to say in one word."""
    if kind == "order":
        return []
    if kind == "number":
        return [f"o:{rounded(options[0])}"] if options else []
    return [f"o:{option}" for option in options]


def rounded(number: str) -> str:
    """Return a number to two significant digits: few enough values to be counted."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return "?"
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        return "?"
    if not value:
        return "0"
    places = Decimal(1).scaleb(value.adjusted() - 1)
    return format((value / places).quantize(Decimal(1)) * places, "f").removesuffix(".0")


def language_of(enrolment: Enrolment) -> str:
    """Return the language in which the person learns, as their account says."""
    return "ru" if enrolment.user.language == "ru" else "kk"
