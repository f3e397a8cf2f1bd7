"""What a course is to the registry: one person proposes, another approves; nothing is rewritten."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.models import Course
from enrolments.exceptions import PolicyDayPassed, ProposalDecided, ProposalOfOneself
from enrolments.models import CoursePolicy, PolicyProposal

Decision = PolicyProposal.Decision
TERMS = ("course", "region", "valid_from", "is_required", "validity_months", "live_session")


@transaction.atomic
def propose_policy(
    *,
    course: Course,
    region: str,
    valid_from: date,
    is_required: bool,
    validity_months: int | None,
    live_session: bool,
    basis: str,
    by: User,
) -> PolicyProposal:
    """Propose what `course` is in `region` (ISO 3166-2, or "" for the country) from a day on.

    Nothing changes for anybody yet. `basis` says by which order or decision. Raises
    PolicyDayPassed unless the day lies ahead: nobody is held to a rule of yesterday.
    """
    _ahead(valid_from)
    proposal: PolicyProposal = PolicyProposal.objects.create(
        course=course, region=region, valid_from=valid_from, is_required=is_required,
        validity_months=validity_months, live_session=live_session, basis=basis, proposed_by=by,
    )  # fmt: skip
    return proposal


@transaction.atomic
def approve_policy(*, proposal: PolicyProposal, by: User) -> CoursePolicy:
    """Let a proposal count from its day on, as the second person.

    Raises ProposalOfOneself, ProposalDecided, and PolicyDayPassed when it waited too long.
    """
    proposal = PolicyProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.proposed_by_id == by.pk:
        raise ProposalOfOneself
    if not proposal.decision:
        _ahead(proposal.valid_from)
    _decide(proposal, Decision.APPROVED, by)
    policy: CoursePolicy = CoursePolicy.objects.create(
        proposal=proposal, **{name: getattr(proposal, name) for name in TERMS}
    )
    return policy


@transaction.atomic
def decline_policy(*, proposal: PolicyProposal, by: User) -> None:
    """End a proposal; its own author takes it back. Raises ProposalDecided."""
    own = proposal.proposed_by_id == by.pk
    _decide(proposal, Decision.TAKEN_BACK if own else Decision.DECLINED, by)


def _ahead(day: date) -> None:
    if day <= timezone.localdate():
        raise PolicyDayPassed


def _decide(proposal: PolicyProposal, decision: Decision, by: User) -> None:
    won = PolicyProposal.objects.open().filter(pk=proposal.pk).update(
        decision=decision, decided_by=by, decided_at=timezone.now()
    )  # fmt: skip
    if not won:
        raise ProposalDecided
