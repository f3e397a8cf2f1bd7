"""Activities that can be tried in a preview and leave no trace.

Everything needed to grade travels with the form, sealed: the answer key cannot be read in the
page, and neither a session nor a row of the database remembers who tried what.
"""

import base64
import binascii
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from courses.activities import ACTIVITIES, THOUGHTS
from courses.activity_state import (
    Given,
    Problem,
    State,
    activity_state,
    thought_state,
)
from courses.exceptions import TrialExpired
from courses.responses import checked
from web.sealing import CannotUnseal, seal, unseal

PLACE = "courses.trial"
SECONDS = 24 * 60 * 60
MOST_CHARACTERS = 200_000


@dataclass(frozen=True)
class Trial:
    """An activity of a draft, how often it was tried, and until when (seconds of the epoch)."""

    part: dict[str, Any]
    answers: dict[str, Any]
    is_sensitive: bool
    until: float
    tries: int = 0
    response: tuple[str, ...] = ()
    text: str = ""
    was_tried: bool = False
    problem: Problem | None = None

    @property
    def state(self) -> State:
        """What the form shows."""
        if self.is_thought:
            return thought_state(self.part, self.text)
        given = Given(self.response, self.tries)
        return activity_state(self.part, self.answers, given, self.problem)

    @property
    def is_thought(self) -> bool:
        """Whether it is one's own words."""
        return self.part["kind"] in THOUGHTS

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return reverse("courses:try_activity")

    @property
    def sealed(self) -> str:
        """The trial for its form; what was answered is not in it, only how often."""
        words = json.dumps([self.part, self.answers, self.is_sensitive, self.until, self.tries])
        return base64.urlsafe_b64encode(seal(words, PLACE)).decode()

    def answered(self, response: Iterable[str]) -> "Trial":
        """Return the trial after an answer. Raises ResponseRefused."""
        kept = tuple(checked(self.part, list(response)))
        return replace(self, response=kept, tries=self.tries + 1, was_tried=True)


def trials_of(
    parts: Iterable[dict[str, Any]], answers: Mapping[str, Any], *, is_sensitive: bool
) -> dict[str, Trial]:
    """Return a trial of each activity of a lesson's draft, by its key, good for a day.

    In a page whose context has them as `trials`, `{% lesson_part %}` draws them.
    """
    until = time.time() + SECONDS
    return {
        part["key"]: Trial(part, {part["key"]: answers.get(part["key"])}, is_sensitive, until)
        for part in parts
        if part["kind"] in ACTIVITIES
    }


def opened(sealed: str) -> Trial:
    """Open what `Trial.sealed` made. Raises TrialExpired when it is too old or is none."""
    try:
        if len(sealed) > MOST_CHARACTERS:
            raise TrialExpired
        words = unseal(base64.urlsafe_b64decode(sealed.encode()), PLACE)
        part, answers, is_sensitive, until, tries = json.loads(words)
    except (CannotUnseal, binascii.Error, ValueError) as error:
        raise TrialExpired from error
    if until < time.time():
        raise TrialExpired
    return Trial(part, answers, is_sensitive, until, tries)
