"""Messages go out: by a bell at once, by the sweep when the bell was not heard."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.delivery import deliver
from accounts.exceptions import NotDelivered
from notifications.actions import give_up, mark_sent, take
from notifications.models import Message
from notifications.texts import subject_of, text_of

logger = logging.getLogger(__name__)

# One sweep takes this many at most, those that waited longest first.
AT_ONCE = 500


@shared_task
def deliver_message(message_id: int) -> None:
    """Send one message. Twice does no harm; a server that does not take it is asked again later."""
    message = take(message_id=message_id)
    if message is None:
        return
    contact = contact_for(message)
    if not contact:
        give_up(message=message)
        return
    try:
        deliver(contact=contact, subject=subject_of(message), text=text_of(message, contact))
    except NotDelivered as error:
        logger.warning("Message %s was not taken (%s).", message.pk, error)
        return
    mark_sent(message=message)


def contact_for(message: Message) -> str:
    """Return where the message goes: by its channel, else by the other; empty if there is none."""
    person = message.recipient
    if not person.is_active:
        return ""
    email, phone = person.email or "", str(person.phone or "")
    return email or phone if message.channel == Message.Channel.EMAIL else phone or email


@shared_task
def deliver_pending_messages() -> None:
    """Deliver what a lost task, a dead server or a killed worker left behind."""
    due = Message.objects.filter(state=Message.State.PENDING, next_try_at__lte=timezone.now())
    for pk in list(due.order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE]):
        deliver_message(pk)
