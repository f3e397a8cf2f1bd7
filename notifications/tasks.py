"""Messages go out: by a bell at once, by the sweep when the bell was not heard."""

import logging
import time
from collections import Counter
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.delivery import deliver
from accounts.exceptions import NotDelivered, ServerAway
from notifications.actions import give_up, mark_sent, put_off_untried, take
from notifications.models import Message
from notifications.texts import headers_of, subject_of, text_of
from notifications.topics import is_chosen

logger = logging.getLogger(__name__)

# One sweep takes this many at most, those that waited longest first, and ends before the next one.
AT_ONCE = 500
SWEEP_SECONDS = 50
# After so many tries in a row that a channel did not take, the sweep leaves it to the next one.
FAILURES_IN_A_ROW = 3
KEEP_MESSAGES = timedelta(days=365)


@shared_task
def deliver_message(message_id: int) -> None:
    """Send one message. Twice does no harm; a server that does not take it is asked again later."""
    attempt(message_id)


def attempt(message_id: int) -> bool:
    """Try to send one message; return whether the server failed, so that it is to be spared."""
    message = take(message_id=message_id)
    if message is None:
        return False
    contact = contact_for(message)
    if not contact:
        give_up(message=message)
        return False
    try:
        deliver(
            contact=contact,
            subject=subject_of(message),
            text=text_of(message, contact),
            headers=headers_of(message),
        )
    except NotDelivered as error:
        logger.warning("Message %s was not taken (%s).", message.pk, error)
        if isinstance(error, ServerAway):
            put_off_untried(message=message)
        return True
    mark_sent(message=message)
    return False


def contact_for(message: Message) -> str:
    """Return where the message goes; empty if nobody can receive it.

    What a learner chose goes where they chose and nowhere else; what staff are told goes by the
    message's channel, else by the other.
    """
    person = message.recipient
    if not person.is_active:
        return ""
    email, phone = person.email or "", str(person.phone or "")
    first, second = (email, phone) if message.channel == Message.Channel.EMAIL else (phone, email)
    return first if is_chosen(message.kind) else first or second


@shared_task
def deliver_pending_messages() -> None:
    """Deliver what a lost task, a dead server or a killed worker left behind.

    A channel that fails again and again is left alone until the next sweep, so that a server that
    hangs does not keep what another one would take.
    """
    ends_at = time.monotonic() + SWEEP_SECONDS
    failures: Counter[str] = Counter()
    due = Message.objects.filter(state=Message.State.PENDING, next_try_at__lte=timezone.now())
    for pk, channel in list(due.order_by("next_try_at").values_list("pk", "channel")[:AT_ONCE]):
        if time.monotonic() > ends_at:
            return
        if failures[channel] < FAILURES_IN_A_ROW:
            failures[channel] = failures[channel] + 1 if attempt(pk) else 0


@shared_task
def forget_messages() -> None:
    """Forget messages that were settled long ago."""
    settled = Message.objects.exclude(state=Message.State.PENDING)
    settled.filter(owed_at__lt=timezone.now() - KEEP_MESSAGES).delete()
