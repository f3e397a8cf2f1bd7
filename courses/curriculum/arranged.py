"""What is put in order, brought together or counted, in a lesson's file."""

import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.texts import INLINE, PLAIN, Findings, rich_text
from courses.activities import FEWEST, MOST
from courses.curriculum.containers import Container
from courses.curriculum.parts import Option, Pair, Part
from courses.curriculum.questions import FEEDBACK, HINT, KEY, read_hint

ITEM = re.compile(r"^\s{0,3}[-*]\s+\[(?P<mark>[^\]]*)\]\s*\{(?P<key>[^}]*)\}\s*(?P<text>.*)$")
OTHER_SIDE = re.compile(r"^\s+=\s*\{(?P<key>[^}]*)\}\s*(?P<text>.*)$")
SECTION = re.compile(r"^(?P<name>right|wrong|small|big):\s*$")
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
LONGEST = {"unit": 20, "low": 60, "high": 60}
LONGEST_ITEM = 200
# The feedback on an answer as a whole, by name, with what is said where it is missing.
SECTIONS = {
    "order": {
        "right": gettext_lazy(
            "`right:` is missing: the feedback when the order is right, on the next line after `>`."
        ),
        "wrong": gettext_lazy(
            "`wrong:` is missing: the feedback when it is not right yet, on the next line after "
            "`>`."
        ),
    },
    "pairs": {},
    "number": {
        "right": gettext_lazy(
            "`right:` is missing: the feedback when the number is right, on the next line after "
            "`>`."
        ),
        "small": gettext_lazy(
            "`small:` is missing: the feedback when it is too small, on the next line after `>`."
        ),
        "big": gettext_lazy(
            "`big:` is missing: the feedback when it is too big, on the next line after `>`."
        ),
    },
}


@dataclass
class Row:
    """An item, a pair or the name of a feedback, with the feedback below it."""

    line: int
    mark: str = ""
    key: str = ""
    text: str = ""
    right_key: str = ""
    right: str = ""
    feedback: list[str] = field(default_factory=list)


@dataclass
class Inside:
    """What was found between the lines of a container."""

    prompt: list[str] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    sections: dict[str, Row] = field(default_factory=dict)
    hint: str = ""


