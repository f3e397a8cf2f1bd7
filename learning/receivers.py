"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver

from courses.differences.lessons import EditionStep
from enrolments.models import Enrolment
from enrolments.signals import edition_adopted
from learning import actions


@receiver(edition_adopted)
def carry_over_what_was_done(
    sender: object, enrolment: Enrolment, step: EditionStep, **kwargs: Any
) -> None:
    """Keep what still counts in the newer edition, open again what is asked anew."""
    actions.carry_over(enrolment=enrolment, step=step)
