"""A course as it is, or would be, published: the same form for an edition and for a draft."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from courses.models import Edition, EditionText, LessonSnapshot, ModuleSnapshot
from courses.snapshots.draft import Draft


@dataclass
class CourseContent:
    """Both languages; modules and lessons in order, those of a draft not stored."""

    hours: Decimal | None = None
    texts: dict[str, EditionText] = field(default_factory=dict)
    modules: dict[str, list[ModuleSnapshot]] = field(default_factory=dict)
    lessons: dict[str, list[LessonSnapshot]] = field(default_factory=dict)


def content_of_edition(edition: Edition) -> CourseContent:
    """Read an edition as it is served now: three queries."""
    return _with_lessons(edition, edition.lessons.current().order_by("position"))


def _with_lessons(edition: Edition, lessons: Iterable[LessonSnapshot]) -> CourseContent:
    found = CourseContent(edition.hours, {text.language: text for text in edition.texts.all()})
    for module in edition.modules.order_by("position"):
        found.modules.setdefault(module.language, []).append(module)
    for lesson in lessons:
        found.lessons.setdefault(lesson.language, []).append(lesson)
    return found


def content_at_publication(edition: Edition) -> CourseContent:
    """Read an edition as it was when it was published, without its corrections: three queries."""
    return _with_lessons(edition, edition.lessons.filter(correction=0).order_by("position"))


def content_before(edition: Edition, moment: datetime) -> CourseContent:
    """Read an edition with the corrections made until `moment`: three queries."""
    rows = edition.lessons.filter(Q(correction=0) | Q(made_at__lte=moment))
    newest = {(row.language, row.lesson_key): row for row in rows.order_by("correction")}
    return _with_lessons(edition, sorted(newest.values(), key=lambda row: row.position))


def content_of_draft(draft: Draft) -> CourseContent:
    """Turn what would be published into the rows it would become."""
    found = CourseContent(draft.hours if "kk" in draft.texts else None)
    for language, text in draft.texts.items():
        found.texts[language] = EditionText(language=language, **text.columns())
        found.modules[language] = [
            ModuleSnapshot(language=language, **module.columns()) for module in text.modules
        ]
        found.lessons[language] = [
            LessonSnapshot(language=language, **lesson.columns()) for lesson in text.lessons
        ]
    return found
