"""Withdrawing a lesson by two people: one proposes, another confirms within seven days."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.actions.withdraw import withdraw_lesson
from courses.exceptions import (
    LessonUnknown,
    LessonWithdrawnAlready,
    ProposalNotOpen,
    ProposalOfOneself,
    ProposedAlready,
)
from courses.models import (
    Course,
    LessonSnapshot,
    LessonWithdrawal,
    WithdrawalProposal,
)

Decision = WithdrawalProposal.Decision


@transaction.atomic
def propose_withdrawal(
    *, course: Course, lesson_key: UUID, reason: str, by: str, by_id: int
) -> WithdrawalProposal:
    """Ask for a lesson to be withdrawn; nothing changes for learners yet.

    `by` is the person's label and `by_id` their number, by which another is told apart. A
    proposal whose time is over makes room. Raises LessonUnknown, LessonWithdrawnAlready,
    ProposedAlready.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if not LessonSnapshot.objects.filter(edition__course=course, lesson_key=lesson_key).exists():
        raise LessonUnknown(lesson_key)
    if LessonWithdrawal.objects.filter(lesson_key=lesson_key).exists():
        raise LessonWithdrawnAlready
    undecided = WithdrawalProposal.objects.undecided().filter(lesson_key=lesson_key)
    open_ones = WithdrawalProposal.objects.open().values("pk")
    undecided.exclude(pk__in=open_ones).update(decision=Decision.EXPIRED, decided_at=timezone.now())
    try:
        with transaction.atomic():
            return WithdrawalProposal.objects.create(
                course=course, lesson_key=lesson_key, reason=reason, proposed_by=by,
                proposer_id=by_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise ProposedAlready from error


@transaction.atomic
def confirm_withdrawal(*, proposal: WithdrawalProposal, by: str, by_id: int) -> LessonWithdrawal:
    """Withdraw the lesson at once, in every edition and language, as the second person.

    Raises ProposalOfOneself, ProposalNotOpen.
    """
    Course.objects.select_for_update().get(pk=proposal.course_id)
    if proposal.proposer_id == by_id:
        raise ProposalOfOneself
    _decide(proposal, Decision.CONFIRMED, by, by_id)
    return withdraw_lesson(
        course=proposal.course, lesson_key=proposal.lesson_key, reason=proposal.reason,
        by=f"{proposal.proposed_by}, {by}"[:254],
    )  # fmt: skip


@transaction.atomic
def decline_withdrawal(*, proposal: WithdrawalProposal, by: str, by_id: int) -> None:
    """End a proposal without withdrawing; its own author takes it back. Raises ProposalNotOpen."""
    own = proposal.proposer_id == by_id
    _decide(proposal, Decision.TAKEN_BACK if own else Decision.DECLINED, by, by_id)


def _decide(proposal: WithdrawalProposal, decision: Decision, by: str, by_id: int) -> None:
    won = WithdrawalProposal.objects.open().filter(pk=proposal.pk).update(
        decision=decision, decided_by=by, decider_id=by_id, decided_at=timezone.now()
    )  # fmt: skip
    if not won:
        raise ProposalNotOpen
