"""Which activities a lesson's snapshot holds."""

from collections.abc import Mapping
from typing import Any

from courses.activities import GRADED, RIGHT
from courses.exceptions import UnknownActivity
from courses.models import LessonSnapshot


def activity_part(snapshot: LessonSnapshot, key: str, *kinds: str) -> dict[str, Any]:
    """Return the part of an activity of one of `kinds`. Raises UnknownActivity."""
    for part in snapshot.parts:
        if part["kind"] in kinds and part["key"] == key:
            return dict(part)
    raise UnknownActivity(key)


def required_keys(snapshot: LessonSnapshot) -> set[str]:
    """Return the keys of the activities that complete the lesson once an answer to each counts."""
    return {
        part["key"] for part in snapshot.parts if part["kind"] in GRADED and part.get("required")
    }


def is_kept(part: Mapping[str, Any], snapshot: LessonSnapshot) -> bool:
    """Whether an answer to this activity is kept.

    In a lesson that speaks of violence it is used on the spot, unless the lesson's completion
    hangs on it.
    """
    return not snapshot.is_sensitive or bool(part.get("required"))


def is_any_enough(snapshot: LessonSnapshot) -> bool:
    """Whether a required activity counts with less than an answer that is all right."""
    return any(
        part["key"] in required_keys(snapshot) and part.get("pass", RIGHT) != RIGHT
        for part in snapshot.parts
        if part["kind"] in GRADED
    )
