"""Readers of what makes one lesson fit different people."""

from typing import Any

from django.utils.translation import gettext as _

from courses.blocks.fitting import FEWEST_SENTENCES, MOST_SENTENCES
from courses.circumstances import is_known
from courses.snapshots.html import inline_html
from courses.snapshots.reading.lesson import Reading


def read_short(reading: Reading, value: Any, kind: str) -> None:
    """The lesson in a few sentences. It opens the lesson, and there is one."""
    before = {part["kind"] for part in reading.content.parts}
    if kind in before:
        reading.wrong(_("A lesson has one short version. Take this one away."))
    elif before:
        reading.wrong(_("The short version stands before all else. Move it to the top."))
    lines = [inline_html(reading.html(line)) for line in value.get("lines") or []]
    if not FEWEST_SENTENCES <= len(lines) <= MOST_SENTENCES or not all(lines):
        reading.wrong(_("A short version has three to five sentences, none of them empty."))
    reading.add({"kind": kind, "lines": lines})


def read_tailored(reading: Reading, value: Any, kind: str) -> None:
    """A text that depends on people's circumstances, with the one for everybody."""
    key, html = reading.key(value), reading.html(value.get("text"))
    cases = [
        {"key": case.get("circumstance") or "", "html": reading.html(case.get("text"))}
        for case in value.get("cases") or []
    ]
    if not html:
        reading.wrong(_("A tailored text has nothing for everybody."))
    if not cases or not all(is_known(case["key"]) and case["html"] for case in cases):
        reading.wrong(_("A tailored text has a case without people or without words, or none."))
    if len({case["key"] for case in cases}) < len(cases):
        reading.wrong(_("Two cases are for the same people. Keep one of them."))
    reading.add({"kind": kind, "key": key, "html": html, "cases": cases})


def read_week(reading: Reading, value: Any, kind: str) -> None:
    """One small thing to do this week, and what to look back at in seven days."""
    key, html, back = (
        reading.key(value), reading.html(value.get("text")), reading.html(value.get("back"))
    )  # fmt: skip
    if not html or not back:
        reading.wrong(_("A week lacks what to do, or what to look back at."))
    reading.add({"kind": kind, "key": key, "html": html, "back": back})


def read_to_film(reading: Reading, value: Any, kind: str) -> None:
    """Text for learners; that it stands for a film is said to those who write only."""
    html, about = reading.html(value.get("text")), (value.get("about") or "").strip()
    if not html:
        reading.wrong(_("A text that stands for a film has no words."))
        return
    if about:
        reading.content.films.append(about)
    reading.add({"kind": "html", "role": kind, "html": html})


FITTING_READERS = {
    "short": read_short,
    "tailored": read_tailored,
    "week": read_week,
    "to_film": read_to_film,
}
