"""Marks: a learner says that a place is unclear or wrong; staff settle the place."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.models import LessonSnapshot
from enrolments.models import Enrolment
from learning.actions.lessons import lock_enrolment
from learning.exceptions import MarkIncomplete, NoteTooLong, TooManyMarks
from learning.models import LessonMark
from web.limits import used_up

MOST_CHARACTERS = 300
MOST_MARKS, WITHIN = 20, 60 * 60  # marks, seconds


@transaction.atomic
def mark_place(
    *, enrolment: Enrolment, snapshot: LessonSnapshot, part_id: str, kind: str, note: str = ""
) -> LessonMark:
    """Mark a part of a lesson; the same mark made again replaces the earlier note.

    Raises MarkIncomplete, NoteTooLong, TooManyMarks, EnrolmentClosed.
    """
    note = " ".join(note.replace("\0", " ").split())  # PostgreSQL keeps no NUL
    if kind not in LessonMark.Kind.values:
        raise MarkIncomplete
    if len(note) > MOST_CHARACTERS:
        raise NoteTooLong
    if used_up("mark", str(enrolment.pk), limit=MOST_MARKS, seconds=WITHIN):
        raise TooManyMarks
    enrolment = lock_enrolment(enrolment)
    mark, _made = LessonMark.objects.update_or_create(
        enrolment=enrolment, lesson_key=snapshot.lesson_key, part_id=part_id, kind=kind,
        defaults={
            "language": snapshot.language, "note": note, "made_at": timezone.now(),
            "settled_at": None,
        },
    )  # fmt: skip
    return mark


@transaction.atomic
def take_back_mark(*, enrolment: Enrolment, lesson_key: UUID, part_id: str, kind: str) -> bool:
    """Take a mark back with its note; return whether there was one."""
    if kind not in LessonMark.Kind.values:
        return False
    deleted, _ = LessonMark.objects.filter(
        enrolment=enrolment, lesson_key=lesson_key, part_id=part_id, kind=kind
    ).delete()
    return bool(deleted)


@transaction.atomic
def settle_place(*, lesson_key: UUID, language: str, part_id: str, seen: int) -> int:
    """Record that staff dealt with a place; return how many marks that settled.

    `seen` is the id of the newest mark that was on the page: a later one stays open.
    """
    return LessonMark.objects.filter(
        lesson_key=lesson_key, language=language, part_id=part_id, pk__lte=seen, settled_at=None
    ).update(settled_at=timezone.now())
