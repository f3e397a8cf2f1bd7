"""Everything that somebody did and said in lessons goes when they erase their account."""

from django.db import transaction

from accounts.models import User
from learning.models import (
    Answer,
    ChildrenAges,
    Intake,
    LearningEvent,
    LessonMark,
    LessonProgress,
    LookBack,
    MeasureTaken,
    Reflection,
)

OF_AN_ENROLMENT = (
    LearningEvent, Answer, Reflection, LessonProgress, LessonMark, LookBack, MeasureTaken,
)  # fmt: skip


@transaction.atomic
def forget_learning(*, user: User) -> None:
    """Delete answers, words, progress, marks and what was said, completed courses included.

    What was shared with a partner goes with the words that were shared.
    """
    for model in OF_AN_ENROLMENT:
        model.objects.filter(enrolment__user=user).delete()
    for said in (Intake, ChildrenAges):
        said.objects.filter(user=user).delete()
