"""What the learners of the latest edition must answer, and what a draft would change of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.models import Edition, LessonPage, LessonSnapshot
from courses.snapshots.parity import shape
from courses.snapshots.reading import LessonContent
from courses.writing.words import plain

WORDS_OF_A_QUESTION = 12


@dataclass(frozen=True)
class Task:
    """A required activity of the edition: its lasting key and the first words of its question."""

    key: str
    name: str


@dataclass
class Required:
    """What the edition asks, and what its next one would, were the draft published."""

    edition: int
    tasks: list[Task] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


def required_of(page: LessonPage, draft: LessonContent) -> Required | None:
    """Compare the `draft` read from `page` with the latest edition; None when none has it."""
    language = page.locale.language_code
    snapshot = snapshot_of(page, language)
    if snapshot is None:
        return None
    before, after = asked(snapshot.parts, snapshot.answers), asked(draft.parts, draft.answers)
    names = names_of(draft.parts) | names_of(snapshot.parts)
    found = Required(edition=snapshot.edition.number)
    found.tasks = [Task(key, names[key]) for key in before]
    for key in before:
        if key not in after:
            found.changes.append(gone(names[key], found.edition))
        elif before[key] != after[key]:
            found.changes.append(other(names[key], found.edition))
    found.changes += [new(names[key], found.edition) for key in after if key not in before]
    if snapshot.is_required and not page.is_required:
        found.changes.append(optional(found.edition))
    return found


def snapshot_of(page: LessonPage, language: str) -> LessonSnapshot | None:
    """Return what is served of the lesson in the latest edition of its course."""
    # A page that is being written for the first time stands nowhere yet.
    if not page.pk:
        return None
    course = page.get_parent().get_parent().specific
    return (
        LessonSnapshot.objects.current()
        .filter(
            edition__in=Edition.objects.latest_of(course.course),
            language=language,
            lesson_key=page.translation_key,
        )
        .select_related("edition")
        .first()
    )


def asked(parts: list[dict[str, Any]], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what counts of each required activity, by key; the order of options does not."""
    return {
        key: (kind, dict(asks))
        for kind, key, is_required, asks in shape(parts, dict(answers))
        if is_required
    }


def names_of(parts: list[dict[str, Any]]) -> dict[str, str]:
    """Return the first words of each question, by key."""
    return {
        part["key"]: Truncator(plain(part.get("prompt") or "")).words(WORDS_OF_A_QUESTION)
        for part in parts
        if part.get("key")
    }


def gone(name: str, edition: int) -> str:
    """Say what it means to take a required activity out."""
    return _(
        "The draft leaves out “%(task)s”. Learners of edition %(edition)s are not touched. In the "
        "next edition nobody is asked it; it cannot be a correction."
    ) % {"task": name, "edition": edition}


def other(name: str, edition: int) -> str:
    """Say what it means to ask something else under the same key."""
    return _(
        "The draft changes what is asked or right in “%(task)s”. Learners of edition %(edition)s "
        "are not touched. In the next edition it would have to be answered anew; it cannot be a "
        "correction."
    ) % {"task": name, "edition": edition}


def new(name: str, edition: int) -> str:
    """Say what it means to ask one thing more."""
    return _(
        "The draft also requires “%(task)s”. Learners of edition %(edition)s are not touched. In "
        "the next edition it would have to be answered; it cannot be a correction."
    ) % {"task": name, "edition": edition}


def optional(edition: int) -> str:
    """Say what it means to make the lesson optional."""
    return _(
        "The draft no longer requires the lesson. Learners of edition %(edition)s are not touched; "
        "it cannot be a correction."
    ) % {"edition": edition}
