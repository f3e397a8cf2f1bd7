"""Work after the fact: settling withdrawn lessons, forgetting devices."""

from uuid import UUID

from celery import shared_task

from enrolments import actions
from enrolments.actions import exempting


@shared_task
def settle_withdrawn_lesson(lesson_key: str) -> None:
    """Settle a withdrawn lesson in every open enrolment."""
    actions.settle_withdrawn_lessons(lesson_key=UUID(lesson_key))


@shared_task
def settle_withdrawn_lessons() -> None:
    """Settle what a lost task, or an enrolment made at the same moment, left behind."""
    actions.settle_withdrawn_lessons()


@shared_task
def forget_exemptions() -> None:
    """Forget exemptions that ended a month ago."""
    exempting.forget_exemptions()


@shared_task
def forget_device_uses() -> None:
    """Forget which devices were used long ago."""
    actions.forget_device_uses()
