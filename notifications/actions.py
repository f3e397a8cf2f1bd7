"""A message is owed by a row; `notifications.tasks` delivers it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.models import Message

MOST_TRIES = 10
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)

State = Message.State


@transaction.atomic
def owe_message(
    *, recipient: User, kind: str, dedupe_key: str, context: dict[str, str] | None = None
) -> Message:
    """Owe `recipient` one message of `kind`; the same `dedupe_key` again is the same message.

    `context` fills the text and must hold no secret: no number, no code, no name. The message
    goes out with the next sweep, or at once where the caller rings `deliver_message` for it.
    """
    message, _made = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "recipient": recipient,
            "kind": Message.Kind(kind),
            "channel": Message.Channel.EMAIL if recipient.email else Message.Channel.SMS,
            "language": recipient.language,
            "context": context or {},
        },
    )
    return message


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after the try of that number: a minute, doubling, at most 6 hours."""
    doublings: int = 2 ** (tries - 1)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


@transaction.atomic
def take(*, message_id: int) -> Message | None:
    """Take a pending message for one try, and put the next try off; None if it is not to be sent.

    The try is counted before it is made: when the worker is killed in the middle of it, or the
    same bell rings twice, the message is pending and waits for its pause. One that was tried too
    often is given up.
    """
    now = timezone.now()
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .filter(pk=message_id, state=State.PENDING, next_try_at__lte=now)
        .first()
    )
    if message is None:
        return None
    if message.tries >= MOST_TRIES:
        message.state = State.GIVEN_UP
        message.save(update_fields=["state"])
        return None
    message.tries += 1
    message.next_try_at = now + pause_after(message.tries)
    message.save(update_fields=["tries", "next_try_at"])
    return message


def mark_sent(*, message: Message, at: datetime | None = None) -> bool:
    """Settle a message that a server has taken; false if it was settled before."""
    return bool(
        Message.objects.filter(pk=message.pk, state=State.PENDING).update(
            state=State.SENT, sent_at=at or timezone.now()
        )
    )


def give_up(*, message: Message) -> bool:
    """Settle a message that nobody can receive any more; false if it was settled before."""
    return bool(
        Message.objects.filter(pk=message.pk, state=State.PENDING).update(state=State.GIVEN_UP)
    )
