"""Everything that changes what people asked of centres."""

from centres.actions.asking import ask_for_visit, withdraw_visit_request
from centres.actions.delivery import give_up, mark_sent, take
from centres.actions.forgetting import (
    erase_visit_requests,
    forget_old_requests,
    forget_visit_request,
)
from centres.actions.joining import move_visit_requests

__all__ = [
    "ask_for_visit",
    "erase_visit_requests",
    "forget_old_requests",
    "forget_visit_request",
    "give_up",
    "mark_sent",
    "move_visit_requests",
    "take",
    "withdraw_visit_request",
]
