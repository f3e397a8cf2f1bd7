"""A lesson's activities: right at the first attempt, and what was chosen first."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import strip_tags

from courses.models import Edition, LessonSnapshot
from reports.figures.rows import LANGUAGES, NOBODY, Counts, Place, read
from reports.figures.tens import Share, part_shown, people_shown
from reports.models.figures import Topic

GRADED = {"single", "multiple", "truefalse", "order", "pairs", "number"}
ANSWERED = GRADED | {"scale"}
ONE_OF = {"single", "truefalse", "scale", "number"}  # each person chose exactly one


@dataclass(frozen=True)
class OptionLine:
    """An option with its words, whether it is right (None: not said) and who chose it first."""

    text: str
    is_right: bool | None
    chosen: Share


@dataclass(frozen=True)
class ActivityLine:
    """An activity of a lesson and how first attempts at it went."""

    key: str
    kind: str
    prompt: str
    people: int
    right: Share | None  # None: it is not graded
    options: tuple[OptionLine, ...]

    @property
    def most_chosen(self) -> OptionLine | None:
        """The option that most people chose first."""
        known = [option for option in self.options if option.chosen.percent is not None]
        return max(known, key=lambda option: option.chosen.people, default=None)


def lesson_figures(
    editions: Iterable[Edition], language: str, snapshot: LessonSnapshot
) -> list[ActivityLine]:
    """Return the figures of a lesson's activities, in the words of `snapshot`."""
    if snapshot.is_sensitive:
        return []
    editions = list(editions)
    rows = read(editions, language, topics=[Topic.ANSWERED], lesson_key=snapshot.lesson_key)
    return activity_lines(rows, editions, snapshot)


def activity_lines(
    rows: Mapping[Place, Counts], editions: Iterable[Edition], snapshot: LessonSnapshot
) -> list[ActivityLine]:
    """Return the lines of a lesson's activities from `rows` that were read already."""
    divisions = [(edition.pk, language) for edition in editions for language in LANGUAGES]
    return [
        activity_line(
            part, snapshot,
            [
                rows.get(
                    Place(*division, snapshot.lesson_key, part["key"], Topic.ANSWERED), NOBODY
                )
                for division in divisions
            ],
        )
        for part in snapshot.parts
        if part["kind"] in ANSWERED
    ]  # fmt: skip


def activity_line(
    part: dict[str, Any], snapshot: LessonSnapshot, divisions: Iterable[Counts]
) -> ActivityLine:
    """Return one activity's figures: each division rounded by itself, then added."""
    kind = part["kind"]
    people, right, chosen = 0, Share(), dict[str, Share]()
    divisions = list(divisions)
    names = option_names(part, divisions)
    for counts in divisions:
        whole = counts[""]
        shown = people_shown(whole, partitions(kind, counts, list(names), part))
        people += shown
        right += Share(part_shown(counts.get("right", 0), whole, shown), shown)
        for key in names:
            share = Share(part_shown(counts.get(f"o:{key}", 0), whole, shown), shown)
            chosen[key] = chosen.get(key, Share()) + share
    options = [
        OptionLine(text, said_right(snapshot, part, key), chosen[key])
        for key, text in names.items()
        # Of answers typed or matched freely only those that were given often enough are named.
        if kind not in {"number", "pairs"} or chosen[key].people
    ]
    return ActivityLine(
        key=part["key"], kind=kind, prompt=words(part["prompt"]), people=people,
        right=right if kind in GRADED else None, options=tuple(options),
    )  # fmt: skip


def partitions(
    kind: str, counts: Counts, keys: Collection[str], part: dict[str, Any]
) -> list[list[int]]:
    """Return in which ways the people of an activity fall apart into what is shown."""
    whole = counts[""]
    if not whole:
        return []
    groups: list[list[int]] = []
    if kind in GRADED:
        groups.append([counts.get("right", 0), whole - counts.get("right", 0)])
    chosen = {key: counts.get(f"o:{key}", 0) for key in keys}
    if kind in ONE_OF:
        groups.append(with_rest(chosen.values(), whole))
    elif kind == "pairs":
        for left in part.get("left", []):
            of_left = [n for key, n in chosen.items() if key.startswith(f"{left['key']}:")]
            groups.append(with_rest(of_left, whole))
    else:
        groups += [[n, whole - n] for n in chosen.values()]
    return groups


def with_rest(parts: Iterable[int], whole: int) -> list[int]:
    """Return the parts with what is left of the whole, if anything is."""
    parts = list(parts)
    rest = whole - sum(parts)
    return [*parts, rest] if rest > 0 else parts


def option_names(part: dict[str, Any], divisions: Iterable[Counts]) -> dict[str, str]:
    """Return the words of each option by its key, in the order they are shown."""
    kind = part["kind"]
    if kind == "scale":
        steps = [str(step) for step in range(1, int(part["steps"]) + 1)]
        ends = {steps[0]: part.get("low", ""), steps[-1]: part.get("high", "")}
        return {step: f"{step} {words(ends.get(step, ''))}".strip() for step in steps}
    if kind == "number":
        given = {
            detail.removeprefix("o:")
            for counts in divisions for detail in counts if detail.startswith("o:")
        } - {"?"}  # fmt: skip
        unit = words(part.get("unit", ""))
        return {number: f"{number} {unit}".strip() for number in sorted(given, key=float)}
    if kind == "pairs":
        return {
            f"{left['key']}:{right['key']}": f"{words(left['text'])} → {words(right['text'])}"
            for left in part["left"] for right in part["right"]
        }  # fmt: skip
    if kind == "order":
        return {}
    return {option["key"]: words(option["text"]) for option in part["options"]}


def said_right(snapshot: LessonSnapshot, part: dict[str, Any], key: str) -> bool | None:
    """Return whether an option of a choice is right; None of other kinds."""
    entry = snapshot.answers.get(part["key"])
    if part["kind"] not in {"single", "multiple", "truefalse"} or not isinstance(entry, dict):
        return None
    option = entry.get(key)
    return bool(option["right"]) if isinstance(option, dict) and "right" in option else None


def words(html: str) -> str:
    """Return HTML as plain words in one line."""
    return " ".join(strip_tags(html).split())


def snapshot_of(
    editions: Iterable[Edition], language: str, lesson_key: UUID
) -> LessonSnapshot | None:
    """Return the newest snapshot of a lesson among `editions`, in a language."""
    return (
        LessonSnapshot.objects.filter(
            edition__in=list(editions), language=language, lesson_key=lesson_key
        )
        .order_by("-edition__number", "-correction")
        .first()
    )
