"""What a learner wants to be told, and where."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from notifications.models import Message, MessageChoice
from notifications.topics import Topic

# How many days before the ceremony; the registry takes an application fifteen days before.
DAYS = (3, 5, 7, 10)
Channel = Message.Channel
CHANNEL_WORDS = {Channel.EMAIL: _("By e-mail"), Channel.SMS: _("By SMS")}


def channels_of(user: User) -> list[str]:
    """Return the channels by which the person can be reached: their confirmed contacts."""
    confirmed = {Channel.EMAIL: user.email_confirmed_at, Channel.SMS: user.phone_confirmed_at}
    held = {Channel.EMAIL: user.email, Channel.SMS: user.phone}
    return [channel for channel in Channel if held[channel] and confirmed[channel]]


class MessageChoiceForm(forms.Form):
    """Topics, none of them ticked beforehand; the channel where there are two; the days."""

    topics = forms.MultipleChoiceField(
        label=_("What shall we write to you about?"),
        choices=[(topic.value, topic.label) for topic in (Topic.REMINDERS, Topic.NEWS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing, and nothing is sent."),
    )
    channel = forms.ChoiceField(
        label=_("Where to?"), choices=list(CHANNEL_WORDS.items()), required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    days_before = forms.TypedChoiceField(
        label=_("When should the reminder before the ceremony come?"),
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_(
            "It comes if you have linked your application, confirmed who you are and have lessons"
            " left. The message itself does not speak of the ceremony."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        choice: MessageChoice | None,
        asks_days: bool,
    ) -> None:
        """Ask only what makes a difference to this person, beginning with what they chose."""
        super().__init__(data, initial=chosen_before(choice))
        self.channels = channels_of(user)
        if len(self.channels) < 2:
            del self.fields["channel"]
        if asks_days:
            days = cast("forms.TypedChoiceField", self.fields["days_before"])
            days.choices = [(number, days_words(number)) for number in DAYS]
        else:
            del self.fields["days_before"]

    def clean(self) -> dict[str, Any]:
        """Ask for the channel where something is wanted; where there is one, take it."""
        cleaned = super().clean() or {}
        if "channel" not in self.fields:
            cleaned["channel"] = self.channels[0] if self.channels else ""
        elif cleaned.get("topics") and not cleaned.get("channel") and "channel" not in self.errors:
            self.add_error("channel", _("Please say where the messages should go."))
        if cleaned.get("topics") and not self.channels:
            self.add_error("topics", _("Please confirm an e-mail address or a phone number first."))
        return cleaned


def days_words(days: int) -> str:
    """Return "5 days before"."""
    return ngettext("%(days)s day before", "%(days)s days before", days) % {"days": days}


def chosen_before(choice: MessageChoice | None) -> dict[str, Any]:
    """Return what the form begins with; nothing is ticked for somebody who never chose."""
    if choice is None:
        return {"days_before": MessageChoice._meta.get_field("days_before").default}
    moments = {Topic.REMINDERS.value: choice.reminders_at, Topic.NEWS.value: choice.news_at}
    return {
        "topics": [topic for topic, moment in moments.items() if moment],
        "channel": choice.channel,
        "days_before": choice.days_before,
    }
