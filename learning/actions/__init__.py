"""Everything that changes what a person did in a lesson."""

from learning.actions.answers import answer_activity, read_lesson
from learning.actions.editions import carry_over
from learning.actions.lessons import complete_lesson, visit_lesson
from learning.actions.reflections import delete_reflection, keep_reflection

__all__ = [
    "answer_activity",
    "carry_over",
    "complete_lesson",
    "delete_reflection",
    "keep_reflection",
    "read_lesson",
    "visit_lesson",
]
