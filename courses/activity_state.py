"""What the form of an activity shows: for a learner, in a preview, in the picker of blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils.formats import number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from courses.activities import CHOICES, RIGHT, SCALE, THOUGHTS, TOGETHER
from courses.exceptions import ResponseRefused
from courses.grading import Grade, grade
from courses.responses import checked

LETTERS = "АБВГДЕЖЗ"  # name what a pair may be made with: a phone cuts long words in a select


@dataclass(frozen=True)
class Given:
    """What a person answered so far: the newest response, how many, whether one counted."""

    response: tuple[str, ...] = ()
    tries: int = 0
    is_done: bool = False


@dataclass(frozen=True)
class Problem:
    """What was wrong with what was just sent, and what was sent, so that nothing is lost."""

    activity_key: str
    error: Exception
    sent: Mapping[str, list[str]] = field(default_factory=dict)
    text: str = ""

    def value(self, name: str) -> str:
        """Return what was sent in the field `name`."""
        return (self.sent.get(name) or [""])[0]


@dataclass(frozen=True)
class Row:
    """An option, an item or a row of pairs; `value` is what a field of it holds.

    `feedback` is None unless it was part of the newest answer.
    """

    key: str
    html: SafeString
    value: str = ""
    is_chosen: bool = False
    is_right: bool = False
    feedback: SafeString | None = None
    is_field_wrong: bool = False


@dataclass(frozen=True)
class Shown:
    """A line of the right answer; in pairs `match` is what belongs to it."""

    html: SafeString
    match: SafeString | None = None
    feedback: SafeString | None = None


@dataclass(frozen=True)
class Activity:
    """An activity that is answered, and where the person stands in it."""

    key: str
    kind: str
    prompt: SafeString
    hint: str
    is_required: bool
    pass_rule: str
    rows: list[Row]
    matches: list[Row]  # what may be chosen in each row of pairs; `value` is its letter
    low: str
    high: str
    unit: str
    text: str  # a number, as typed or as kept
    was_answered: bool
    is_right: bool  # the newest answer
    is_passed: bool
    was_done: bool  # any answer so far counted
    said: SafeString | None
    shown: list[Shown]
    shown_said: SafeString | None
    problem: Exception | None
    event: UUID = field(default_factory=uuid4)

    @property
    def template(self) -> str:
        """The template of what stands between the question and the button."""
        return f"courses/activity/{'choices' if self.kind in CHOICES else self.kind}.html"

    @property
    def is_graded(self) -> bool:
        """Whether there is a right answer."""
        return self.kind != SCALE

    @property
    def is_arranged(self) -> bool:
        """Whether the answer is many small ones, so that the whole has to be spoken of."""
        return self.kind in ("multiple", "order", "pairs")


@dataclass(frozen=True)
class Thought:
    """A reflection or an exercise for two, and the text its owner keeps there, if any."""

    key: str
    kind: str
    prompt: SafeString
    alone: SafeString | None
    talk: SafeString | None
    text: str
    is_kept: bool
    was_let_go: bool
    problem: Exception | None

    @property
    def is_for_two(self) -> bool:
        """Whether the text can be shared by both of a couple."""
        return self.kind == TOGETHER


State = Activity | Thought


def state_of(part: Mapping[str, Any], answers: Mapping[str, Any]) -> State:
    """Return an activity that nobody has answered yet."""
    if part["kind"] in THOUGHTS:
        return thought_state(part)
    return activity_state(part, answers, None)


def activity_state(
    part: Mapping[str, Any], answers: Mapping[str, Any], given: Given | None,
    problem: Problem | None = None,
) -> Activity:  # fmt: skip
    """Return an activity with what is said about the newest answer.

    What a correction took away is left out of the answer.
    """
    given = given or Given()
    response = still_there(part, given.response)
    found = (
        grade(part, answers, response, tries=given.tries)
        if response and part["kind"] != SCALE
        else Grade(False, False)
    )
    return Activity(
        key=part["key"], kind=part["kind"], prompt=html(part["prompt"]), hint=part.get("hint", ""),
        is_required=bool(part.get("required")), pass_rule=part.get("pass", RIGHT),
        rows=ROWS.get(part["kind"], _no_rows)(part, response, found, problem),
        matches=[
            Row(row["key"], html(row["text"]), value=letter)
            for letter, row in zip(LETTERS, part.get("right", []), strict=False)
        ],
        low=part.get("low", ""), high=part.get("high", ""), unit=part.get("unit", ""),
        text=_number_text(part, response, problem), was_answered=bool(response),
        is_right=found.is_right, is_passed=found.is_passed, was_done=given.is_done,
        said=html(found.said) if found.said else None, shown=_shown(part, found),
        shown_said=html(found.right_feedback[""]) if "" in found.right_feedback else None,
        problem=problem.error if problem else None,
    )  # fmt: skip


def thought_state(
    part: Mapping[str, Any], text: str = "", *, is_kept: bool = False, was_let_go: bool = False,
    problem: Problem | None = None,
) -> Thought:  # fmt: skip
    """Return a reflection or an exercise for two with the text kept or just typed."""
    return Thought(
        key=part["key"], kind=part["kind"], prompt=html(part["prompt"]),
        alone=html(part["alone"]) if part.get("alone") else None,
        talk=html(part["talk"]) if part.get("talk") else None,
        text=problem.text if problem else text, is_kept=is_kept, was_let_go=was_let_go,
        problem=problem.error if problem else None,
    )  # fmt: skip


def still_there(part: Mapping[str, Any], response: tuple[str, ...]) -> list[str]:
    """Return the response as far as the activity still has it."""
    if part["kind"] in CHOICES:
        known = {option["key"] for option in part["options"]}
        response = tuple(key for key in response if key in known)
    try:
        return checked(part, response)
    except ResponseRefused:
        return []


def _no_rows(
    part: Mapping[str, Any], response: list[str], found: Grade, problem: Problem | None
) -> list[Row]:
    return []


def _choice_rows(
    part: Mapping[str, Any], response: list[str], found: Grade, problem: Problem | None
) -> list[Row]:
    marked = problem.sent.get("option", []) if problem else response
    rows = []
    for option in part["options"]:
        is_right, words = found.feedback.get(option["key"], (False, None))
        rows.append(
            Row(
                option["key"], html(option["text"]), is_chosen=option["key"] in marked,
                is_right=is_right, feedback=None if words is None else html(words),
            )
        )  # fmt: skip
    return rows


def _order_rows(
    part: Mapping[str, Any], response: list[str], found: Grade, problem: Problem | None
) -> list[Row]:
    """The items as they were mixed; once answered, in the person's own order."""
    texts = {item["key"]: html(item["text"]) for item in part["options"]}
    if problem is None:
        places = {key: str(number) for number, key in enumerate(response, 1)}
        return [Row(key, texts[key], value=places.get(key, "")) for key in response or texts]
    sent = {key: problem.value(f"place-{key}") for key in texts}
    return [
        Row(
            key, texts[key], value=sent[key],
            is_field_wrong=not sent[key] or list(sent.values()).count(sent[key]) > 1,
        )
        for key in texts
    ]  # fmt: skip


