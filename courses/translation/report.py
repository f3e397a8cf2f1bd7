"""The parity report of a course: page by page what is out of step, and where to mend it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from courses.models import Course
from courses.translation.forms import name_of
from courses.translation.questions import twins_of_course
from courses.translation.states import State
from courses.translation.structure import sentence
from courses.translation.tree import misplaced
from courses.translation.twins import LANGUAGES, OTHER, Twins
from courses.translation.words import plain

ABSENT = (State.MISSING, State.EMPTY)
WORDS_SHOWN = 80


@dataclass(frozen=True)
class Finding:
    """One thing to mend; `url` leads to it when the reader may mend it."""

    state: str
    where: str
    words: str = ""
    url: str = ""


@dataclass
class Side:
    """A page in one language: how many texts are done, changed since, absent; and what to mend.

    `page` is None when it does not exist.
    """

    language: str
    page: Any = None
    done: int = 0
    changed: int = 0
    absent: int = 0
    url: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many texts the other language has."""
        return self.done + self.changed + self.absent

    @property
    def widths(self) -> list[tuple[str, str, str]]:
        """The parts of the drawn bar: kind, where it begins and how wide it is, of 100."""
        found, at = [], 0.0
        for kind in ("done", "changed", "absent"):
            width = 100 * getattr(self, kind) / self.total if self.total else 0
            if width:
                found.append((kind, f"{at:.2f}", f"{width:.2f}"))
            at += width
        return found


@dataclass
class ReportedPage:
    """A page of the course in both languages, and where the two are built otherwise."""

    title: str
    kind: str
    sides: list[Side]
    structure: list[str]
    structure_url: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anything has to be mended."""
        return bool(self.structure) or any(
            side.page is None or side.findings for side in self.sides
        )


def report(course: Course, mine: set[int] | None) -> list[ReportedPage]:
    """Return the pages of a course in reading order, with what is out of step.

    `mine` are the ids of pages the reader may write, None for all: other pages are left out.
    """
    found = twins_of_course(course)
    places = misplaced(found)
    return [
        _reported(twins, places.get(twins.key, ""), mine)
        for twins in found
        if mine is None or any(page.pk in mine for page in twins.pages.values())
    ]


def total(pages: list[ReportedPage]) -> list[Side]:
    """Return the sums of a report by language."""
    sums = []
    for number, language in enumerate(LANGUAGES):
        side = Side(language)
        for page in pages:
            for kind in ("done", "changed", "absent"):
                setattr(side, kind, getattr(side, kind) + getattr(page.sides[number], kind))
        sums.append(side)
    return sums


def _reported(twins: Twins, place: str, mine: set[int] | None) -> ReportedPage:
    sides = [_side(twins, language, mine) for language in LANGUAGES]
    structure = [place] if place else []
    structure += [sentence(one) for one in twins.differences("kk")]
    url = next((side.url for side in reversed(sides) if side.url), "")
    return ReportedPage(
        twins.title,
        twins.model._meta.model_name or "",
        sides,
        structure,
        f"{url}#structure" if url and len(structure) > bool(place) else "",
    )


def _side(twins: Twins, language: str, mine: set[int] | None) -> Side:
    page = twins.pages.get(language)
    source = OTHER[language]
    side = Side(language, page)
    if source in twins.pages and (mine is None or page is None or page.pk in mine):
        side.url = reverse("courses_translate", args=[twins.pages[source].pk])
        side.url += "?from=ru" if source == "ru" else ""
    rows = twins.rows(source)
    counts = Counter(row.state for row in rows)
    side.done = counts[State.DONE]
    side.absent = sum(counts[state] for state in ABSENT)
    side.changed = sum(row.is_counted for row in rows) - side.done - side.absent
    if page is not None:
        side.findings = [
            Finding(
                str(row.state.label),
                row.piece.label,
                shortened(row.source or row.target or "") if row.piece.kind != "file" else "",
                f"{side.url}#t-{name_of(row.piece.address)}" if side.url else "",
            )
            for row in rows
            if row.is_open
        ]
    return side


def shortened(text: str) -> str:
    """Return the beginning of a text in one line."""
    words = " ".join(plain(text).split())
    return words if len(words) <= WORDS_SHOWN else words[: WORDS_SHOWN - 1].rstrip() + "…"
