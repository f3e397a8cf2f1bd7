"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.personal_data import Section
from accounts.signals import account_erased, accounts_joined, personal_data_asked
from courses.differences.lessons import EditionStep
from enrolments.models import CoupleMember, Enrolment
from enrolments.signals import couple_left, edition_adopted, enrolment_withdrawn
from learning import actions, held
from learning.reminders import RULES, is_due
from notifications.exceptions import NotNeeded
from notifications.models import Message
from notifications.signals import message_came_due


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


@receiver(message_came_due)
def remind_only_of_what_is_so(sender: object, message: Message, **kwargs: Any) -> None:
    """Keep a reminder back when its reason is gone: begun, completed, left, moved."""
    if message.kind in RULES and not is_due(message, timezone.now()):
        raise NotNeeded


@receiver(account_erased)
def forget_what_was_done(sender: object, user: User, **kwargs: Any) -> None:
    """Delete all that a person did and said in lessons."""
    actions.forget_learning(user=user)


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)
