"""Looking back at the small thing of a lesson: asked for, seven days on, forgotten when asked."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from enrolments.models import Enrolment
from learning.actions.lessons import lock_enrolment
from learning.exceptions import HowItWentMissing, NotAsked, PlanTooLong, WordsTooLong
from learning.look_back import DAYS, HowItWent, Words, read_words, seal_words
from learning.models import LookBack
from learning.texts import as_kept

MOST_OF_PLAN, MOST_OF_WORDS = 300, 1000  # characters


@transaction.atomic
def ask_to_look_back(*, enrolment: Enrolment, lesson_key: UUID) -> LookBack:
    """Note that the person wants to be asked in seven days; the one that is open if there is one.

    Raises EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    return _open_one(enrolment, lesson_key) or _ask(enrolment, lesson_key)


@transaction.atomic
def keep_plan(*, enrolment: Enrolment, lesson_key: UUID, plan: str) -> None:
    """Keep, sealed, what the person wants to do this week; an empty text deletes it.

    Raises PlanTooLong, NotAsked, EnrolmentClosed.
    """
    plan = as_kept(plan)
    if len(plan) > MOST_OF_PLAN:
        raise PlanTooLong
    row = _open_one(lock_enrolment(enrolment), lesson_key)
    if row is None:
        raise NotAsked
    row.sealed_words = seal_words(read_words(row)._replace(plan=plan), row.enrolment_id)
    row.save(update_fields=["sealed_words"])


@transaction.atomic
def look_back(
    *, enrolment: Enrolment, lesson_key: UUID, how_it_went: str, words: str = "",
    once_more: bool = False,
) -> bool:  # fmt: skip
    """Keep, sealed, how it went, and ask again in seven days if wished; return whether it was due.

    What is not due yet cannot be answered, so that a form sent twice answers one week only.
    Raises HowItWentMissing, WordsTooLong, EnrolmentClosed.
    """
    words = as_kept(words)
    if how_it_went not in HowItWent.values:
        raise HowItWentMissing
    if len(words) > MOST_OF_WORDS:
        raise WordsTooLong
    enrolment = lock_enrolment(enrolment)
    row, today = _open_one(enrolment, lesson_key), timezone.localdate()
    if row is None or row.due_on > today:
        return False
    said = read_words(row)._replace(how_it_went=how_it_went, words=words)
    row.closed_on, row.sealed_words = today, seal_words(said, enrolment.pk)
    row.save(update_fields=["closed_on", "sealed_words"])
    if once_more:
        _ask(enrolment, lesson_key)
    return True


@transaction.atomic
def forget_look_backs(*, enrolment: Enrolment, lesson_keys: list[UUID] | None = None) -> bool:
    """Delete what was asked and said, of some lessons or of all; return whether there was any."""
    rows = LookBack.objects.filter(enrolment=enrolment)
    if lesson_keys is not None:
        rows = rows.filter(lesson_key__in=lesson_keys)
    deleted, _ = rows.delete()
    return bool(deleted)


def _open_one(enrolment: Enrolment, lesson_key: UUID) -> LookBack | None:
    return LookBack.objects.filter(
        enrolment=enrolment, lesson_key=lesson_key, closed_on=None
    ).first()


def _ask(enrolment: Enrolment, lesson_key: UUID) -> LookBack:
    return LookBack.objects.create(
        enrolment=enrolment, lesson_key=lesson_key,
        due_on=timezone.localdate() + timedelta(days=DAYS),
        sealed_words=seal_words(Words(), enrolment.pk),
    )  # fmt: skip
