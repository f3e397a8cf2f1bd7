"""Reading a lesson page block by block."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.snapshots.html import has_dead_link, public_html
from courses.writing.examples import example_in


@dataclass
class LessonContent:
    """What a learner sees, the answer key, and what keeps the lesson from being published."""

    parts: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # What films would show that have only a text yet. No snapshot holds it.
    films: list[str] = field(default_factory=list)
    # The same, each with the id of the block on which to mend it ("" for the page as a whole).
    spots: list[tuple[str, str]] = field(default_factory=list)


class Reading:
    """One lesson on its way into a snapshot; `readers` by kind of block."""

    def __init__(
        self,
        language: str,
        kept: bool,
        readers: Mapping[str, Callable[["Reading", Any, str], None]],
    ) -> None:
        self.language = language
        self.kept = kept
        self.readers = readers
        self.content = LessonContent()
        self.keys: set[str] = set()
        self.block_id = ""

    def read(self, page: Any) -> LessonContent:
        """Read all blocks, then the sources."""
        for child in page.body:
            self.block_id = child.id or ""
            self.readers[child.block_type](self, child.value, child.block_type)
        self.block_id = ""
        if not self.content.parts:
            self.wrong(_("The lesson is empty."))
        self.content.sources = [
            {
                "title": source.value["title"],
                "url": source.value.get("url") or "",
                "checked": str(source.value.get("checked") or ""),
            }
            for source in page.sources
        ]
        return self.content

    def wrong(self, message: str) -> None:
        """Note a problem once, and every block that has it."""
        if (message, self.block_id) not in self.content.spots:
            self.content.spots.append((message, self.block_id))
        if message not in self.content.problems:
            self.content.problems.append(message)

    def html(self, value: Any) -> str:
        """Public HTML of a rich text value."""
        html = public_html(value.source if value else "", self.language)
        if has_dead_link(html):
            self.wrong(_("A link leads to a page that is there no more."))
        if example := example_in(html):
            self.wrong(
                _("“%(example)s” is still the example. Put your own words in its place.")
                % {"example": example}
            )
        return html

    def key(self, value: Any) -> str:
        """The key of an activity, unique in the lesson."""
        key = value.get("key") or ""
        if not key:
            self.wrong(_("An activity has no key. Open the page and save it once."))
        elif key in self.keys:
            self.wrong(_("Two blocks have the same key “%(key)s”.") % {"key": key})
        self.keys.add(key)
        return key

    def add(self, part: dict[str, Any]) -> None:
        """Add what learners see; every part bears a lasting id, its key or its block's."""
        self.content.parts.append(part | {"id": part.get("key") or self.block_id})
