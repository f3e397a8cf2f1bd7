"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.personal_data import Section
from accounts.signals import account_erased, accounts_joined, personal_data_asked
from centres import actions, held


@receiver(accounts_joined)
def move_what_was_asked(sender: object, kept: User, gone: User, **kwargs: Any) -> None:
    """Move the requests to centres to the account that stays."""
    actions.move_visit_requests(kept=kept, gone=gone)


@receiver(account_erased)
def forget_what_was_asked(sender: object, user: User, **kwargs: Any) -> None:
    """Delete the requests of whoever erased their account; what is not sent yet is not sent."""
    actions.erase_visit_requests(user=user)


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)
