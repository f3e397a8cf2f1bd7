"""What the accounts below say has happened, and what it means for claims."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Identity, User
from accounts.signals import accounts_joined, identity_displaced, identity_proved
from notifications.exceptions import NotNeeded
from notifications.models import Message
from notifications.signals import message_came_due
from registry.models import ApplicationClaim

State = ApplicationClaim.State
# What a message about a claim says of it.
SAID = {
    Message.Kind.CLAIM_CONFIRMED: State.CONFIRMED,
    Message.Kind.CLAIM_REFUSED: State.REFUSED,
}


@receiver(identity_displaced)
def free_what_was_linked(identity: Identity, **kwargs: Any) -> None:
    """Unlink the claims of an identity that somebody else has proved: they are free for them."""
    ApplicationClaim.objects.open().filter(identity=identity).update(
        state=State.UNLINKED, settled_at=timezone.now()
    )


@receiver(identity_proved)
def ask_again(identity: Identity, **kwargs: Any) -> None:
    """Let a refused claim wait again: it may have been refused because somebody else had it."""
    newest = ApplicationClaim.objects.filter(user=identity.user_id).order_by("-made_at").first()
    if newest is not None and newest.state == State.REFUSED and newest.identity_id == identity.pk:
        newest.state = State.WAITING
        newest.next_check_at = timezone.now()
        newest.settled_at = None
        newest.save(update_fields=["state", "next_check_at", "settled_at"])


@receiver(accounts_joined)
def move_claims(kept: User, gone: User, **kwargs: Any) -> None:
    """Give the claims of an account to the one it was joined to; an open one of theirs stays."""
    if ApplicationClaim.objects.open().filter(user=kept).exists():
        ApplicationClaim.objects.open().filter(user=gone).update(
            state=State.UNLINKED, settled_at=timezone.now()
        )
    ApplicationClaim.objects.filter(user=gone).update(user=kept)


@receiver(message_came_due)
def tell_what_is_still_so(message: Message, **kwargs: Any) -> None:
    """Keep news of a claim back when the claim was settled otherwise meanwhile, or taken back."""
    said = SAID.get(Message.Kind(message.kind))
    if said is None:
        return
    claims = ApplicationClaim.objects.filter(user=message.recipient_id)
    if not claims.filter(pk=message.context.get("claim", 0), state=said).exists():
        raise NotNeeded
