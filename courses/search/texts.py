"""What of a page is searched, in which order of weight, and what of it may be shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from cms.models import FamilySupportCentre, HelpLine, InfoPage
from courses.differences.words import plain
from courses.models import LessonSnapshot
from courses.search.folding import tidy
from courses.snapshots.html import public_html
from courses.topics import names_of

# Of a part of a lesson: what is shown as text, by its name. Options and right answers are not.
TEXTS = ("html", "prompt", "title", "items", "term", "alt", "caption", "back", "transcript", "talk")


@dataclass
class Searched:
    """Texts by weight: A the title, B the short version, C headings and places, D the rest."""

    title: str
    short: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    place: str = ""
    may_be_shown: bool = True

    def zones(self) -> Iterator[tuple[str, str]]:
        """Yield each text with its weight."""
        yield "A", self.title
        for weight, texts in (("B", self.short), ("C", self.headings), ("D", self.body)):
            for text in texts:
                yield weight, text

    @property
    def shown(self) -> str:
        """The lines of which an excerpt is made; empty where none may be."""
        lines = [*self.short, *self.body] if self.may_be_shown else []
        return "\n".join(line for line in lines if line)


def of_lesson(lesson: LessonSnapshot, *, module: str, course: str) -> Searched:
    """A lesson. One that speaks of violence is found by title and short version, and not shown."""
    short = [
        line for part in lesson.parts if part["kind"] == "short" for line in _lines(part["lines"])
    ]
    found = Searched(
        tidy(lesson.title), short, place=f"{course} · {module}" if module else course,
        may_be_shown=not lesson.is_sensitive,
    )  # fmt: skip
    if lesson.is_sensitive:
        return found
    with translation.override(lesson.language):
        topics = names_of(lesson.topics)
    found.short = [*short, topics] if topics else short
    found.headings = [module, *(p["text"] for p in lesson.parts if p["kind"] == "heading")]
    for part in lesson.parts:
        if part["kind"] != "short":
            found.body += _texts(part)
    return found


def of_help_line(line: HelpLine) -> Searched:
    """A help line in the active language, found by its number too."""
    body = _lines([line.what, line.written, line.hours])
    return Searched(line.name, [], [line.phone], body, place=line.phone)


def of_centre(centre: FamilySupportCentre) -> Searched:
    """A Family Support Centre in the active language, found by its town and region."""
    region = str(centre.get_region_display())
    return Searched(
        centre.name, _lines([f"{centre.city}, {centre.address}"]), [region], place=region
    )


def of_page(page: InfoPage) -> Searched:
    """An information page."""
    html = public_html(page.body, page.locale.language_code)
    return Searched(tidy(page.title), _lines([page.lead]), [], _lines([html]))


def _texts(part: Mapping[str, Any]) -> list[str]:
    found = [part[name] for name in TEXTS if name in part]
    found += [case["html"] for case in part.get("cases", [])]
    found += [f"{line['who']}: {line['html']}" for line in part.get("lines", [])]
    values = ([value] if isinstance(value, str) else value for value in found)
    return _lines(text for texts in values for text in texts)


def _lines(texts: Iterable[str]) -> list[str]:
    """Return the paragraphs of HTML or plain texts, without their tags."""
    lines = [line for text in texts if text for line in plain(text).split("\n")]
    return [words for line in lines if (words := tidy(line))]
