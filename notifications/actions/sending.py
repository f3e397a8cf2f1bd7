"""One try of a message, and how it is settled."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from notifications.actions.owing import has_chosen
from notifications.exceptions import NotNeeded
from notifications.hours import decent_moment
from notifications.models import Message, MessageChoice
from notifications.signals import message_came_due
from notifications.topics import CHOSEN_KINDS, is_chosen

MOST_TRIES = 10
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# While a server cannot be reached nothing is handed over, so asking again costs nobody a message.
PAUSE_WHILE_AWAY = timedelta(minutes=2)
# Learners get so many messages at most in any such time, whatever they are about.
MOST_IN_A_FORTNIGHT = 3
FORTNIGHT = timedelta(days=14)

State = Message.State


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after the try of that number: a minute, doubling, at most 6 hours."""
    doublings: int = 2 ** (tries - 1)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


@transaction.atomic
def take(*, message_id: int) -> Message | None:
    """Take a pending message for one try, and put the next try off; None if it is not to be sent.

    The try is counted before it is made: when the worker is killed in the middle of it, or the
    same bell rings twice, the message is pending and waits for its pause. One that was tried too
    often is given up. What learners choose to be told is looked at again: settled unsent when it
    is no longer wanted or no longer so, put off in the night and when it would be one too many.

    The person's choice is locked before their messages are read, so that two of them taken at
    once count each other.
    """
    now = timezone.now()
    due = Message.objects.filter(pk=message_id, state=State.PENDING, next_try_at__lte=now)
    found = due.values_list("recipient_id", "kind").first()
    if found is None:
        return None
    recipient_id, kind = found
    chosen_kind = is_chosen(kind)
    choice = (
        MessageChoice.objects.select_for_update().filter(user_id=recipient_id).first()
        if chosen_kind
        else None
    )
    message = (
        due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient").first()
    )
    if message is None:
        return None
    if message.tries >= MOST_TRIES:
        _settle(message, State.GIVEN_UP)
        return None
    if chosen_kind and not _may_go_now(message, choice, now):
        return None
    message.tries += 1
    message.tried_at = now
    message.next_try_at = now + pause_after(message.tries)
    message.save(update_fields=["tries", "tried_at", "next_try_at", "channel", "language"])
    return message


def _may_go_now(message: Message, choice: MessageChoice | None, now: datetime) -> bool:
    """Whether a message to a learner goes out now; otherwise it is settled or put off."""
    if choice is None or not has_chosen(choice, message.kind) or not _is_still_so(message):
        _settle(message, State.NOT_NEEDED)
        return False
    moment = decent_moment(max(now, _place_free_at(message, now)))
    if moment > now:
        message.next_try_at = moment
        message.save(update_fields=["next_try_at"])
        return False
    message.channel, message.language = choice.channel, message.recipient.language
    return True


def _is_still_so(message: Message) -> bool:
    if not message.recipient.is_active or message.recipient.erased_at is not None:
        return False
    try:
        message_came_due.send(Message, message=message)
    except NotNeeded:
        return False
    return True


def _place_free_at(message: Message, now: datetime) -> datetime:
    """Return from when on `message` is one of three in fourteen days, at the earliest now.

    Counted are tries, not arrivals: one whose answer was lost may have arrived.
    """
    tried = list(
        Message.objects.filter(
            recipient=message.recipient_id, kind__in=CHOSEN_KINDS, tried_at__gt=now - FORTNIGHT
        )
        .exclude(pk=message.pk)
        .order_by("-tried_at")
        .values_list("tried_at", flat=True)[:MOST_IN_A_FORTNIGHT]
    )
    oldest = tried[-1] if len(tried) == MOST_IN_A_FORTNIGHT else None
    return oldest + FORTNIGHT if oldest is not None else now


def _settle(message: Message, state: str) -> None:
    message.state = state
    message.save(update_fields=["state"])


def put_off_untried(*, message: Message) -> None:
    """Take back a try in which nothing was handed over: the server was not reached.

    It does not count towards giving up, so that no outage loses a message, however long.
    """
    tries = message.tries - 1
    Message.objects.filter(pk=message.pk, state=State.PENDING, tries=message.tries).update(
        tries=tries,
        tried_at=message.tried_at if tries else None,
        next_try_at=timezone.now() + PAUSE_WHILE_AWAY,
    )


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
