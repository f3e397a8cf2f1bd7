"""Headings, quotations, dialogues, terms, checklists, documents, help lines and recordings in a
lesson's file: one reader for each kind.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from cms.texts import INLINE, PLAIN, Findings, rich_text
from courses.curriculum.containers import Container, no_text
from courses.curriculum.parts import MEDIA_KINDS, Part

LINE = re.compile(r"^\s{0,3}[-*]\s+\{(?P<who>[^{}]*)\}\s*(?P<what>.*)$")
STEP = re.compile(r"^\s{0,3}[-*]\s+(?P<what>.*)$")
LINK = re.compile(r"https?://[^\s\"<>]+")
HELP_LINE = re.compile(r"[a-zA-Z0-9_-]{1,50}")
# How long plain words may be: as long as in the admin.
LONGEST = {"heading": 200, "source": 200, "who": 60, "word": 100, "title": 200, "about": 300}
TOO_LONG: dict[str, Any] = {
    "heading": ngettext_lazy(
        "The heading has %(length)s character; at most %(most)s fit.",
        "The heading has %(length)s characters; at most %(most)s fit.",
        "length",
    ),
    "source": ngettext_lazy(
        "The source has %(length)s character; at most %(most)s fit.",
        "The source has %(length)s characters; at most %(most)s fit.",
        "length",
    ),
    "who": ngettext_lazy(
        "The who has %(length)s character; at most %(most)s fit.",
        "The who has %(length)s characters; at most %(most)s fit.",
        "length",
    ),
    "word": ngettext_lazy(
        "The word has %(length)s character; at most %(most)s fit.",
        "The word has %(length)s characters; at most %(most)s fit.",
        "length",
    ),
    "about": ngettext_lazy(
        "The about has %(length)s character; at most %(most)s fit.",
        "The about has %(length)s characters; at most %(most)s fit.",
        "length",
    ),
    "title": ngettext_lazy(
        "The title has %(length)s character; at most %(most)s fit.",
        "The title has %(length)s characters; at most %(most)s fit.",
        "length",
    ),
}

# Kind: the attributes it must have, those it may have, the flags it may have.
CONTENT_KINDS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "short": (set(), set(), set()),
    "heading": ({"level"}, set(), set()),
    "quotation": (set(), {"source"}, set()),
    "dialogue": (set(), set(), set()),
    "term": ({"word"}, set(), set()),
    "tailored": ({"key"}, set(), set()),
    "week": ({"key"}, set(), set()),
    "to-film": ({"about"}, set(), set()),
    "helpline": ({"line"}, set(), set()),
    "checklist": ({"title"}, set(), set()),
    "document": ({"file"}, {"title"}, set()),
    "audio": ({"key"}, {"file", "link"}, set()),
    "video": ({"key"}, {"file", "link", "captions"}, set()),
}


def read_heading(file: str, container: Container, findings: Findings) -> Part:
    """Read a heading: its level in the first line, its words inside."""
    words = plain_inside(container)
    level = container.attributes.get("level", "")
    if level not in ("2", "3"):
        findings.add(
            file, container.line,
            _("`level=%(level)s` must be 2 (large) or 3 (small).") % {"level": level},
        )  # fmt: skip
    if not words:
        findings.add(file, container.line, _("`::: heading` has no words."))
    check_length(file, container, "heading", words, findings)
    return Part("heading", container.line, words={"heading": words}, facts={"level": level})


def read_quotation(file: str, container: Container, findings: Findings) -> Part:
    """Read a quotation."""
    return Part(
        "quotation", container.line, html=markdown(file, container, no_text(container), findings),
        words={"source": words_of(file, container, "source", findings)},
    )  # fmt: skip


def read_dialogue(file: str, container: Container, findings: Findings) -> Part:
    """Read a dialogue: each line says in braces who speaks."""
    lines = []
    for at, row in numbered(container):
        match = LINE.match(row)
        who = " ".join(unescape(match["who"]).split()) if match else ""
        if not match or not who or not match["what"].strip():
            findings.add(
                file, at, _("A line of a dialogue is written `- {who speaks} what is said`.")
            )
            continue
        check_length(file, container, "who", who, findings)
        lines.append((who, inline(file, at, match["what"], findings)))
    if not 2 <= len(lines) <= 30:
        findings.add(
            file, container.line,
            _("A dialogue has 2 to 30 lines; %(found)s were found.") % {"found": len(lines)},
        )  # fmt: skip
    return Part("dialogue", container.line, lines=tuple(lines))


def read_term(file: str, container: Container, findings: Findings) -> Part:
    """Read a word and what it means."""
    return Part(
        "term", container.line, html=markdown(file, container, no_text(container), findings),
        words={"word": words_of(file, container, "word", findings)},
    )  # fmt: skip


def read_checklist(file: str, container: Container, findings: Findings) -> Part:
    """Read a checklist: a list of steps, each on one line."""
    lines = []
    for at, row in numbered(container):
        match = STEP.match(row)
        if not match or not match["what"].strip():
            findings.add(file, at, _("A step of a checklist stands on one line, after `- `."))
            continue
        lines.append(("", inline(file, at, match["what"], findings)))
    if not 2 <= len(lines) <= 10:
        findings.add(
            file, container.line,
            _("A checklist has 2 to 10 steps; %(found)s were found.") % {"found": len(lines)},
        )  # fmt: skip
    title = words_of(file, container, "title", findings)
    return Part("checklist", container.line, words={"title": title}, lines=tuple(lines))


def read_document(file: str, container: Container, findings: Findings) -> Part:
    """Read a document."""
    nothing_inside(file, container, findings)
    return Part(
        "document", container.line, file=container.attributes.get("file", ""),
        words={"title": words_of(file, container, "title", findings)},
    )  # fmt: skip


def read_helpline(file: str, container: Container, findings: Findings) -> Part:
    """Read a help line, which is named by its key."""
    nothing_inside(file, container, findings)
    line = container.attributes.get("line", "")
    if not HELP_LINE.fullmatch(line):
        findings.add(
            file, container.line,
            _("`line=%(line)s` must be the key of a help line.") % {"line": line},
        )  # fmt: skip
    return Part("helpline", container.line, facts={"line": line})


def read_recording(file: str, container: Container, findings: Findings) -> Part:
    """Read sound or a film: a file or a link, captions of a film, the transcript inside."""
    attributes = container.attributes
    name, link = attributes.get("file", ""), attributes.get("link", "")
    if bool(name) == bool(link):
        findings.add(
            file, container.line,
            _("`::: %(kind)s` has a file (`file=`) or a link (`link=`); one of the two.")
            % {"kind": container.kind},
        )  # fmt: skip
    if link and not LINK.fullmatch(link):
        findings.add(
            file, container.line, _("`link=%(link)s` must begin with https://.") % {"link": link}
        )
    captions = attributes.get("captions", "")
    if captions and not name:
        findings.add(
            file, container.line,
            _("`captions=` stands beside `file=` only: a link has none of ours."),
        )  # fmt: skip
    return Part(
        container.kind, container.line, key=container.key, file=name, captions=captions,
        html=markdown(
            file, container,
            _("`::: %(kind)s` has no transcript.") % {"kind": container.kind}, findings,
        ),
        words={"link": link},
    )  # fmt: skip


def numbered(container: Container) -> list[tuple[int, str]]:
    """Return the lines inside that are not empty, with their numbers in the file."""
    rows = enumerate(container.rows, start=container.line + 1)
    return [(at, row) for at, row in rows if row.strip()]


def markdown(file: str, container: Container, missing: str, findings: Findings) -> str:
    """Return the Markdown inside as rich text; where there is none, note that it is `missing`."""
    text = "\n".join(container.rows)
    html = rich_text(text, file=file, line=container.line + 1, findings=findings, allowed=PLAIN)
    if not html:
        findings.add(file, container.line, missing)
    return html


def inline(file: str, line: int, text: str, findings: Findings) -> str:
    """Return the Markdown of one line as rich text."""
    return rich_text(text, file=file, line=line, findings=findings, allowed=INLINE)


def plain_inside(container: Container) -> str:
    """Return plain words; a backslash keeps their first sign from meaning anything."""
    return " ".join(" ".join(container.rows).split()).removeprefix("\\")


def nothing_inside(file: str, container: Container, findings: Findings) -> None:
    """Note words where none are shown."""
    if numbered(container):
        findings.add(
            file,
            container.line,
            _("Nothing stands inside `::: %(kind)s`. Close it with `:::`.")
            % {"kind": container.kind},
        )


def words_of(file: str, container: Container, name: str, findings: Findings) -> str:
    """Return the plain words of an attribute."""
    words = " ".join(container.attributes.get(name, "").split())
    if not words and name in CONTENT_KINDS[container.kind][0] and name in container.attributes:
        findings.add(file, container.line, _("`%(name)s=` is empty.") % {"name": name})
    check_length(file, container, name, words, findings)
    return words


def check_length(
    file: str, container: Container, name: str, words: str, findings: Findings
) -> None:
    """Note words that do not fit."""
    if len(words) > LONGEST[name]:
        message = TOO_LONG[name] % {"length": len(words), "most": LONGEST[name]}
        findings.add(file, container.line, message)


CONTENT_READERS: dict[str, Callable[[str, Container, Findings], Part]] = {
    "heading": read_heading,
    "quotation": read_quotation,
    "dialogue": read_dialogue,
    "term": read_term,
    "helpline": read_helpline,
    "checklist": read_checklist,
    "document": read_document,
    **dict.fromkeys(MEDIA_KINDS, read_recording),
}
