"""What the stories of messages have in common."""

import re
from datetime import timedelta

from django.utils import timezone

from notifications.actions import choose_messages, owe_message
from notifications.models import Message, MessageChoice
from notifications.topics import CHOSEN_KINDS

STOP = re.compile(r"http://127\.0\.0\.1:8000(/(?:kk|ru)/s/[\w-]+)")


def choose(user, *, reminders=True, news=True, channel="", days_before=None, days_ago=0):
    """Let `user` have chosen messages so many days ago."""
    choice = choose_messages(
        user=user, reminders=reminders, news=news,
        channel=channel or ("email" if user.email else "sms"), days_before=days_before,
    )  # fmt: skip
    if days_ago:
        moment = timezone.now() - timedelta(days=days_ago)
        MessageChoice.objects.filter(pk=choice.pk).update(
            reminders_at=moment if reminders else None, news_at=moment if news else None
        )
    return choice


def owe(user, key="one", kind="work_commented"):
    """Owe a message that needs nothing chosen and nothing else to be so."""
    return owe_message(
        recipient=user, kind=kind, dedupe_key=key, context={"title": "Тыңдау", "path": "/admin/"}
    )


def later(message, **kwargs):
    """Let the pause before the next try be over."""
    Message.objects.filter(pk=message.pk).update(
        next_try_at=timezone.now() - timedelta(seconds=1), **kwargs
    )


def stop_path(text):
    """Return the path of the link that stops messages."""
    found = STOP.search(text)
    assert found, text
    return found[1]


FOR_LEARNERS = [str(kind) for kind in CHOSEN_KINDS]
