"""What a lesson's page shows: its parts, and what this person did in each activity."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils.safestring import SafeString, mark_safe

from courses.activities import GRADED, REFLECTION
from courses.grading import grade
from courses.models import LessonSnapshot
from learning.actions.reflections import read_reflection
from learning.activities import required_keys
from learning.exceptions import LearningError
from learning.models import Answer, Reflection


@dataclass(frozen=True)
class Option:
    """An option; `feedback` is None unless it was part of the newest answer."""

    key: str
    html: SafeString
    is_chosen: bool
    is_right: bool
    feedback: SafeString | None


@dataclass(frozen=True)
class Activity:
    """A graded activity and where the person stands in it."""

    key: str
    kind: str
    prompt: SafeString
    hint: str
    is_required: bool
    options: list[Option]
    was_answered: bool
    is_right: bool  # the newest answer
    was_right: bool  # any answer so far
    problem: LearningError | None
    event: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Thought:
    """A reflection and the text its owner keeps there, if any."""

    key: str
    prompt: SafeString
    text: str
    is_kept: bool
    was_let_go: bool
    problem: LearningError | None


@dataclass(frozen=True)
class Problem:
    """What was wrong with what was just sent, and what was typed, so that nothing is lost."""

    activity_key: str
    error: LearningError
    chosen: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the lesson: as it was written, or an activity, or a reflection."""

    plain: dict[str, Any] | None = None
    activity: Activity | None = None
    thought: Thought | None = None

    @property
    def id(self) -> str:
        """The lasting id of the part: an activity's key, or its block's; empty without one."""
        for shown in vars(self).values():
            if shown:
                found = shown.get("id", "") if isinstance(shown, dict) else shown.key
                return str(found)
        return ""


def lesson_parts(
    snapshot: LessonSnapshot, answers: Iterable[Answer], reflections: Iterable[Reflection],
    *, problem: Problem | None = None, let_go: str = "",
) -> list[Part]:  # fmt: skip
    """Return the parts of a lesson in order; `answers` and `reflections` are this person's."""
    given = {answer.activity_key: answer for answer in answers}
    kept = {reflection.activity_key: reflection for reflection in reflections}
    parts = []
    for part in snapshot.parts:
        key = part.get("key", "")
        wrong = problem if problem and problem.activity_key == key else None
        if part["kind"] in GRADED:
            shown = activity_state(snapshot, part, given.get(key), wrong)
            parts.append(Part(activity=shown))
        elif part["kind"] == REFLECTION:
            thought = thought_state(part, kept.get(key), wrong, was_let_go=let_go == key)
            parts.append(Part(thought=thought))
        else:
            parts.append(Part(plain=part))
    return parts


def activity_state(
    snapshot: LessonSnapshot, part: dict[str, Any], answer: Answer | None,
    problem: Problem | None = None,
) -> Activity:  # fmt: skip
    """Return one graded activity with the feedback on the newest answer's options.

    Options that a correction took away are left out of the answer.
    """
    known = {option["key"] for option in part["options"]} & snapshot.answers[part["key"]].keys()
    chosen = [key for key in (answer.options if answer else []) if key in known]
    graded = grade(snapshot.answers, part["key"], chosen)
    marked = set(problem.chosen) if problem else set(chosen)
    options = []
    for option in part["options"]:
        right, words = graded.feedback.get(option["key"], (False, None))
        options.append(
            Option(
                key=option["key"], html=html(option["text"]), is_chosen=option["key"] in marked,
                is_right=right, feedback=None if words is None else html(words),
            )
        )  # fmt: skip
    return Activity(
        key=part["key"], kind=part["kind"], prompt=html(part["prompt"]), hint=part.get("hint", ""),
        is_required=bool(part.get("required")), options=options, was_answered=bool(chosen),
        is_right=graded.is_right, was_right=bool(answer and answer.right_at),
        problem=problem.error if problem else None,
    )  # fmt: skip


def thought_state(
    part: dict[str, Any], reflection: Reflection | None, problem: Problem | None = None,
    *, was_let_go: bool = False,
) -> Thought:  # fmt: skip
    """Return one reflection with the text its owner keeps or has just typed."""
    text = problem.text if problem else read_reflection(reflection) if reflection else ""
    return Thought(
        key=part["key"], prompt=html(part["prompt"]), text=text, is_kept=reflection is not None,
        was_let_go=was_let_go, problem=problem.error if problem else None,
    )  # fmt: skip


def required_left(snapshot: LessonSnapshot, answers: Iterable[Answer]) -> int:
    """Return how many required activities were not yet answered rightly."""
    right = {answer.activity_key for answer in answers if answer.right_at}
    return len(required_keys(snapshot) - right)


def html(words: str) -> SafeString:
    """Mark a snapshot's HTML as safe: it was cleaned when it was published."""
    return mark_safe(words)  # noqa: S308
