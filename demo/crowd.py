"""Figures of a few hundred invented learners: how the demonstration's lessons go.

Nobody is made. What these learners would have done is noted as the receivers note it
(`reports.receivers.figures`) and folded by `reports.actions.fold_figures`, so that what is shown
and what is held back follow the product's own rules. The same figures come out at each run.
"""

import datetime as dt
import random
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from django.db import transaction

from courses.activities import ANSWERED, SCALE
from courses.grading import right_response
from courses.models import Edition, LessonSnapshot
from reports.actions import fold_figures
from reports.minutes import bucket_of
from reports.models import FigureDelta, LessonFigure, PairDelta
from reports.models.figures import Topic
from reports.receivers.figures import chosen

CROWD = {"kk": 260, "ru": 220}
PAIRS = 62
# Of those who opened a lesson: how many open the next one, and how many complete it.
GO_ON, GO_ON_AFTER = 0.985, {"repair": 0.72}
COMPLETE = 0.95
RIGHT_AT_FIRST, RIGHT_AT_FIRST_OF = 0.72, {"what-is-left": 0.31}
# A wrong answer that most of those who are wrong give.
TEMPTING, OF_THE_WRONG = {"what-is-left": "a"}, 0.7
GAIN, SPREAD = 0.13, 0.17  # of the answers after the course over those before, 0 to 1
BATCH = 2000


def fill_figures(edition: Edition) -> bool:
    """Note and fold what a crowd did in `edition`, unless that was done; return whether it was."""
    if is_filled(edition):
        return False
    notes = [
        note for language, people in CROWD.items() for note in walks(edition, language, people)
    ]
    with transaction.atomic():
        FigureDelta.objects.bulk_create(notes, batch_size=BATCH)
        PairDelta.objects.bulk_create(pairs(edition))
        fold_figures()
    return True


def is_filled(edition: Edition) -> bool:
    """Whether a crowd is in the sums already, or noted and about to be."""
    enrolled = {"edition": edition, "topic": Topic.ENROLLED}
    return LessonFigure.objects.filter(
        **enrolled, detail="", count__gte=min(CROWD.values())
    ).exists() or FigureDelta.objects.filter(**enrolled).count() >= min(CROWD.values())


def walks(edition: Edition, language: str, people: int) -> Iterator[FigureDelta]:
    """Yield the notes of `people` learners, each from the first lesson to where they stop."""
    dice = random.Random(f"otau {language}")  # noqa: S311 figures for show, the same each time
    lessons = list(
        LessonSnapshot.objects.current()
        .filter(edition=edition, language=language)
        .order_by("position")
    )
    for _person in range(people):
        yield FigureDelta(edition_id=edition.pk, language=language, topic=Topic.ENROLLED)
        if (yield from walk(edition, lessons, dice)):
            yield FigureDelta(edition_id=edition.pk, language=language, topic=Topic.FINISHED)


def walk(
    edition: Edition, lessons: list[LessonSnapshot], dice: random.Random
) -> Generator[FigureDelta, None, bool]:
    """Yield the notes of one learner; the value of the generator is whether they finished."""
    is_whole = bool(lessons)
    for lesson in lessons:
        place: dict[str, Any] = {
            "edition_id": edition.pk, "language": lesson.language, "lesson_key": lesson.lesson_key,
        }  # fmt: skip
        if not lesson.is_sensitive:
            yield FigureDelta(topic=Topic.BEGAN, **place)
        if dice.random() > COMPLETE:
            is_whole = False
        else:
            took = dt.timedelta(minutes=lesson.minutes * dice.uniform(0.5, 1.8))
            details = [] if lesson.is_sensitive else [bucket_of(took)]
            yield FigureDelta(topic=Topic.COMPLETED, details=details, **place)
        for part in [] if lesson.is_sensitive else lesson.parts:
            if part["kind"] in ANSWERED:
                details = first_attempt(part, lesson.answers, dice)
                yield FigureDelta(
                    topic=Topic.ANSWERED, activity_key=part["key"], details=details, **place
                )
        if lesson is not lessons[-1] and dice.random() > GO_ON_AFTER.get(lesson.slug, GO_ON):
            return False
    return is_whole


def first_attempt(
    part: Mapping[str, Any], answers: Mapping[str, Any], dice: random.Random
) -> list[str]:
    """Return the details of a first attempt: right or not, and what was answered."""
    if part["kind"] == SCALE:
        return chosen(SCALE, [str(dice.randint(1, part["steps"]))])
    is_right = dice.random() < RIGHT_AT_FIRST_OF.get(part["key"], RIGHT_AT_FIRST)
    right = right_response(part, answers)
    response = right if is_right else slip(part, right, dice)
    return sorted({*(["right"] if is_right else []), *chosen(part["kind"], sorted(response))})


def slip(part: Mapping[str, Any], right: list[str], dice: random.Random) -> list[str]:
    """Return an answer that is not right, such as people give."""
    kind, key = part["kind"], part["key"]
    if kind == "order":
        return right[1:] + right[:1]
    if kind == "number":
        return [str(round(float(right[0]) * dice.choice((0.5, 2))))]
    if kind == "pairs":
        # Two rows have what belongs to the other.
        (one, first), (other, second), *rest = (row.split(":") for row in right)
        return [f"{one}:{second}", f"{other}:{first}", *(":".join(row) for row in rest)]
    wrong = [option["key"] for option in part["options"] if option["key"] not in right]
    if kind == "multiple":
        # One of the right ones is overlooked, or a wrong one taken for right.
        overlooked = dice.choice(right)
        options = set(right) - {overlooked}
        options |= {dice.choice(wrong)} if dice.random() < 0.6 else set()
        return list(options or {dice.choice(wrong)})
    is_tempted = TEMPTING.get(key) in wrong and dice.random() < OF_THE_WRONG
    return [TEMPTING[key] if is_tempted else dice.choice(wrong)]


def pairs(edition: Edition) -> list[PairDelta]:
    """Return differences of answers before and after the course."""
    dice = random.Random("otau pairs")  # noqa: S311 figures for show, the same each time
    return [
        PairDelta(edition=edition, difference=min(max(dice.gauss(GAIN, SPREAD), -1), 1))
        for _pair in range(PAIRS)
    ]