class Reader:
    """Reads one container of the kinds `order`, `pairs` and `number`."""

    def __init__(self, file: str, container: Container, findings: Findings) -> None:
        self.file, self.container, self.findings = file, container, findings
        self.inside = Inside()
        self.last: Row | None = None

    def wrong(self, line: int, message: str) -> None:
        """Note what is wrong at a line."""
        self.findings.add(self.file, line, message)

    def read(self) -> Part:
        """Read the lines, then what they say together."""
        container = self.container
        for at, row in enumerate(container.rows, start=container.line + 1):
            self.row(at, row)
        inside = self.inside
        html = rich_text(
            "\n".join(inside.prompt), file=self.file, line=container.line + 1,
            findings=self.findings, allowed=PLAIN,
        )  # fmt: skip
        if not html:
            self.wrong(
                container.line,
                _("`::: %(kind)s` has no prompt.") % {"kind": container.kind},
            )
        part = Part(
            container.kind, container.line, key=container.key, html=html, hint=inside.hint,
            texts=self.texts(),
        )  # fmt: skip
        if container.kind == "order":
            return replace(part, options=self.options())
        if container.kind == "pairs":
            return replace(part, pairs=self.pairs())
        return replace(
            part, words={"unit": words_of(self.file, container, "unit", self.findings)},
            facts=self.number_facts(),
        )  # fmt: skip

    def row(self, at: int, row: str) -> None:
        """Read one line."""
        kind, inside = self.container.kind, self.inside
        item, other, told = ITEM.match(row), OTHER_SIDE.match(row), FEEDBACK.match(row)
        section, hinted = SECTION.match(row), HINT.match(row)
        if inside.hint and row.strip():
            self.wrong(at, _("Nothing stands after the hint."))
        elif item and kind != "number":
            self.last = Row(at, item["mark"], item["key"], plain(item["text"]))
            inside.items.append(self.last)
        elif other and self.last and self.last.key and kind == "pairs" and not self.last.right_key:
            self.last.right_key, self.last.right = other["key"], plain(other["text"])
        elif section and section["name"] in SECTIONS[kind]:
            self.last = Row(at)
            if section["name"] in inside.sections:
                self.wrong(
                    at,
                    _("`%(name)s` stands twice. Keep one of them.")
                    % {"name": f"{section['name']}:"},
                )
            inside.sections[section["name"]] = self.last
        elif hinted:
            inside.hint = read_hint(hinted, self.file, at, self.findings)
        elif told and self.last:
            self.last.feedback.append(told["text"])
        elif not self.last:
            inside.prompt.append(row)
        elif row.strip():
            self.wrong(at, str(HOW[kind]))

    def feedback(self, row: Row) -> str:
        """Return what is said below a line."""
        if not "".join(row.feedback).strip():
            self.wrong(row.line, _("The feedback is missing. Write it below, indented, after `>`."))
        return rich_text(
            "\n".join(row.feedback), file=self.file, line=row.line + 1, findings=self.findings,
            allowed=INLINE,
        )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """Return the feedback on the answer as a whole, by name."""
        found = {}
        for name, missing in SECTIONS[self.container.kind].items():
            row = self.inside.sections.get(name)
            if row is None:
                self.wrong(self.container.line, str(missing))
            found[name] = self.feedback(row) if row else ""
        return found

    def options(self) -> tuple[Option, ...]:
        """Return the items of an order."""
        rows = self.inside.items
        for number, row in enumerate(rows, start=1):
            if row.mark.strip() != str(number):
                self.wrong(
                    row.line,
                    _("`[%(mark)s]` must be `[%(number)s]`: its place in the order.")
                    % {"mark": row.mark, "number": number},
                )
            if row.feedback:
                self.wrong(row.line, _("An item of an order has no feedback of its own."))
        self.check_many(
            len(rows),
            _("`::: order` has %(fewest)s to %(most)s items; %(found)s were found."),
        )
        self.check_sides([(row.line, row.key, row.text) for row in rows])
        return tuple(Option(row.key, row.text, False, "", row.line) for row in rows)

    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs."""
        rows = self.inside.items
        for row in rows:
            if row.mark.strip() != "=":
                self.wrong(
                    row.line, _("`[%(mark)s]` must be `[=]` in a pair.") % {"mark": row.mark}
                )
        self.check_many(
            len(rows),
            _("`::: pairs` has %(fewest)s to %(most)s pairs; %(found)s were found."),
        )
        self.check_sides([(row.line, row.key, row.text) for row in rows])
        self.check_sides([(row.line, row.right_key, row.right) for row in rows])
        return tuple(
            Pair(r.key, r.text, r.right_key, r.right, self.feedback(r), r.line) for r in rows
        )

    def check_many(self, found: int, message: str) -> None:
        """Note too few or too many; `message` says how many there can be."""
        if not FEWEST <= found <= MOST:
            self.wrong(
                self.container.line, message % {"fewest": FEWEST, "most": MOST, "found": found}
            )

    def check_sides(self, sides: list[tuple[int, str, str]]) -> None:
        """Note keys and texts that are missing, malformed or there twice."""
        keys: dict[str, int] = {}
        texts: dict[str, int] = {}
        for line, key, text in sides:
            if not KEY.fullmatch(key):
                self.wrong(line, no_key(key))
            if not text:
                self.wrong(line, _("There is no text after the key."))
            if len(text) > LONGEST_ITEM:
                message = ngettext(
                    "The text has %(length)s character; at most %(most)s fit.",
                    "The text has %(length)s characters; at most %(most)s fit.",
                    len(text),
                )
                self.wrong(line, message % {"length": len(text), "most": LONGEST_ITEM})
            for value, seen, message in (
                (key, keys, _("The key `%(value)s` stands already on line %(line)s.")),
                (
                    text.casefold(), texts,
                    _("The text `%(value)s` stands already on line %(line)s."),
                ),
            ):  # fmt: skip
                if value and value in seen:
                    self.wrong(line, message % {"value": value, "line": seen[value]})
                seen.setdefault(value, line)

    def number_facts(self) -> dict[str, str]:
        """Return the right number and its tolerance."""
        facts = {
            "value": self.container.attributes.get("value", "0"),
            "tolerance": self.container.attributes.get("tolerance", "0"),
        }
        for name, text in facts.items():
            if not NUMBER.fullmatch(text) or (name == "tolerance" and text.startswith("-")):
                self.wrong(
                    self.container.line,
                    _("`%(name)s=%(text)s` must be a number with a point, such as 12 or 3.5.")
                    % {"name": name, "text": text},
                )
        return facts


HOW = {
    "order": gettext_lazy(
        "This line has no place in `::: order` here: an item is `- [1] {key} text`, then stand "
        "`right:` and `wrong:`, then `hint: …`."
    ),
    "pairs": gettext_lazy(
        "This line has no place in `::: pairs` here: a pair is `- [=] {key} text`, below it, "
        "indented, `= {key} text` and `> feedback`."
    ),
    "number": gettext_lazy(
        "This line has no place in `::: number` here: there stand `right:`, `small:` and `big:`, "
        "each with its feedback, then `hint: …`."
    ),
}


def read_arranged(file: str, container: Container, findings: Findings) -> Part:
    """Read an order, pairs or a number."""
    return Reader(file, container, findings).read()


def words_of(file: str, container: Container, name: str, findings: Findings) -> str:
    """Return the plain words of an attribute."""
    words = plain(container.attributes.get(name, ""))
    if len(words) > LONGEST[name]:
        message = ngettext(
            "`%(name)s` has %(length)s character; at most %(most)s fit.",
            "`%(name)s` has %(length)s characters; at most %(most)s fit.",
            len(words),
        )
        values = {"name": name, "length": len(words), "most": LONGEST[name]}
        findings.add(file, container.line, message % values)
    return words


def no_key(found: str) -> str:
    """Say that a key is missing, or malformed."""
    if not found:
        return _("A key in braces, such as {a}, is needed; none was found. Small Latin letters, "
                 "digits and hyphens, at most 40.")  # fmt: skip
    return _("A key in braces, such as {a}, is needed; %(found)s was found. Small Latin letters, "
             "digits and hyphens, at most 40.") % {"found": found}  # fmt: skip


def plain(text: str) -> str:
    """Return plain words without the spaces that nobody sees."""
    return " ".join(text.split())
