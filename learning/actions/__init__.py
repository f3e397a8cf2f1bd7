"""Everything that changes what a person did in a lesson."""

from learning.actions.ages import forget_ages, move_ages, save_ages
from learning.actions.answers import answer_activity, read_lesson
from learning.actions.editions import carry_over
from learning.actions.erasing import forget_learning
from learning.actions.intake import (
    forget_circumstances,
    move_circumstances,
    save_circumstance,
)
from learning.actions.lessons import complete_lesson, visit_lesson
from learning.actions.look_back import (
    ask_to_look_back,
    forget_look_backs,
    keep_plan,
    look_back,
)
from learning.actions.marks import mark_place, settle_place, take_back_mark
from learning.actions.measure import take_measure
from learning.actions.reflections import delete_reflection, keep_reflection
from learning.actions.reminders import owe_due_reminders
from learning.actions.sensitive import forget_sensitive
from learning.actions.sharing import (
    end_shares,
    open_shared_answers,
    share_answer,
    take_back_answer,
)

__all__ = [
    "answer_activity",
    "ask_to_look_back",
    "carry_over",
    "complete_lesson",
    "delete_reflection",
    "end_shares",
    "forget_ages",
    "forget_circumstances",
    "forget_learning",
    "forget_look_backs",
    "forget_sensitive",
    "keep_plan",
    "keep_reflection",
    "look_back",
    "mark_place",
    "move_ages",
    "move_circumstances",
    "open_shared_answers",
    "owe_due_reminders",
    "read_lesson",
    "save_ages",
    "save_circumstance",
    "settle_place",
    "share_answer",
    "take_back_answer",
    "take_back_mark",
    "take_measure",
    "visit_lesson",
]
