"""What people say of their circumstances: sealed, kept while it serves, forgotten when asked.

Nothing here sends a signal or records an event: no figure and no report may know of it.
"""

import json
import logging

from django.db import transaction

from accounts.models import User
from courses.models import Course
from enrolments.models import Enrolment
from learning.actions.lessons import lock_enrolment
from learning.exceptions import ChoiceUnknown
from learning.intake import QUESTIONS, known
from learning.models import Intake
from web.sealing import CannotUnseal, seal, unseal

logger = logging.getLogger(__name__)

# What is sealed has one length: how much somebody said, and what, does not show in the table.
LENGTH = 256


def _place(user_id: int, course_id: int) -> str:
    """Return the place answers are sealed for: they open for no other person and course."""
    return f"intake.answers.{user_id}.{course_id}"


def _sealed(answers: dict[str, str], user_id: int, course_id: int) -> bytes:
    return seal(json.dumps(answers).ljust(LENGTH), _place(user_id, course_id))


def read_intake(intake: Intake) -> dict[str, str]:
    """Open a person's answers, for them: the key of a choice by the key of its question.

    Answers whose key is lost are as good as not given: a lesson has to open all the same.
    """
    try:
        text = unseal(intake.sealed_answers, _place(intake.user_id, intake.course_id))
    except CannotUnseal:
        logger.warning("What somebody said of their circumstances does not open.")
        return {}
    return known(json.loads(text))


@transaction.atomic
def save_circumstance(*, enrolment: Enrolment, question: str, choice: str) -> None:
    """Keep the answer to one question, or with an empty `choice` take it back.

    Under the enrolment's lock, so that of two answers sent at once both are kept; the row is locked
    so that what is forgotten meanwhile does not come back.
    Raises ChoiceUnknown, EnrolmentClosed.
    """
    asked = next(found for found in QUESTIONS if found.key == question)
    if choice and not asked.choice(choice):
        raise ChoiceUnknown
    enrolment = lock_enrolment(enrolment)
    place = {"user_id": enrolment.user_id, "course_id": enrolment.course_id}
    row = Intake.objects.select_for_update().filter(**place).first()
    answers = read_intake(row) if row else {}
    answers.pop(question, None)
    if choice:
        answers[question] = choice
    if answers:
        row = row or Intake(**place)
        row.sealed_answers = _sealed(answers, **place)
        row.save()
    elif row:
        row.delete()


@transaction.atomic
def forget_circumstances(*, user: User, course: Course | None = None) -> bool:
    """Delete what a person said, in one course or in all; return whether there was anything."""
    rows = Intake.objects.filter(user=user)
    deleted, _ = (rows.filter(course=course) if course else rows).delete()
    return bool(deleted)


@transaction.atomic
def move_circumstances(*, kept: User, gone: User) -> None:
    """Give the answers of `gone` to `kept`, sealed anew; where both said something, `kept` did."""
    own = Intake.objects.filter(user=kept).values("course")
    for row in Intake.objects.filter(user=gone).exclude(course__in=own):
        if answers := read_intake(row):
            Intake.objects.create(
                user=kept, course_id=row.course_id,
                sealed_answers=_sealed(answers, kept.pk, row.course_id),
            )  # fmt: skip
    Intake.objects.filter(user=gone).delete()