def _pair_rows(
    part: Mapping[str, Any], response: list[str], found: Grade, problem: Problem | None
) -> list[Row]:
    matched = dict(entry.split(":", 1) for entry in response)
    rows = []
    for row in part["left"]:
        key = row["key"]
        is_right, words = found.feedback.get(key, (False, None))
        value = problem.value(f"pair-{key}") if problem else matched.get(key, "")
        rows.append(
            Row(
                key, html(row["text"]), value=value, is_right=is_right,
                feedback=None if words is None or problem else html(words),
                is_field_wrong=bool(problem) and not value,
            )
        )  # fmt: skip
    return rows


def _scale_rows(
    part: Mapping[str, Any], response: list[str], found: Grade, problem: Problem | None
) -> list[Row]:
    marked = problem.sent.get("option", []) if problem else response
    steps = [str(step) for step in range(1, part["steps"] + 1)]
    return [Row(step, html(step), is_chosen=step in marked) for step in steps]


ROWS = {
    **dict.fromkeys(CHOICES, _choice_rows),
    "order": _order_rows,
    "pairs": _pair_rows,
    SCALE: _scale_rows,
}


def _number_text(part: Mapping[str, Any], response: list[str], problem: Problem | None) -> str:
    if part["kind"] != "number":
        return ""
    if problem:
        return problem.value("option")
    return local_number(response[0]) if response else ""


def _shown(part: Mapping[str, Any], found: Grade) -> list[Shown]:
    """The right answer, line by line, when it is to be shown."""
    if not found.right_response:
        return []
    if part["kind"] == "number":
        words = f"{local_number(found.right_response[0])} {part.get('unit', '')}".strip()
        return [Shown(conditional_escape(words))]
    # What is said already below the options or rows that were answered is not said again.
    said = {
        key: html(words) for key, words in found.right_feedback.items() if key not in found.feedback
    }
    if part["kind"] == "pairs":
        left, right = (
            {row["key"]: html(row["text"]) for row in part[side]} for side in ("left", "right")
        )
        rows = [entry.split(":", 1) for entry in found.right_response]
        return [Shown(left[one], match=right[other], feedback=said.get(one)) for one, other in rows]
    texts = {option["key"]: html(option["text"]) for option in part["options"]}
    return [Shown(texts[key], feedback=said.get(key)) for key in found.right_response]


def local_number(number: str) -> str:
    """Return a number that is kept as people of the active language write it."""
    return number_format(Decimal(number), use_l10n=True, force_grouping=False)


def html(words: str) -> SafeString:
    """Mark a snapshot's HTML as safe: it was cleaned when the snapshot was made."""
    return mark_safe(words)  # noqa: S308
