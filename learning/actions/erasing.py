"""Everything that somebody did and said in lessons goes when they erase their account."""

from django.db import transaction

from accounts.models import User
from learning.models import (
    Answer,
    Intake,
    LearningEvent,
    LessonMark,
    LessonProgress,
    MeasureTaken,
    Reflection,
)

OF_AN_ENROLMENT = (LearningEvent, Answer, Reflection, LessonProgress, LessonMark, MeasureTaken)


@transaction.atomic
def forget_learning(*, user: User) -> None:
    """Delete answers, words, progress, marks and circumstances, completed courses included.

    What was shared with a partner goes with the words that were shared.
    """
    for model in OF_AN_ENROLMENT:
        model.objects.filter(enrolment__user=user).delete()
    Intake.objects.filter(user=user).delete()
