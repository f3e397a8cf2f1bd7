"""The words of a place of a lesson, and the places that are marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.text import Truncator
from django.utils.timezone import localdate

from courses.differences.words import plain
from courses.models import LessonSnapshot
from learning.models import LessonMark

WORDS = 30
WRITTEN = ("prompt", "html", "text", "caption", "alt", "title", "term", "transcript")
MOST_NOTES = 50


def part_id_of(part: Mapping[str, Any]) -> str:
    """Return the lasting id of a part."""
    return str(part.get("id") or part.get("key") or "")


def place_words(parts: Iterable[Mapping[str, Any]], part_id: str) -> str | None:
    """Return the first words of the part with this id; None when there is no such part."""
    for part in parts:
        if part_id and part_id_of(part) == part_id:
            found = [plain(str(part[name])) for name in WRITTEN if part.get(name)]
            # The short version is lines only; those of a dialogue say more than their words.
            found += [plain(line) for line in part.get("lines", []) if isinstance(line, str)]
            words = " ".join(next(iter(found), "").split())
            return Truncator(words).words(WORDS) or "…"
    return None


@dataclass(frozen=True)
class Note:
    """What somebody wrote beside a mark, and the Monday of its week."""

    kind: str
    text: str
    week: date


@dataclass(frozen=True)
class MarkedPlace:
    """A place of a lesson with its open marks. Nobody's name is near it."""

    lesson_key: UUID
    language: str
    part_id: str
    lesson_title: str
    words: str
    unclear: int
    mistakes: int
    newest: int
    notes: tuple[Note, ...]


def marked_places(lesson_keys: QuerySet[Any]) -> QuerySet[LessonMark, Any]:
    """Return open marks of these lessons by place, the most marked first."""
    kinds = LessonMark.Kind
    return (
        LessonMark.objects.filter(settled_at=None, lesson_key__in=lesson_keys)
        .values("lesson_key", "language", "part_id")
        .annotate(
            unclear=Count("pk", filter=Q(kind=kinds.UNCLEAR)),
            mistakes=Count("pk", filter=Q(kind=kinds.MISTAKE)),
            marks=Count("pk"), newest=Max("pk"),
        )
        .order_by("-marks", "lesson_key", "language", "part_id")
    )  # fmt: skip


def with_words(places: Iterable[dict[str, Any]]) -> list[MarkedPlace]:
    """Add to each place its words and notes: two queries for a page of places."""
    places = list(places)
    keys = {place["lesson_key"] for place in places}
    snapshots = {
        (snapshot.lesson_key, snapshot.language): snapshot
        for snapshot in LessonSnapshot.objects.filter(lesson_key__in=keys)
        .only("lesson_key", "language", "title", "parts")
        .order_by("lesson_key", "language", "-edition__number", "-correction")
        .distinct("lesson_key", "language")
    }
    notes: dict[tuple[UUID, str, str], list[Note]] = {}
    rows = LessonMark.objects.filter(lesson_key__in=keys, settled_at=None).exclude(note="")
    for mark in rows.order_by("-made_at"):
        day = localdate(mark.made_at)
        found = notes.setdefault((mark.lesson_key, mark.language, mark.part_id), [])
        if len(found) < MOST_NOTES:
            week = day - timedelta(days=day.weekday())
            found.append(Note(mark.get_kind_display(), mark.note, week))
    made = []
    for place in places:
        snapshot = snapshots[place["lesson_key"], place["language"]]
        key = (place["lesson_key"], place["language"], place["part_id"])
        made.append(
            MarkedPlace(
                *key, lesson_title=snapshot.title,
                words=place_words(snapshot.parts, place["part_id"]) or "…",
                unclear=place["unclear"], mistakes=place["mistakes"], newest=place["newest"],
                # Within a week the order of notes would tell who wrote when.
                notes=tuple(
                    sorted(
                        notes.get(key, []),
                        key=lambda note: (-note.week.toordinal(), note.text),
                    )
                ),
            )
        )  # fmt: skip
    return made
