"""What a lesson's page shows: its parts, and what this person did in each activity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.activities import ANSWERED, THOUGHTS, TOGETHER
from courses.activity_state import (
    Activity,
    Given,
    Problem,
    Thought,
    activity_state,
    thought_state,
)
from courses.models import LessonSnapshot
from learning.activities import is_kept, required_keys
from learning.models import Answer, Reflection
from learning.sharing import Sharing
from learning.texts import read_reflection


@dataclass(frozen=True)
class Part:
    """One part of the lesson: as it was written, or an activity, or one's own words."""

    plain: dict[str, Any] | None = None
    activity: Activity | None = None
    thought: Thought | None = None
    is_unkept: bool = False  # an answer is used on the spot
    sharing: Sharing | None = None  # of a kept answer to an exercise for two

    @property
    def key(self) -> str:
        """The key of the activity; empty for what is only read."""
        doing = self.activity or self.thought
        return doing.key if doing else ""

    @property
    def id(self) -> str:
        """The lasting id of the part: an activity's key, or its block's; empty without one."""
        for shown in (self.plain, self.activity, self.thought):
            if shown:
                found = shown.get("id", "") if isinstance(shown, dict) else shown.key
                return str(found)
        return ""


def lesson_parts(
    snapshot: LessonSnapshot, answers: Iterable[Answer], reflections: Iterable[Reflection],
    *, problem: Problem | None = None, let_go: str = "",
    shared: Mapping[str, Sharing] | None = None, given: Mapping[str, Given] | None = None,
) -> list[Part]:  # fmt: skip
    """Return the parts of a lesson in order; `answers` and `reflections` are this person's.

    `given` are answers that are shown and not kept, by activity; `shared` is where the person
    stands with sharing. What was answered before the lesson was marked as speaking of violence is
    not shown.
    """
    unkept = {
        part["key"] for part in snapshot.parts
        if part["kind"] in ANSWERED and not is_kept(part, snapshot)
    }  # fmt: skip
    given = {
        answer.activity_key: given_by(answer)
        for answer in answers if answer.activity_key not in unkept
    } | dict(given or {})  # fmt: skip
    kept = {reflection.activity_key: reflection for reflection in reflections}
    parts = []
    for part in snapshot.parts:
        key = part.get("key", "")
        wrong = problem if problem and problem.activity_key == key else None
        if part["kind"] in ANSWERED:
            shown = activity_state(part, snapshot.answers, given.get(key), wrong)
            parts.append(Part(activity=shown, is_unkept=key in unkept))
        elif part["kind"] in THOUGHTS:
            text = read_reflection(kept[key]) if key in kept and not wrong else ""
            thought = thought_state(
                part, text, is_kept=key in kept, was_let_go=let_go == key, problem=wrong
            )
            is_for_two = part["kind"] == TOGETHER
            sharing = (shared or {}).get(key) if is_for_two else None
            parts.append(Part(thought=thought, sharing=sharing))
        else:
            parts.append(Part(plain=part))
    return parts


def given_by(answer: Answer) -> Given:
    """Return what a person answered, for the form of the activity."""
    return Given(tuple(answer.options), answer.tries, is_done=bool(answer.done_at))


def required_left(snapshot: LessonSnapshot, answers: Iterable[Answer]) -> int:
    """Return in how many required activities no answer has counted yet."""
    done = {answer.activity_key for answer in answers if answer.done_at}
    return len(required_keys(snapshot) - done)
