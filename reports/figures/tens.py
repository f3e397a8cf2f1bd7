"""What of a count may be shown: nothing that could be traced to fewer than ten people.

Every count of the smallest place (edition, language, lesson, activity) is rounded down to tens
before anything is done with it; 0 stands for "too few to show". All totals and shares are made of
the rounded counts, so that they tell nothing which the parts do not, and no subtraction undoes
the rounding. A part whose complement is below ten is shown as all. ADR 0018 says why this holds;
`tests/reports/test_nobody_is_shown.py` tries to break it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reports.actions.figures import STEP


def tens(count: int) -> int:
    """Round a count of people down to tens."""
    return count - count % STEP


def people_shown(count: int, partitions: Iterable[Collection[int]] = ()) -> int:
    """Round down a count that stands beside its parts.

    Each of `partitions` holds the counts of disjoint parts that together are `count`. If ten
    parts were all below ten and the whole were ninety, each would have to be nine; so the whole
    is shown no greater than leaves every part free to be anything within its ten.
    """
    shown = tens(count)
    for parts in partitions:
        if parts:
            free = sum(tens(part) for part in parts) + (STEP - 1) * (len(parts) - 1)
            shown = min(shown, tens(free))
    return shown


def part_shown(part: int, whole: int, shown_whole: int) -> int:
    """Round down a part; one whose complement is below ten is shown as the whole."""
    if whole - part < STEP:
        return shown_whole
    return min(tens(part), shown_whole)


@dataclass(frozen=True)
class Share:
    """A part of some people, both in tens."""

    people: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.people + other.people, self.of + other.of)

    @property
    def is_known(self) -> bool:
        """Whether there are enough people on both sides for a percentage."""
        return 0 < self.people < self.of

    @property
    def is_all(self) -> bool:
        """Whether it is everybody, or all but too few."""
        return 0 < self.of <= self.people

    @property
    def percent(self) -> int | None:
        """The whole percentage where it may be said; 100 stands for nearly all."""
        if self.is_all:
            return 100
        return round(100 * self.people / self.of) if self.is_known else None
