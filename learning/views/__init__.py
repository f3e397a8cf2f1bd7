"""The player: private pages, each found through the person who is signed in."""

from learning.views.activities import answer, read, reflection
from learning.views.course import course, learning
from learning.views.lesson import lesson
from learning.views.marks import mark

__all__ = ["answer", "course", "learning", "lesson", "mark", "read", "reflection"]
