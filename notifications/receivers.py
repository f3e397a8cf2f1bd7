"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.personal_data import Section
from accounts.signals import account_erased, accounts_joined, personal_data_asked
from notifications import held
from notifications.models import Message, MessageChoice, StopLink


@receiver(accounts_joined)
def move_what_was_chosen(kept: User, gone: User, **kwargs: Any) -> None:
    """Give choice, links and messages to the account that stays; its own choice goes before.

    Links in messages that were sent long ago go on stopping what comes now.
    """
    StopLink.objects.filter(user=gone).update(user=kept)
    Message.objects.filter(recipient=gone).update(recipient=kept)
    if MessageChoice.objects.filter(user=kept).exists():
        MessageChoice.objects.filter(user=gone).delete()
    else:
        MessageChoice.objects.filter(user=gone).update(user=kept)


@receiver(account_erased)
def forget_messages(user: User, **kwargs: Any) -> None:
    """Delete what was owed and sent to a person, and what they chose: nothing more goes out."""
    Message.objects.filter(recipient=user).delete()
    MessageChoice.objects.filter(user=user).delete()
    StopLink.objects.filter(user=user).delete()


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)
