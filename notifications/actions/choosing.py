"""A learner chooses what to be told, and stops it with one tap."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.models import Message, MessageChoice, StopLink
from notifications.topics import CHOSEN_KINDS
from web.sealing import seal
from web.tokens import new_token, token_digest

# The page on which is chosen, by the day its words were last changed in meaning.
TEXT_VERSION = "2026-11-22"
TOKEN_PLACE = "stop_link.token"  # noqa: S105 - the name of a place


@transaction.atomic
def choose_messages(
    *, user: User, reminders: bool, news: bool, channel: str, days_before: int | None = None
) -> MessageChoice:
    """Keep what `user` chose; what was chosen before keeps its moment, what was not is stopped.

    `channel` is one of Message.Channel, or empty where nothing is chosen. `days_before`: how many
    days before the ceremony; None leaves it as it was.
    """
    MessageChoice.objects.get_or_create(user=user, defaults={"text_version": TEXT_VERSION})
    choice = MessageChoice.objects.select_for_update().get(user=user)
    now = timezone.now()
    choice.reminders_at = _moment(choice.reminders_at, chosen=reminders, now=now)
    choice.news_at = _moment(choice.news_at, chosen=news, now=now)
    choice.channel = channel or choice.channel
    choice.days_before = days_before or choice.days_before
    choice.text_version = TEXT_VERSION
    # Not whose it is: the person's own row would be locked after this one, and an erasure locks
    # it before.
    choice.save(update_fields=["reminders_at", "news_at", "channel", "days_before", "text_version"])
    if not StopLink.objects.filter(user=user).exists():
        token = new_token()
        StopLink.objects.create(
            user=user, token_digest=token_digest(token), sealed_token=seal(token, TOKEN_PLACE)
        )
    return choice


def _moment(before: datetime | None, *, chosen: bool, now: datetime) -> datetime | None:
    return (before or now) if chosen else None


@transaction.atomic
def stop_messages(*, user_id: int) -> None:
    """Stop everything `user_id` had chosen, with what is on its way; done twice is as once.

    The choice is locked before the messages, as it is when one of them is taken for a try.
    """
    MessageChoice.objects.select_for_update().filter(user_id=user_id).first()
    MessageChoice.objects.filter(user_id=user_id).update(reminders_at=None, news_at=None)
    Message.objects.filter(
        recipient_id=user_id, state=Message.State.PENDING, kind__in=CHOSEN_KINDS
    ).update(state=Message.State.NOT_NEEDED)


def stop_by_token(*, token: str) -> None:
    """Stop the messages of whoever the link belongs to; an unknown one stops nothing."""
    link = StopLink.objects.filter(token_digest=token_digest(token)).first()
    if link is not None:
        stop_messages(user_id=link.user_id)
