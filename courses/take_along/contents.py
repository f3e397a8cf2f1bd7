"""What stands in a file: an edition in one language, as it is read without a network."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from cms.models import HelpLine
from courses import outline as outlines
from courses.models import Edition, LessonSnapshot, LessonWithdrawal
from courses.outline import Outline, OutlineLesson, OutlineModule

FORM = 1  # of the files; raise it when this package makes them otherwise
STYLE = Path(__file__).with_name("file.css")
HEADING = re.compile(r"<(/?)h([23])\b")
OWN_LINK = re.compile(r'(<a\b[^>]*\bhref=")/(?!/)')


@dataclass(frozen=True)
class Lesson:
    """A lesson with its words."""

    listed: OutlineLesson
    parts: list[dict[str, Any]]
    sources: list[dict[str, Any]]


@dataclass(frozen=True)
class Module:
    """A module with its lessons, none of them withdrawn."""

    listed: OutlineModule
    lessons: list[Lesson]


@dataclass(frozen=True)
class Contents:
    """An edition in one language."""

    language: str
    outline: Outline
    modules: list[Module]
    help_lines: Mapping[str, HelpLine]
    as_of: date  # when it was published, or last corrected


def contents(edition: Edition, language: str) -> Contents:
    """Read an edition in `language`, as it is corrected and without what was withdrawn."""
    outline = outlines.outline(edition, language)
    snapshots = {
        snapshot.lesson_key: snapshot
        for snapshot in edition.lessons.current().filter(language=language)
    }
    modules = [
        Module(
            module,
            [_lesson(listed, snapshots[listed.key]) for listed in module.lessons
             if not listed.is_withdrawn],
        )
        for module in outline.modules
    ]  # fmt: skip
    return Contents(
        language=language, outline=outline,
        modules=[module for module in modules if module.lessons],
        help_lines={line.key: line for line in HelpLine.objects.all()},
        as_of=timezone.localdate(
            max([edition.published_at, *(one.made_at for one in snapshots.values())])
        ),
    )  # fmt: skip


def _lesson(listed: OutlineLesson, snapshot: LessonSnapshot) -> Lesson:
    return Lesson(listed, snapshot.parts, snapshot.sources)


def has_sensitive(edition: Edition) -> bool:
    """Whether an edition has lessons about violence that were not withdrawn."""
    withdrawn = LessonWithdrawal.objects.filter(course=edition.course_id).values("lesson_key")
    lessons = edition.lessons.current().filter(is_sensitive=True)
    return lessons.exclude(lesson_key__in=withdrawn).exists()


def made_from(edition: Edition) -> str:
    """Return a name of everything that the files of an edition depend on: four queries.

    Two that are equal are of the same corrections, withdrawals, help lines, words and look.
    """
    told = [
        FORM,
        edition.pk,
        edition.lessons.aggregate(newest=Max("pk"))["newest"],
        sorted(
            str(key)
            for key in LessonWithdrawal.objects.filter(course=edition.course_id).values_list(
                "lesson_key", flat=True
            )
        ),
        [[str(value) for value in row] for row in HelpLine.objects.values_list()],
        settings.BASE_URL,
        software(),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@cache
def software() -> str:
    """Return a digest of the templates, the style and the translated words of a file."""
    root = Path(settings.BASE_DIR)
    files = [
        STYLE,
        *sorted((root / "templates" / "courses").rglob("*.html")),
        *sorted((root / "locale").rglob("django.mo")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def below(html: str) -> str:
    """Return a lesson's HTML as it stands in the file: headings below the lesson's own, two levels
    down, and links to our pages with the whole address.
    """
    html = HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 2}", html)
    return OWN_LINK.sub(rf"\g<1>{settings.BASE_URL}/", html)
