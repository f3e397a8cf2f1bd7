"""Which lessons are new, changed or gone between two editions, and what is asked again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from courses.models import Edition, LessonSnapshot
from courses.snapshots.required import activity_rules, required_rules

SHOWN = ("title", "minutes", "is_required", "is_sensitive", "parts", "answers", "sources", "topics")


@dataclass(frozen=True)
class LessonStep:
    """A lesson of the newer edition, beside the same lesson of the older one.

    `is_again`: whoever has done it does it once more, because a required activity is new or is
    decided otherwise. `asked_anew` are the graded activities whose old answers say nothing.
    """

    key: UUID
    is_new: bool
    is_changed: bool
    is_again: bool
    is_required: bool
    asked_anew: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EditionStep:
    """From one edition to a newer one, lesson by lesson, in the newer one's order."""

    lessons: tuple[LessonStep, ...]
    gone: tuple[UUID, ...] = field(default=())

    def of(self, key: UUID) -> LessonStep:
        """Return what became of a lesson. Raises KeyError."""
        return {lesson.key: lesson for lesson in self.lessons}[key]


def edition_step(old: Edition, new: Edition) -> EditionStep:
    """Compare two editions of a course as they are served now: two queries.

    The activities are alike in both languages, so one of them tells what is asked; a lesson is
    changed when either language is.
    """
    before, after = served(old), served(new)
    steps = [
        lesson_step(before.get(key, {}), snapshots)
        for key, snapshots in sorted(after.items(), key=lambda item: item[1]["kk"].position)
    ]
    return EditionStep(tuple(steps), tuple(key for key in before if key not in after))


def served(edition: Edition) -> dict[UUID, dict[str, LessonSnapshot]]:
    """Return the newest correction of each lesson, by key and language."""
    return by_key(edition.lessons.current())


def by_key(snapshots: Iterable[LessonSnapshot]) -> dict[UUID, dict[str, LessonSnapshot]]:
    """Sort snapshots by lesson key and language."""
    found: dict[UUID, dict[str, LessonSnapshot]] = {}
    for snapshot in snapshots:
        found.setdefault(snapshot.lesson_key, {})[snapshot.language] = snapshot
    return found


def lesson_step(before: dict[str, LessonSnapshot], after: dict[str, LessonSnapshot]) -> LessonStep:
    """Compare the snapshots of one lesson by language; `before` is empty for a new lesson."""
    one = after["kk"]
    rules, required = activity_rules(one), required_rules(one)
    old_rules = activity_rules(before["kk"]) if before else {}
    old_required = required_rules(before["kk"]) if before else {}
    return LessonStep(
        key=one.lesson_key,
        is_new=not before,
        is_changed=bool(before) and any(not same(before[x], after[x]) for x in after),
        is_again=not before or any(old_required.get(k) != rule for k, rule in required.items()),
        is_required=one.is_required,
        asked_anew=frozenset(k for k, rule in rules.items() if old_rules.get(k) != rule),
        required=frozenset(required),
    )


def same(old: LessonSnapshot, new: LessonSnapshot) -> bool:
    """Whether two snapshots of a lesson are shown and graded alike."""
    return all(_shown(getattr(old, name)) == _shown(getattr(new, name)) for name in SHOWN)


def _shown(value: Any) -> Any:
    """Leave out the parts' ids: a block that was made anew with the same words is the same."""
    if isinstance(value, list):
        return [
            {k: v for k, v in item.items() if k != "id"} if isinstance(item, dict) else item
            for item in value
        ]
    return value
