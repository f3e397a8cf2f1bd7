"""What the accounts below say has happened, and what it means for messages."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import accounts_joined
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
