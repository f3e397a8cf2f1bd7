"""What is held about the messages to a person."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Item, Row, Section
from notifications.models import Message
from notifications.texts import subject_of

STATES = {
    Message.State.PENDING: _("waits to be sent"),
    Message.State.SENT: _("sent"),
    Message.State.GIVEN_UP: _("could not be sent"),
}
CHANNELS = {Message.Channel.EMAIL: _("E-mail"), Message.Channel.SMS: _("SMS")}


def sections(user: User) -> list[Section]:
    """Return the messages."""
    return [
        Section(
            "messages", _("Messages to you"),
            _("What we sent you, or still have to send. Codes are not kept."),
            lambda: messages(user),
        )
    ]  # fmt: skip


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
            Item("sent_at", _("Sent on"), one.sent_at, own + "sent_at"),
        )  # fmt: skip
