"""What is held about the messages to a person."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Item, Row, Section
from notifications.models import Message, MessageChoice
from notifications.texts import subject_of

STATES = {
    Message.State.PENDING: _("waits to be sent"),
    Message.State.SENT: _("sent"),
    Message.State.GIVEN_UP: _("could not be sent"),
    Message.State.NOT_NEEDED: _("was not sent: it was no longer needed"),
}
CHANNELS = {Message.Channel.EMAIL: _("E-mail"), Message.Channel.SMS: _("SMS")}


def sections(user: User) -> list[Section]:
    """Return what was chosen, and the messages."""
    return [
        Section(
            "message_choice", _("Messages you chose"),
            _("What you wanted to be told, since when, and where to."), lambda: choice(user),
        ),
        Section(
            "messages", _("Messages to you"),
            _("What we sent you, or still have to send. Codes are not kept."),
            lambda: messages(user),
        ),
    ]  # fmt: skip


def choice(user: User) -> Iterator[Row]:
    """What was chosen: one row at most."""
    own = "notifications.MessageChoice."
    for one in MessageChoice.objects.filter(user=user):
        yield (
            Item("reminders_at", _("Reminders since"), one.reminders_at, own + "reminders_at"),
            Item("news_at", _("News since"), one.news_at, own + "news_at"),
            Item("channel", _("Way"), one.channel, own + "channel",
                 CHANNELS[Message.Channel(one.channel)] if one.channel else ""),
            Item("days_before", _("Days before the ceremony"), one.days_before,
                 own + "days_before"),
            Item("text_version", _("Version of the text"), one.text_version,
                 own + "text_version"),
        )  # fmt: skip


def messages(user: User) -> Iterator[Row]:
    """The messages, the newest first."""
    own = "notifications.Message."
    for one in Message.objects.filter(recipient=user).order_by("-owed_at", "-pk"):
        yield (
            Item("subject", _("Subject"), subject_of(one), own + "context"),
            Item("kind", _("Kind"), one.kind, own + "kind"),
            Item("channel", _("Way"), one.channel, own + "channel",
                 CHANNELS.get(Message.Channel(one.channel), one.channel)),
            Item("language", _("Language"), one.language, own + "language"),
            Item("state", _("State"), one.state, own + "state",
                 STATES.get(Message.State(one.state), one.state)),
            Item("owed_at", _("Made on"), one.owed_at, own + "owed_at"),
            Item("tried_at", _("Tried last on"), one.tried_at, own + "tried_at"),
            Item("sent_at", _("Sent on"), one.sent_at, own + "sent_at"),
        )  # fmt: skip
