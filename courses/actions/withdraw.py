"""Taking a harmful lesson away: at once, in every edition and language. It counts as done."""

from uuid import UUID

from django.db import transaction

from courses.actions.index_search import index_course
from courses.actions.take_along import forget_files
from courses.exceptions import LessonUnknown
from courses.models import Course, LessonSnapshot, LessonWithdrawal
from courses.signals import lesson_withdrawn


@transaction.atomic
def withdraw_lesson(*, course: Course, lesson_key: UUID, reason: str, by: str) -> LessonWithdrawal:
    """Withdraw a lesson of `course`; done twice is the same as once. Raises LessonUnknown."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    known = LessonSnapshot.objects.filter(edition__course=course, lesson_key=lesson_key)
    if not known.exists():
        raise LessonUnknown(lesson_key)
    withdrawal, is_new = LessonWithdrawal.objects.get_or_create(
        lesson_key=lesson_key,
        defaults={"course": course, "reason": reason, "withdrawn_by": by},
    )
    if is_new:
        index_course(course=course, lesson_keys=[lesson_key])
        forget_files(course=course)
        lesson_withdrawn.send(sender=Course, course=course, lesson_key=lesson_key)
    return withdrawal
