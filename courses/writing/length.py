"""How long a lesson takes: an estimate, to be held against the minutes that are stated."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.activities import ACTIVITIES
from courses.writing.words import part_texts, plain

# Words a minute. Adults read easy prose aloud at about 180 (Trauzettel-Klosinski and Dietz 2012,
# Russian: 184); on a phone, in a second language or with effort it is less. Long Kazakh words
# count as one.
WORDS_A_MINUTE = 130
MINUTES_AN_ACTIVITY = 1
LONGEST = 15
WORD = re.compile(r"\w+(?:[-’']\w+)*")


@dataclass(frozen=True)
class Length:
    """What a lesson asks of a person's time."""

    words: int
    activities: int
    media: int

    @property
    def minutes(self) -> int:
        """Whole minutes, at least one; sound and films are not in it, nobody knows how long."""
        exact = self.words / WORDS_A_MINUTE + self.activities * MINUTES_AN_ACTIVITY
        return max(1, math.ceil(exact))

    def is_beyond(self, stated: int | None) -> bool:
        """Whether it takes noticeably more than the stated minutes (by a fifth, and by two)."""
        return stated is not None and self.minutes > max(stated * 1.2, stated + 2)

    @property
    def is_too_long(self) -> bool:
        """Whether it is beyond what one sits through on a phone."""
        return self.minutes > LONGEST


def length_of(parts: Iterable[Mapping[str, Any]]) -> Length:
    """Return the length of a lesson from its snapshot parts.

    The short version is read instead of the lesson, not beside it.
    """
    parts = [part for part in parts if part["kind"] != "short"]
    return Length(
        words=sum(words_of(part) for part in parts),
        activities=sum(part["kind"] in ACTIVITIES for part in parts),
        media=sum(part["kind"] in ("audio", "video") for part in parts),
    )


def words_of(part: Mapping[str, Any]) -> int:
    """Return how many words a learner reads in a part: of a tailored text, its longest case."""
    if part["kind"] == "tailored":
        return max(lengths_of_cases(part).values())
    return sum(len(WORD.findall(text)) for text in part_texts(part))


def lengths_of_cases(part: Mapping[str, Any]) -> dict[str | None, int]:
    """Return how many words each case of a tailored part has; None is the text for everybody."""
    cases = {case["key"]: case["html"] for case in part["cases"]}
    texts: dict[str | None, str] = {None: part["html"], **cases}
    return {key: len(WORD.findall(plain(html))) for key, html in texts.items()}
