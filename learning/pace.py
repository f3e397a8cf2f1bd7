"""A calm suggestion of a pace until a day that is known. It never hurries anybody."""

import math
from datetime import date
from typing import Literal

MOST_A_WEEK = 7
MOST_IN_TWO_A_DAY = 10  # lessons a week: still "one or two a day"
SHORTEST = 7  # days: with less there is nothing calm to suggest

type Suggestion = Literal["", "weekly", "daily"]


def suggest(*, lessons: int, today: date, day: date) -> tuple[Suggestion, int]:
    """Return what pace to suggest for the `lessons` (5 to 15 minutes each) left until `day`.

    `("weekly", n)`: about n lessons a week; `("daily", n)`: one or two a day. `("", 0)` where
    nothing is left, or where the only honest suggestion would be to hurry.
    """
    days = (day - today).days
    if lessons == 0 or days < SHORTEST:
        return "", 0
    a_week = math.ceil(lessons * 7 / days)
    if a_week <= MOST_A_WEEK:
        return "weekly", a_week
    return ("daily", a_week) if a_week <= MOST_IN_TWO_A_DAY else ("", 0)
