"""Completion: decided here and nowhere else, under a lock, once."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from courses.models import LessonWithdrawal
from enrolments.actions.enrolling import WITHDRAWN
from enrolments.models import Enrolment, EnrolmentRequirement
from enrolments.signals import enrolment_completed, enrolment_half_done

BATCH = 200


@transaction.atomic
def settle_requirement(*, enrolment: Enrolment, kind: str, key: str, reason: str = "") -> bool:
    """Settle one requirement of an enrolment; return whether this call settled it.

    When nothing is left open the enrolment is completed, and this is the one place that does it.
    The enrolment's row is locked before its requirements are read: two last requirements settled
    at once would otherwise each see the other open, and nobody would complete. Settling what is
    settled, unknown, or belongs to a withdrawn enrolment changes nothing.
    Sends `enrolment_half_done` and `enrolment_completed` in the same transaction, each once.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.withdrawn_at:
        return False
    won = EnrolmentRequirement.objects.filter(
        enrolment=enrolment, kind=kind, key=key, settled_at=None
    ).update(settled_at=timezone.now(), reason=reason)
    if won:
        decide_completion(enrolment)
    return bool(won)


@transaction.atomic
def settle_all_requirements(*, enrolment: Enrolment, reason: str) -> int:
    """Settle whatever an enrolment still owes, for one reason; return how much it was.

    Of a course that was attended in person (`enrolments.actions.attending`); under the same lock,
    and completed by the same decision, as if the last lesson had been done.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.withdrawn_at:
        return 0
    settled = EnrolmentRequirement.objects.filter(enrolment=enrolment, settled_at=None).update(
        settled_at=timezone.now(), reason=reason
    )
    if settled:
        decide_completion(enrolment)
    return settled


def decide_completion(enrolment: Enrolment) -> None:
    """Complete an enrolment of which nothing is left open. Whoever calls holds its lock."""
    requirements = EnrolmentRequirement.objects.filter(enrolment=enrolment)
    counted = requirements.aggregate(
        total=Count("pk"), still_open=Count("pk", filter=Q(settled_at=None))
    )
    total, still_open = counted["total"], counted["still_open"]
    if still_open * 2 <= total and _reached(enrolment, "half_at"):
        enrolment_half_done.send(sender=Enrolment, enrolment=enrolment)
    if still_open == 0 and _reached(enrolment, "completed_at"):
        enrolment_completed.send(sender=Enrolment, enrolment=enrolment)


def _reached(enrolment: Enrolment, moment: str) -> bool:
    """Record a moment by compare-and-set; return whether this call was the one."""
    now = timezone.now()
    won = Enrolment.objects.filter(pk=enrolment.pk, **{moment: None}).update(**{moment: now})
    if won:
        setattr(enrolment, moment, now)
    return bool(won)


def settle_withdrawn_lessons(*, lesson_key: UUID | None = None) -> int:
    """Settle what open enrolments still owe to withdrawn lessons; return how many it was.

    What is owed is the pair of a withdrawal and an open requirement, so that this may be run
    again at any time, from any place: each enrolment is a transaction of its own, and one that
    was done already is not found again. All withdrawn lessons, or the one with `lesson_key`.
    """
    settled = 0
    for requirement in _owed(lesson_key):
        settled += settle_requirement(
            enrolment=requirement.enrolment, kind=requirement.kind, key=requirement.key,
            reason=WITHDRAWN,
        )  # fmt: skip
    return settled


def _owed(lesson_key: UUID | None) -> Iterator[EnrolmentRequirement]:
    """Yield open requirements on withdrawn lessons, in batches by id."""
    gone = LessonWithdrawal.objects.values_list("lesson_key", flat=True)
    keys = [str(key) for key in (gone.filter(lesson_key=lesson_key) if lesson_key else gone)]
    last = 0
    while True:
        batch = list(
            EnrolmentRequirement.objects.filter(
                pk__gt=last, kind=EnrolmentRequirement.Kind.LESSON, key__in=keys, settled_at=None,
                enrolment__withdrawn_at=None, enrolment__completed_at=None,
            )
            .select_related("enrolment")
            .order_by("pk")[:BATCH]
        )  # fmt: skip
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].pk
