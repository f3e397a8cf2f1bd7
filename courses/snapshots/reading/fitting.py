"""Readers of what makes one lesson fit different people."""

from typing import Any

from django.utils.translation import gettext as _

from courses.blocks.fitting import FEWEST_SENTENCES, MOST_SENTENCES
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


FITTING_READERS = {"short": read_short}
