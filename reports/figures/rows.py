"""The sums as they stand in the database, gathered by place. One query, whatever was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from courses.models import Edition
from reports.models import LessonFigure

LANGUAGES = ("kk", "ru")


@dataclass(frozen=True)
class Place:
    """One topic of one activity, lesson or course (then the keys are empty), smallest division."""

    edition_id: int
    language: str
    lesson_key: UUID
    activity_key: str
    topic: str


Counts = Mapping[str, int]  # by detail; "" counts the people
NOBODY: Counts = {"": 0}


def read(
    editions: Iterable[Edition], language: str = "", *, topics: Iterable[str] = (),
    lesson_key: UUID | None = None,
) -> dict[Place, dict[str, int]]:  # fmt: skip
    """Return what was released of `editions`, in one language or ("") all."""
    rows = LessonFigure.objects.filter(edition__in=list(editions), shown__gt=0)
    if language:
        rows = rows.filter(language=language)
    if topics:
        rows = rows.filter(topic__in=list(topics))
    if lesson_key:
        rows = rows.filter(lesson_key=lesson_key)
    found: dict[Place, dict[str, int]] = {}
    for edition_id, lang, lesson, activity, topic, detail, shown in rows.values_list(
        "edition_id", "language", "lesson_key", "activity_key", "topic", "detail", "shown"
    ):
        place = Place(edition_id, lang, lesson, activity, topic)
        found.setdefault(place, {"": 0})[detail] = shown
    return found
