"""The example of an activity that Wagtail's picker of blocks shows."""

from typing import Any

from django.utils.translation import get_language

from courses.activity_state import State, state_of
from courses.snapshots.reading import READERS, Reading


def activity_example(kind: str, value: Any) -> State | None:
    """Read the example `value` of a block as a lesson would be read; None when it holds nothing."""
    reading = Reading("ru" if (get_language() or "").startswith("ru") else "kk", False, READERS)
    READERS[kind](reading, value, kind)
    if not reading.content.parts:
        return None
    return state_of(reading.content.parts[0], reading.content.answers)
