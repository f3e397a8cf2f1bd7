"""A person's own thoughts: sealed, kept only if they ask, deleted when they ask."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from enrolments.models import Enrolment
from learning.actions.lessons import lock_enrolment
from learning.exceptions import NothingToKeep, ReflectionTooLong
from learning.models import Reflection
from web.sealing import seal, unseal

MOST_CHARACTERS = 5000


def _place(enrolment_id: int) -> str:
    """Return the place a text is sealed for: it opens in no other enrolment."""
    return f"reflection.text.{enrolment_id}"


@transaction.atomic
def keep_reflection(
    *, enrolment: Enrolment, lesson_key: UUID, activity_key: str, text: str
) -> Reflection:
    """Keep a text, sealed, in place of an earlier one.

    Raises NothingToKeep, ReflectionTooLong, EnrolmentClosed.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NothingToKeep
    if len(text) > MOST_CHARACTERS:
        raise ReflectionTooLong
    enrolment = lock_enrolment(enrolment)
    reflection, _made = Reflection.objects.update_or_create(
        enrolment=enrolment, lesson_key=lesson_key, activity_key=activity_key,
        defaults={"sealed_text": seal(text, _place(enrolment.pk)), "kept_at": timezone.now()},
    )  # fmt: skip
    return reflection


@transaction.atomic
def delete_reflection(*, enrolment: Enrolment, lesson_key: UUID, activity_key: str) -> bool:
    """Delete a kept text; return whether there was one."""
    deleted, _ = Reflection.objects.filter(
        enrolment=enrolment, lesson_key=lesson_key, activity_key=activity_key
    ).delete()
    return bool(deleted)


def read_reflection(reflection: Reflection) -> str:
    """Open a kept text, for its owner."""
    return unseal(reflection.sealed_text, _place(reflection.enrolment_id))
