"""A person's own thoughts: sealed, kept only if they ask, deleted when they ask."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from enrolments.models import Enrolment
from learning.actions.lessons import lock_enrolment
from learning.exceptions import NothingToKeep, ReflectionTooLong
from learning.models import Reflection, SharedAnswer
from learning.texts import as_kept, read_reflection, seal_text

MOST_CHARACTERS = 5000


@transaction.atomic
def keep_reflection(
    *, enrolment: Enrolment, lesson_key: UUID, activity_key: str, text: str
) -> Reflection:
    """Keep a text, sealed, in place of an earlier one. A changed text is a new answer: not shared.

    Raises NothingToKeep, ReflectionTooLong, EnrolmentClosed.
    """
    text = as_kept(text)
    if not text:
        raise NothingToKeep
    if len(text) > MOST_CHARACTERS:
        raise ReflectionTooLong
    enrolment = lock_enrolment(enrolment)
    place: dict[str, Any] = {
        "enrolment": enrolment, "lesson_key": lesson_key, "activity_key": activity_key
    }  # fmt: skip
    earlier = Reflection.objects.filter(**place).first()
    if earlier is not None:
        if read_reflection(earlier) == text:
            return earlier
        SharedAnswer.objects.filter(reflection=earlier).delete()
    reflection, _made = Reflection.objects.update_or_create(
        **place,
        defaults={"sealed_text": seal_text(text, enrolment.pk), "kept_at": timezone.now()},
    )  # fmt: skip
    return reflection


@transaction.atomic
def delete_reflection(*, enrolment: Enrolment, lesson_key: UUID, activity_key: str) -> bool:
    """Delete a kept text, and with it its being shared; return whether there was one."""
    deleted, _ = Reflection.objects.filter(
        enrolment=enrolment, lesson_key=lesson_key, activity_key=activity_key
    ).delete()
    return bool(deleted)
