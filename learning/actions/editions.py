"""What a newer edition means for what a person did: right answers stay where they still say so."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from courses.differences.lessons import EditionStep, LessonStep
from enrolments.actions import settle_requirement
from enrolments.models import Enrolment, EnrolmentRequirement
from learning.actions.lessons import complete_lesson, lock_enrolment
from learning.models import Answer, LessonProgress


@transaction.atomic
def carry_over(*, enrolment: Enrolment, step: EditionStep) -> None:
    """Bring answers and lessons of an enrolment, which has just moved, to the newer edition.

    Answers to activities that are decided otherwise are asked anew; their events stay. A lesson
    is then done when it was and nothing in it is asked anew, or when all it requires is answered
    rightly; a required one that was done and is not any more is open again. Raises
    EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    _ask_anew(enrolment, step)
    right: dict[UUID, set[str]] = {}
    answered = Answer.objects.filter(enrolment=enrolment).exclude(done_at=None)
    for lesson_key, activity_key in answered.values_list("lesson_key", "activity_key"):
        right.setdefault(lesson_key, set()).add(activity_key)
    progress = LessonProgress.objects.filter(enrolment=enrolment)
    done = set(progress.exclude(completed_at=None).values_list("lesson_key", flat=True))
    for lesson in step.lessons:
        _decide(enrolment, lesson, lesson.key in done, right.get(lesson.key, set()))


def _ask_anew(enrolment: Enrolment, step: EditionStep) -> None:
    places = Q(pk=None)
    for lesson in step.lessons:
        if lesson.asked_anew:
            places |= Q(lesson_key=lesson.key, activity_key__in=lesson.asked_anew)
    Answer.objects.filter(places, enrolment=enrolment).update(
        options=[], right_at=None, done_at=None
    )


def _decide(enrolment: Enrolment, lesson: LessonStep, was_done: bool, right: set[str]) -> None:
    answers_suffice = bool(lesson.required) and lesson.required <= right
    if was_done and (answers_suffice or not lesson.is_again):
        settle_requirement(
            enrolment=enrolment, kind=EnrolmentRequirement.Kind.LESSON, key=str(lesson.key)
        )
    elif was_done and lesson.is_required:
        LessonProgress.objects.filter(enrolment=enrolment, lesson_key=lesson.key).update(
            completed_at=None
        )
    elif answers_suffice and not was_done:
        complete_lesson(enrolment=enrolment, lesson_key=lesson.key)
