"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import accounts_joined
from courses.differences.lessons import EditionStep
from enrolments.models import CoupleMember, Enrolment
from enrolments.signals import couple_left, edition_adopted, enrolment_withdrawn
from learning import actions


@receiver(edition_adopted)
def carry_over_what_was_done(
    sender: object, enrolment: Enrolment, step: EditionStep, **kwargs: Any
) -> None:
    """Keep what still counts in the newer edition, open again what is asked anew."""
    actions.carry_over(enrolment=enrolment, step=step)
    actions.forget_look_backs(enrolment=enrolment, lesson_keys=list(step.gone))


@receiver(enrolment_withdrawn)
def forget_what_was_said(sender: object, enrolment: Enrolment, **kwargs: Any) -> None:
    """Forget what whoever no longer takes a course said: no text is chosen, nothing is asked."""
    actions.forget_look_backs(enrolment=enrolment)
    others = Enrolment.objects.not_withdrawn().filter(user=enrolment.user_id)
    if others.filter(course=enrolment.course_id).exists():
        return
    actions.forget_circumstances(user=enrolment.user, course=enrolment.course)
    actions.forget_ages(user=enrolment.user, course=enrolment.course)


@receiver(accounts_joined)
def move_what_was_said(sender: object, kept: User, gone: User, **kwargs: Any) -> None:
    """Move what was said of circumstances and ages to the account that stays."""
    actions.move_circumstances(kept=kept, gone=gone)
    actions.move_ages(kept=kept, gone=gone)


@receiver(couple_left)
def end_what_was_shared(sender: object, membership: CoupleMember, **kwargs: Any) -> None:
    """Show the other nothing more of what was shared in the couple that a person has left."""
    actions.end_shares(member=membership)
