"""Visiting and completing lessons."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from courses.models import LessonSnapshot
from enrolments.actions import settle_requirement
from enrolments.models import Enrolment, EnrolmentRequirement
from learning.exceptions import EditionTaken, EnrolmentClosed
from learning.models import LessonProgress
from learning.signals import lesson_began, lesson_completed


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
def complete_lesson(
    *, enrolment: Enrolment, lesson_key: UUID, snapshot: LessonSnapshot | None = None
) -> bool:
    """Record that a lesson is done; return whether this call did it.

    Settles the lesson's requirement, if it is one; whether the course is complete is decided
    there. `snapshot` is what the person had before them, where there is one.
    Sends `lesson_completed` in the same transaction. Raises EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    progress, was_made = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson_key=lesson_key,
        defaults={
            "language": snapshot.language if snapshot else "",
            "edition_id": snapshot.edition_id if snapshot else enrolment.edition_id,
        },
    )  # fmt: skip
    if progress.completed_at:
        return False
    won = LessonProgress.objects.filter(pk=progress.pk, completed_at=None).update(
        completed_at=timezone.now()
    )
    if not won:
        return False
    if was_made and snapshot is not None and not snapshot.is_sensitive:
        _tell_of_beginning(enrolment, snapshot)
    settle_requirement(
        enrolment=enrolment, kind=EnrolmentRequirement.Kind.LESSON, key=str(lesson_key)
    )
    lesson_completed.send(
        sender=LessonProgress, enrolment=enrolment, lesson_key=lesson_key,
        began_at=None if was_made else progress.began_at,
        language=progress.language or (snapshot.language if snapshot else ""),
        edition_id=progress.edition_id or enrolment.edition_id,
    )  # fmt: skip
    return True


def visit_lesson(*, enrolment: Enrolment, snapshot: LessonSnapshot) -> datetime | None:
    """Record that a lesson was opened now; return when it was completed, if it was.

    One statement from the second visit on, because it runs with every lesson page. Of two first
    visits at once one makes the row, and only that one sends `lesson_began`.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "update learning_lessonprogress set visited_at = %s"
            " where enrolment_id = %s and lesson_key = %s returning completed_at",
            [now, enrolment.pk, snapshot.lesson_key],
        )
        found = cursor.fetchone()
        if found:
            completed_at: datetime | None = found[0]
            return completed_at
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            "insert into learning_lessonprogress"
            " (enrolment_id, lesson_key, began_at, visited_at, language, edition_id)"
            " values (%s, %s, %s, %s, %s, %s) on conflict (enrolment_id, lesson_key) do nothing",
            [enrolment.pk, snapshot.lesson_key, now, now, snapshot.language, snapshot.edition_id],
        )
        if cursor.rowcount:
            _tell_of_beginning(enrolment, snapshot)
    return None


def _tell_of_beginning(enrolment: Enrolment, snapshot: LessonSnapshot) -> None:
    lesson_began.send(
        sender=LessonProgress, enrolment=enrolment, lesson_key=snapshot.lesson_key,
        language=snapshot.language, edition_id=snapshot.edition_id,
    )  # fmt: skip
