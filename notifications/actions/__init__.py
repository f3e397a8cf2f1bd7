"""What changes messages: they are owed, chosen and stopped, taken for a try and settled."""

from notifications.actions.choosing import choose_messages, stop_by_token, stop_messages
from notifications.actions.owing import owe_if_chosen, owe_message, owe_notices, owe_reminders
from notifications.actions.sending import (
    MOST_TRIES,
    give_up,
    mark_sent,
    pause_after,
    put_off_untried,
    take,
)

__all__ = [
    "MOST_TRIES",
    "choose_messages",
    "give_up",
    "mark_sent",
    "owe_if_chosen",
    "owe_message",
    "owe_notices",
    "owe_reminders",
    "pause_after",
    "put_off_untried",
    "stop_by_token",
    "stop_messages",
    "take",
]
