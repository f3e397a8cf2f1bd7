"""Whether an answer is right, and whether it counts. The answer key never leaves the server."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courses.activities import ANY_ANSWER, CHOICES, GRADED, ONE_OFF, RIGHT
from courses.exceptions import UnknownActivity
from courses.responses import checked


@dataclass(frozen=True)
class Grade:
    """A verdict.

    `is_right`: all of it is right; `is_passed`: it counts, by the activity's pass rule.
    `feedback` holds, by option (choices) or row (pairs) that was answered, whether it is right and
    why; `said` what is told of the answer as a whole (order, number). `right_response` is a right
    answer, as a response, and `right_feedback` what is said about it (by option or row, or "" for
    the whole), when it is to be shown; otherwise both are empty.
    """

    is_right: bool
    is_passed: bool
    feedback: dict[str, tuple[bool, str]] = field(default_factory=dict)
    said: str = ""
    right_response: list[str] = field(default_factory=list)
    right_feedback: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Found:
    """What a kind of activity finds in a response."""

    mistakes: int
    right_feedback: dict[str, str]
    feedback: dict[str, tuple[bool, str]] = field(default_factory=dict)
    said: str = ""


def grade(
    part: Mapping[str, Any],
    answers: Mapping[str, Mapping[str, Any]],
    response: Collection[str],
    *,
    tries: int = 0,
) -> Grade:
    """Grade a response (see `courses.responses`) to `part` by a snapshot's `answers`.

    `tries` is how many answers the person gave so far, this one included: the right one is shown
    after as many as the author said, beside an answer that is not right. A part of before pass
    rules counts when it is right, and never shows. Raises UnknownActivity when this is no graded
    activity, ResponseRefused (of which UnknownOption is one) when the response is no answer.
    """
    if part["kind"] not in GRADED or part["key"] not in answers:
        raise UnknownActivity(part["key"])
    found = FINDERS[part["kind"]](part, answers[part["key"]], checked(part, response))
    is_right = found.mistakes == 0
    allowed = {RIGHT: 0, ONE_OFF: 1}
    rule = part.get("pass", RIGHT)
    is_shown = not is_right and 0 < part.get("shown_after", 0) <= tries
    return Grade(
        is_right=is_right,
        is_passed=rule == ANY_ANSWER or found.mistakes <= allowed[rule],
        feedback=found.feedback,
        said=found.said,
        right_response=right_response(part, answers) if is_shown else [],
        right_feedback=found.right_feedback if is_shown else {},
    )


def _find_choice(part: Mapping[str, Any], answers: Mapping[str, Any], chosen: list[str]) -> _Found:
    """Every right option and no other; each one left out or too many is a mistake."""
    known = {option["key"] for option in part["options"]}
    right = [o["key"] for o in part["options"] if answers[o["key"]]["right"]]
    return _Found(
        mistakes=len(set(right) ^ (set(chosen) & known)),
        right_feedback={key: str(answers[key]["feedback"]) for key in right},
        feedback={
            key: (bool(answers[key]["right"]), str(answers[key]["feedback"])) for key in chosen
        },
    )


def _find_order(part: Mapping[str, Any], answers: Mapping[str, Any], order: list[str]) -> _Found:
    """A mistake is an item that would have to be moved elsewhere to make the order right."""
    right = list(answers["order"]["keys"])
    mistakes = len(order) - longest_rising([right.index(key) for key in order])
    said = answers["feedback"]
    return _Found(
        mistakes=mistakes, right_feedback={"": said["right"]},
        said=said["wrong" if mistakes else "right"],
    )  # fmt: skip


def longest_rising(numbers: list[int]) -> int:
    """Return the length of the longest strictly rising subsequence (patience sorting)."""
    tops: list[int] = []
    for number in numbers:
        place = bisect_left(tops, number)
        tops[place : place + 1] = [number]
    return len(tops)


def _find_pairs(part: Mapping[str, Any], answers: Mapping[str, Any], rows: list[str]) -> _Found:
    """A mistake is a row with something else than what belongs to it."""
    feedback = {}
    for row in rows:
        left, _, right = row.partition(":")
        feedback[left] = (answers[left]["right"] == right, str(answers[left]["feedback"]))
    keys = [row["key"] for row in part["left"]]
    return _Found(
        mistakes=sum(not is_right for is_right, _words in feedback.values()),
        right_feedback={key: str(answers[key]["feedback"]) for key in keys},
        feedback=feedback,
    )


def _find_number(part: Mapping[str, Any], answers: Mapping[str, Any], number: list[str]) -> _Found:
    """Right is what differs by no more than the tolerance."""
    given, right = Decimal(number[0]), Decimal(answers["number"]["value"])
    is_right = abs(given - right) <= Decimal(answers["number"]["tolerance"])
    said = answers["feedback"]
    return _Found(
        mistakes=0 if is_right else 1, right_feedback={"": said["right"]},
        said=said["right" if is_right else "small" if given < right else "big"],
    )  # fmt: skip


def right_response(part: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return a right answer to a graded `part`, as a response."""
    told = answers[part["key"]]
    match part["kind"]:
        case "order":
            return list(told["order"]["keys"])
        case "pairs":
            return [f"{row['key']}:{told[row['key']]['right']}" for row in part["left"]]
        case "number":
            return [str(told["number"]["value"])]
    return [option["key"] for option in part["options"] if told[option["key"]]["right"]]


FINDERS = {
    **dict.fromkeys(CHOICES, _find_choice),
    "order": _find_order,
    "pairs": _find_pairs,
    "number": _find_number,
}
