"""The player: private pages, each found through the person who is signed in."""

from learning.views.activities import answer, read, reflection
from learning.views.ages import ages
from learning.views.course import course, learning
from learning.views.edition import edition
from learning.views.intake import intake, intake_answers, intake_question
from learning.views.lesson import lesson
from learning.views.marks import mark
from learning.views.measure import after, before
from learning.views.messages import messages
from learning.views.week import week

__all__ = [
    "after",
    "ages",
    "answer",
    "before",
    "course",
    "edition",
    "intake",
    "intake_answers",
    "intake_question",
    "learning",
    "lesson",
    "mark",
    "messages",
    "read",
    "reflection",
    "week",
]
