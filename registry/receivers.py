"""What the accounts below say has happened, and what it means for claims."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.exceptions import CannotErase
from accounts.models import Identity, User
from accounts.personal_data import Section
from accounts.signals import (
    account_erased,
    accounts_joined,
    erasure_began,
    identity_displaced,
    identity_proved,
    personal_data_asked,
)
from notifications.exceptions import NotNeeded
from notifications.models import Message
from notifications.signals import message_came_due
from registry import held
from registry.actions import forget_words_of
from registry.models import ApplicationClaim, Clerkship

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


@receiver(erasure_began)
def keep_clerks(user: User, **kwargs: Any) -> None:
    """Refuse to erase who was a clerk: their look-ups and decisions have to keep a name."""
    if Clerkship.objects.filter(user=user).exists():
        raise CannotErase


@receiver(erasure_began)
def forget_what_the_registry_told(user: User, **kwargs: Any) -> None:
    """Empty what was told of the person as an applicant, while their number still leads there."""
    forget_words_of(user=user)


@receiver(account_erased)
def forget_claims(user: User, **kwargs: Any) -> None:
    """Forget the applications a person claimed, and their numbers; their dates stay."""
    ApplicationClaim.objects.filter(user=user).delete()


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)
