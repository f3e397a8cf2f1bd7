"""What happens here because of facts in lower apps."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import accounts_joined
from centres import actions


@receiver(accounts_joined)
def move_what_was_asked(sender: object, kept: User, gone: User, **kwargs: Any) -> None:
    """Move the requests to centres to the account that stays."""
    actions.move_visit_requests(kept=kept, gone=gone)
