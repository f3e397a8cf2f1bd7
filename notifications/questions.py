"""What other apps may ask about messages. Nothing here changes a row."""

from accounts.models import User
from notifications.models import MessageChoice


def choice_of(user: User) -> MessageChoice | None:
    """Return what the person chose to be told, or None if they never said."""
    return MessageChoice.objects.filter(user=user).first()


def has_decided(user: User) -> bool:
    """Whether the person has said what they want to be told, be it nothing."""
    return MessageChoice.objects.filter(user=user).exists()
