"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver

from courses.differences.lessons import EditionStep
from enrolments.models import CoupleMember, Enrolment
from enrolments.signals import couple_left, edition_adopted
from learning import actions


@receiver(edition_adopted)
def carry_over_what_was_done(
    sender: object, enrolment: Enrolment, step: EditionStep, **kwargs: Any
) -> None:
    """Keep what still counts in the newer edition, open again what is asked anew."""
    actions.carry_over(enrolment=enrolment, step=step)


@receiver(couple_left)
def end_what_was_shared(sender: object, membership: CoupleMember, **kwargs: Any) -> None:
    """Show the other nothing more of what was shared in the couple that a person has left."""
    actions.end_shares(member=membership)
