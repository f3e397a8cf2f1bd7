"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.personal_data import Section
from accounts.signals import account_erased, personal_data_asked
from notifications import held
from notifications.models import Message


@receiver(account_erased)
def forget_messages(user: User, **kwargs: Any) -> None:
    """Delete what was owed and sent to a person: nothing more goes out."""
    Message.objects.filter(recipient=user).delete()


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)
