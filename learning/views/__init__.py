"""The player: private pages, each found through the person who is signed in."""

from learning.views.activities import answer, read, reflection
from learning.views.course import course, learning
from learning.views.edition import edition
from learning.views.lesson import lesson

__all__ = ["answer", "course", "edition", "learning", "lesson", "read", "reflection"]
