"""A file with YAML front matter between two `---` lines, then text."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.texts.findings import Findings

FENCE = "---"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Document:
    """What stands in one file; lines are counted from 1 in the whole file."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1


def read_document(path: Path, name: str, findings: Findings) -> Document | None:
    """Read `path`, called `name` in messages; None when nothing of it can be used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        findings.add(name, line, _("This is not UTF-8 text. Save the file as UTF-8."))
        return None
    except OSError as error:
        findings.add(name, 1, _("The file cannot be read: %(why)s.") % {"why": error.strerror})
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        findings.add(name, line, _("This is not plain text. Save the file as UTF-8."))
        return None
    rows = text.splitlines()
    if not rows or rows[0].rstrip() != FENCE:
        findings.add(
            name, 1,
            _("The file must begin with front matter: a line %(fence)s.") % {"fence": repr(FENCE)},
        )  # fmt: skip
        return None
    end = next((n for n, row in enumerate(rows[1:], start=1) if row.rstrip() == FENCE), None)
    if end is None:
        findings.add(
            name, 1,
            _("The front matter has no end. Close it with a line %(fence)s.")
            % {"fence": repr(FENCE)},
        )  # fmt: skip
        return None
    fields, lines = _front_matter("\n".join(rows[1:end]), name, findings)
    if fields is None:
        return None
    return Document(name, fields, lines, "\n".join(rows[end + 1 :]), end + 2)


def _front_matter(
    text: str, name: str, findings: Findings
) -> tuple[dict[str, Any] | None, dict[str, int]]:
    """Return the fields and the line of each; None for the fields when they are no mapping."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            findings.add(name, 2, _("The front matter must be lines of the form `name: value`."))
            return None, {}
        fields: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 2
            if key in fields:
                findings.add(
                    name, line, _("`%(name)s` stands twice. Keep one of them.") % {"name": key}
                )
            fields[key] = loader.construct_object(value_node, deep=True)
            lines[key] = line
            if not is_storable(fields[key]):
                findings.add(
                    name, line, _("`%(name)s` holds a sign that is no text.") % {"name": key}
                )
                return None, {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        findings.add(
            name, line,
            _("The front matter is not YAML (%(why)s). A value with a colon in it needs quotation "
              "marks.") % {"why": error.problem},
        )  # fmt: skip
        return None, {}
    except RecursionError:
        findings.add(name, 2, _("The front matter is nested too deeply."))
        return None, {}
    except ValueError as error:
        findings.add(
            name, 2,
            _("The front matter has a value that cannot be read: %(why)s.") % {"why": error},
        )  # fmt: skip
        return None, {}
    finally:
        loader.dispose()
    return fields, lines


def is_storable(value: Any) -> bool:
    """Whether every text within a value can be stored: no NUL, no half of a character."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict):
        return all(is_storable(inside) for pair in value.items() for inside in pair)
    if isinstance(value, list):
        return all(is_storable(inside) for inside in value)
    return True


class Fields:
    """Reads typed values from a document's front matter and notes what is wrong with them."""

    def __init__(self, document: Document, findings: Findings, allowed: set[str]) -> None:
        self.document = document
        self.findings = findings
        for name in document.fields.keys() - allowed:
            self.wrong(
                name, _("`%(name)s` is not known here. Known: %(known)s."),
                known=", ".join(sorted(allowed)),
            )  # fmt: skip

    def line(self, name: str) -> int:
        """The line on which the field stands; 1 when it is missing."""
        return self.document.lines.get(name, 1)

    def wrong(self, field_name: str, message: str, **values: object) -> None:
        """Note that the field is wrong; `message` names it as %(name)s beside its `values`."""
        words = message % {"name": field_name, **values}
        self.findings.add(self.document.name, self.line(field_name), words)

    def _value(self, name: str) -> Any:
        value = self.document.fields.get(name)
        if value is None or value == "":
            self.wrong(name, _("`%(name)s` is missing or empty."))
            return None
        return value

    def text(self, name: str, *, most: int, otherwise: str | None = None) -> str:
        """Return a text of at most `most` characters; empty when it is wrong."""
        if otherwise is not None and name not in self.document.fields:
            return otherwise
        value = self._value(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(
                name,
                _("`%(name)s` must be text, but %(found)s was found. Put it in quotation marks."),
                found=repr(value),
            )  # fmt: skip
            return ""
        words = " ".join(value.split())
        if len(words) > most:
            self.wrong(
                name,
                ngettext(
                    "`%(name)s` has %(length)s character; at most %(most)s fit.",
                    "`%(name)s` has %(length)s characters; at most %(most)s fit.",
                    len(words),
                ),
                length=len(words), most=most,
            )  # fmt: skip
        return words

    def pattern(self, name: str, pattern: re.Pattern[str], otherwise: str) -> str:
        """Return a text that matches `pattern` as a whole; `otherwise` says what is wrong."""
        value = self.text(name, most=200)
        if value and not pattern.fullmatch(value):
            self.wrong(name, otherwise, found=repr(value))
            return ""
        return value

    def key(self, name: str = "key") -> uuid.UUID | None:
        """Return a UUID."""
        value = self._value(name)
        if value is None:
            return None
        try:
            return uuid.UUID(str(value))
        except ValueError:
            self.wrong(
                name, _("`%(name)s` must be a UUID, but %(found)s was found."),
                found=repr(str(value)),
            )  # fmt: skip
            return None

    def yes_or_no(self, name: str, *, otherwise: bool | None = None) -> bool:
        """Return true or false."""
        if otherwise is not None and name not in self.document.fields:
            return otherwise
        value = self._value(name)
        if value is not None and not isinstance(value, bool):
            self.wrong(
                name, _("`%(name)s` must be true or false, but %(found)s was found."),
                found=repr(value),
            )  # fmt: skip
        return value is True

    def one_of(self, name: str, known: Sequence[str], *, otherwise: str) -> str:
        """Return one of the `known` words; `otherwise` where the field is not there."""
        value = self.text(name, most=200, otherwise=otherwise)
        if value not in known:
            self.wrong(
                name, _("`%(name)s` must be one of %(known)s, but %(found)s was found."),
                known=", ".join(known), found=repr(value),
            )  # fmt: skip
            return otherwise
        return value

    def whole(self, name: str, *, least: int, most: int, otherwise: int | None = None) -> int:
        """Return a whole number between `least` and `most`."""
        if otherwise is not None and name not in self.document.fields:
            return otherwise
        value = self._value(name)
        if value is None:
            return least
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(
                name,
                _("`%(name)s` must be a whole number from %(least)s to %(most)s, but %(found)s "
                  "was found."),
                least=least, most=most, found=repr(value),
            )  # fmt: skip
            return least
        return value

    def number(self, name: str) -> Decimal:
        """Return a number above zero with at most one decimal."""
        value = self._value(name)
        if value is None:
            return Decimal(1)
        try:
            number = Decimal(str(value))
            if not isinstance(value, bool) and 0 < number < 1000 and number == round(number, 1):
                return number
        except InvalidOperation:
            pass
        self.wrong(
            name, _("`%(name)s` must be a number such as 1 or 1.5, but %(found)s was found."),
            found=repr(value),
        )  # fmt: skip
        return Decimal(1)

    def day(self, name: str) -> date | None:
        """Return a date written as YYYY-MM-DD."""
        value = self._value(name)
        if value is not None and type(value) is not date:
            self.wrong(
                name, _("`%(name)s` must be a date such as 2026-11-20, but %(found)s was found."),
                found=repr(value),
            )  # fmt: skip
            return None
        return value
