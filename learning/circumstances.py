"""What is known of a person's circumstances, for texts that depend on them."""

from collections.abc import Mapping

from django.urls import reverse

from courses.circumstances import UNKNOWN, Reason
from enrolments.models import Enrolment
from learning.access import LessonPlace
from learning.actions.intake import read_intake
from learning.intake import said
from learning.models import Intake


def answers_of(enrolment: Enrolment) -> dict[str, str]:
    """Return what the person of an enrolment said, by question: one query."""
    row = Intake.objects.filter(user=enrolment.user_id, course=enrolment.course_id).first()
    return read_intake(row) if row else {}


def circumstances_of(place: LessonPlace) -> Mapping[str, Reason]:
    """Return by what circumstances a lesson chooses its texts for its learner, each with why.

    Nothing is asked of the database where the lesson has no such text. A lesson that speaks of
    violence never chooses by them: whoever looks over a shoulder would learn from its text what
    the reader said of themselves.
    """
    if place.lesson.is_sensitive or not place.lesson.cases:
        return UNKNOWN
    # One address for all of them: that of the question would say, in the browser's history, by
    # which answer the text of which lesson was chosen.
    address = reverse("learning:intake_answers", args=[place.outline.course_slug])
    return {
        circumstance: Reason(str(choice.words), address)
        for circumstance, (_question, choice) in said(answers_of(place.enrolment)).items()
    }
