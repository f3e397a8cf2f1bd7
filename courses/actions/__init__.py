"""What changes courses. Each action is one transaction."""

from courses.actions.correct import correct_lesson
from courses.actions.publish import draft_differs, publish_edition
from courses.actions.withdraw import withdraw_lesson

__all__ = ["correct_lesson", "draft_differs", "publish_edition", "withdraw_lesson"]
