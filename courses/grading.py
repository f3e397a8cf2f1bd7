"""Whether an answer is right. The answer key never leaves the server."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from courses.exceptions import UnknownActivity, UnknownOption


@dataclass(frozen=True)
class Grade:
    """A verdict; `feedback` holds, for each option that was chosen, whether it is right and why."""

    is_right: bool
    feedback: dict[str, tuple[bool, str]]


def grade(
    answers: Mapping[str, Mapping[str, Mapping[str, Any]]],
    activity_key: str,
    chosen: Collection[str],
) -> Grade:
    """Grade the option keys `chosen` in the activity `activity_key` of a snapshot's `answers`.

    Right is: every right option and no other. Nothing chosen is not right and has no feedback.
    Raises UnknownActivity and UnknownOption for keys that the lesson does not have.
    """
    try:
        options = answers[activity_key]
    except KeyError:
        raise UnknownActivity(activity_key) from None
    unknown = set(chosen) - options.keys()
    if unknown:
        raise UnknownOption(min(unknown))
    right = {key for key, option in options.items() if option["right"]}
    feedback = {
        key: (bool(option["right"]), str(option["feedback"]))
        for key, option in options.items()
        if key in chosen
    }
    return Grade(set(chosen) == right, feedback)
