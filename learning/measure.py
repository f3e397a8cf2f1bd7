"""The questions before and after a course: when they are asked, what a sheet of answers scores."""

from collections.abc import Mapping
from typing import Any

from courses.models import EditionText
from learning.exceptions import MeasureChanged, NothingAnswered
from learning.models import MeasureTaken
from learning.questions import CourseState

STEPS = ("1", "2", "3", "4", "5")  # how sure one is
Moment = MeasureTaken.Moment


def moment_to_ask(state: CourseState) -> str:
    """Return which moment's questions may be asked now; empty when none.

    Before: until the first lesson is opened. After: once the course is completed. Costs a query
    only where the edition has questions and the moment is right.
    """
    if not state.outline.questions:
        return ""
    if state.enrolment.completed_at:
        moment = Moment.AFTER
    elif any(lesson.progress for lesson in state.lessons):
        return ""
    else:
        moment = Moment.BEFORE
    taken = MeasureTaken.objects.filter(enrolment=state.enrolment, moment=moment)
    return "" if taken.exists() else moment.value


def score(text: EditionText, given: Mapping[str, str]) -> tuple[float, int]:
    """Return the mean of the answers, 0 to 1, and how many there are.

    A question of knowledge is 1 or 0, how sure one is goes in quarters from 0 to 1. What was not
    answered does not count. Raises NothingAnswered, MeasureChanged.
    """
    points = [
        points_of(text, item, given[item["key"]]) for item in text.measure if given.get(item["key"])
    ]
    if not points:
        raise NothingAnswered
    return sum(points) / len(points), len(points)


def points_of(text: EditionText, item: Mapping[str, Any], answer: str) -> float:
    """Return what one answer scores. Raises MeasureChanged."""
    if item["kind"] == "confidence":
        if answer not in STEPS:
            raise MeasureChanged
        return STEPS.index(answer) / (len(STEPS) - 1)
    if answer not in {option["key"] for option in item["options"]}:
        raise MeasureChanged
    return float(answer == text.measure_answers[item["key"]])
