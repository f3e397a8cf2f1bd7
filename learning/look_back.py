"""One small thing this week, and how it went: what is kept of it, and where it is shown."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.outline import Outline, OutlineLesson
from learning.models import LookBack
from learning.questions import CourseState
from web.sealing import CannotUnseal, seal, unseal

DAYS = 7
# What is sealed has a length in steps: whether something was said, and what, does not show.
STEP = 512  # bytes

logger = logging.getLogger(__name__)


class HowItWent(TextChoices):
    """The answers; each is as good as the others."""

    DID = "did", _("I did it")
    PARTLY = "partly", _("Partly")
    NOT_NOW = "not-now", _("Not this time")


class Words(NamedTuple):
    """What a person wrote: what they want to do, how it went, and more about it."""

    plan: str = ""
    how_it_went: str = ""
    words: str = ""

    @property
    def answer(self) -> str:
        """How it went, in words; empty without an answer."""
        return str(HowItWent(self.how_it_went).label) if self.how_it_went else ""


def seal_words(words: Words, enrolment_id: int) -> bytes:
    """Seal words for the enrolment they are kept in."""
    text = json.dumps(words._asdict(), ensure_ascii=False)
    return seal(text + " " * (-len(text.encode()) % STEP), _place(enrolment_id))


def read_words(row: LookBack) -> Words:
    """Open what is kept, for its owner; as good as nothing when its key is lost."""
    try:
        return Words(**json.loads(unseal(row.sealed_words, _place(row.enrolment_id))))
    except CannotUnseal:
        logger.warning("What somebody wrote of their week does not open.")
        return Words()


def _place(enrolment_id: int) -> str:
    return f"look_back.words.{enrolment_id}"


@dataclass(frozen=True)
class Asked:
    """A small thing that a person will be asked about, or is asked about now."""

    outline: Outline
    lesson: OutlineLesson
    due_on: date

    @property
    def is_due(self) -> bool:
        """Whether the seven days are over."""
        return self.due_on <= timezone.localdate()


def asked_of(states: Iterable[CourseState]) -> list[Asked]:
    """Return what is open in a person's courses, the longest due first: one query.

    A lesson that was withdrawn, or speaks of violence by now, is not named.
    """
    lessons = {
        (state.enrolment.pk, found.lesson.key): (state.outline, found.lesson)
        for state in states for found in state.lessons
        if not (found.lesson.is_withdrawn or found.lesson.is_sensitive)
    }  # fmt: skip
    rows = LookBack.objects.filter(
        enrolment__in={enrolment for enrolment, _key in lessons}, closed_on=None
    ).order_by("due_on", "pk")
    return [
        Asked(*lessons[row.enrolment_id, row.lesson_key], row.due_on)
        for row in rows if (row.enrolment_id, row.lesson_key) in lessons
    ]  # fmt: skip
