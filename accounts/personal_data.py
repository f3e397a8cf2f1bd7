"""What is held about a person, collected from every app: for a page and for a file.

Each app says what it holds in its `held.py` and answers `personal_data_asked` with it. Both the
page and the file are made from the same sections, so neither can say less than the other.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from accounts.signals import personal_data_asked

FORMAT = "otau-data"
VERSION = 1  # counted up when a key changes its meaning or goes; a new key is no new version
FILE_NAME = "otau-data.json"

type Value = str | int | float | bool | dt.datetime | dt.date | list[str] | None


@dataclass(frozen=True)
class Item:
    """One thing that is held.

    `key` is its lasting name in the file, `words` its name on the page, `shown` its value there
    where the value alone does not say it, `field` the fields of models it comes from.
    """

    key: str
    words: str | Promise
    value: Value
    field: str = ""
    shown: str | Promise = ""

    @property
    def is_said(self) -> bool:
        """Whether there is anything to read: the page leaves out what is empty."""
        return self.value not in (None, "", [])

    @property
    def moment(self) -> dt.datetime | None:
        """The value, if it is a moment."""
        return self.value if isinstance(self.value, dt.datetime) else None

    @property
    def day(self) -> dt.date | None:
        """The value, if it is a day or a moment."""
        return self.value if isinstance(self.value, dt.date) else None

    @property
    def text(self) -> str | Promise:
        """The value in words, unless it is a day or a moment."""
        if self.shown or not isinstance(self.value, list):
            return self.shown or ("" if self.value is None else str(self.value))
        return ", ".join(self.value)


type Row = tuple[Item, ...]


@dataclass(frozen=True)
class Section:
    """Things of one kind: rows of items, loaded when they are asked for."""

    key: str
    title: str | Promise
    about: str | Promise
    rows: Callable[[], Iterable[Row]]


def sections_of(user: User) -> list[Section]:
    """Return the sections of every app, those of the lowest floor first."""
    answers = personal_data_asked.send(sender=User, user=user)
    return [section for _receiver, sections in reversed(answers) for section in sections]


def section_of(user: User, key: str) -> Section | None:
    """Return one section by its key."""
    return next((section for section in sections_of(user) if section.key == key), None)


def as_file(user: User) -> str:
    """Return everything held about a person as JSON (docs/erasure.md describes it)."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "sections": {
                section.key: [
                    {item.key: _plain(item.value) for item in row} for row in section.rows()
                ]
                for section in sections_of(user)
            },
        },
        ensure_ascii=False,
        indent=2,
    )


def _plain(value: Value) -> Any:
    """Return a value as JSON has it: moments and days as ISO 8601 writes them, in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else value
