"""What is known of a person's circumstances, for texts that depend on them."""

from courses.circumstances import UNKNOWN, Circumstance
from learning.access import LessonPlace


def circumstances_of(place: LessonPlace) -> frozenset[Circumstance]:
    """Return by what circumstances a lesson chooses its texts for its learner.

    Nobody is asked for theirs yet. A lesson that speaks of violence is never to choose by them:
    whoever looks over a shoulder would learn from its text what the reader said of themselves.
    """
    return UNKNOWN
