"""Visiting and completing lessons."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from enrolments.actions import settle_requirement
from enrolments.models import Enrolment, EnrolmentRequirement
from learning.exceptions import EditionTaken, EnrolmentClosed
from learning.models import LessonProgress
from learning.signals import lesson_completed


def lock_enrolment(enrolment: Enrolment) -> Enrolment:
    """Lock the enrolment before anything below it is read.

    What is done in a lesson counts in the edition it was read in, so an enrolment that took
    another edition since it was read is refused. Raises EnrolmentClosed, EditionTaken.
    """
    locked = Enrolment.objects.not_withdrawn().select_for_update().filter(pk=enrolment.pk).first()
    if locked is None:
        raise EnrolmentClosed
    if locked.edition_id != enrolment.edition_id:
        raise EditionTaken
    return locked


@transaction.atomic
def complete_lesson(*, enrolment: Enrolment, lesson_key: UUID) -> bool:
    """Record that a lesson is done; return whether this call did it.

    Settles the lesson's requirement, if it is one; whether the course is complete is decided
    there. Sends `lesson_completed` in the same transaction. Raises EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    progress, _made = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson_key=lesson_key
    )
    if progress.completed_at:
        return False
    won = LessonProgress.objects.filter(pk=progress.pk, completed_at=None).update(
        completed_at=timezone.now()
    )
    if not won:
        return False
    settle_requirement(
        enrolment=enrolment, kind=EnrolmentRequirement.Kind.LESSON, key=str(lesson_key)
    )
    lesson_completed.send(sender=LessonProgress, enrolment=enrolment, lesson_key=lesson_key)
    return True


def visit_lesson(*, enrolment: Enrolment, lesson_key: UUID) -> datetime | None:
    """Record that a lesson was opened now; return when it was completed, if it was.

    One statement, because it runs with every lesson page: two opened at once are one row.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into learning_lessonprogress (enrolment_id, lesson_key, began_at, visited_at)"
            " values (%s, %s, %s, %s)"
            " on conflict (enrolment_id, lesson_key) do update set visited_at = excluded.visited_at"
            " returning completed_at",
            [enrolment.pk, lesson_key, now, now],
        )
        completed_at: datetime | None = cursor.fetchone()[0]
    return completed_at
