"""What changes courses. Each action is one transaction."""

from courses.actions.correct import correct_lesson
from courses.actions.index_search import (
    index_centre,
    index_course,
    index_everything,
    index_help_line,
    index_page,
)
from courses.actions.proposals import confirm_withdrawal, decline_withdrawal, propose_withdrawal
from courses.actions.publish import draft_differs, publish_edition
from courses.actions.withdraw import withdraw_lesson

__all__ = [
    "confirm_withdrawal",
    "correct_lesson",
    "decline_withdrawal",
    "draft_differs",
    "index_centre",
    "index_course",
    "index_everything",
    "index_help_line",
    "index_page",
    "propose_withdrawal",
    "publish_edition",
    "withdraw_lesson",
]
