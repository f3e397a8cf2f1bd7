"""Headings, quotations, dialogues, terms, checklists, documents, help lines and recordings in a
lesson's file: one reader for each kind.
"""

import re
from collections.abc import Callable
from html import unescape

from cms.texts import INLINE, PLAIN, Findings, rich_text
from courses.curriculum.containers import Container
from courses.curriculum.parts import MEDIA_KINDS, Part

LINE = re.compile(r"^\s{0,3}[-*]\s+\{(?P<who>[^{}]*)\}\s*(?P<what>.*)$")
STEP = re.compile(r"^\s{0,3}[-*]\s+(?P<what>.*)$")
LINK = re.compile(r"https?://[^\s\"<>]+")
HELP_LINE = re.compile(r"[a-zA-Z0-9_-]{1,50}")
# How long plain words may be: as long as in the admin.
LONGEST = {"heading": 200, "source": 200, "who": 60, "word": 100, "title": 200}

# Kind: the attributes it must have, those it may have, the flags it may have.
CONTENT_KINDS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "heading": ({"level"}, set(), set()),
    "quotation": (set(), {"source"}, set()),
    "dialogue": (set(), set(), set()),
    "term": ({"word"}, set(), set()),
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
        findings.add(file, container.line, f"`level={level}` must be 2 (large) or 3 (small).")
    if not words:
        findings.add(file, container.line, "`::: heading` has no words.")
    check_length(file, container, "heading", words, findings)
    return Part("heading", container.line, words={"heading": words}, facts={"level": level})


def read_quotation(file: str, container: Container, findings: Findings) -> Part:
    """Read a quotation."""
    return Part(
        "quotation", container.line, html=markdown(file, container, "text", findings),
        words={"source": words_of(file, container, "source", findings)},
    )  # fmt: skip


def read_dialogue(file: str, container: Container, findings: Findings) -> Part:
    """Read a dialogue: each line says in braces who speaks."""
    lines = []
    for at, row in numbered(container):
        match = LINE.match(row)
        who = " ".join(unescape(match["who"]).split()) if match else ""
        if not match or not who or not match["what"].strip():
            findings.add(file, at, "A line of a dialogue is written `- {who speaks} what is said`.")
            continue
        check_length(file, container, "who", who, findings)
        lines.append((who, inline(file, at, match["what"], findings)))
    if not 2 <= len(lines) <= 30:
        findings.add(
            file, container.line, f"A dialogue has 2 to 30 lines; {len(lines)} were found."
        )
    return Part("dialogue", container.line, lines=tuple(lines))


def read_term(file: str, container: Container, findings: Findings) -> Part:
    """Read a word and what it means."""
    return Part(
        "term", container.line, html=markdown(file, container, "text", findings),
        words={"word": words_of(file, container, "word", findings)},
    )  # fmt: skip


def read_checklist(file: str, container: Container, findings: Findings) -> Part:
    """Read a checklist: a list of steps, each on one line."""
    lines = []
    for at, row in numbered(container):
        match = STEP.match(row)
        if not match or not match["what"].strip():
            findings.add(file, at, "A step of a checklist stands on one line, after `- `.")
            continue
        lines.append(("", inline(file, at, match["what"], findings)))
    if not 2 <= len(lines) <= 10:
        findings.add(
            file, container.line, f"A checklist has 2 to 10 steps; {len(lines)} were found."
        )
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
        findings.add(file, container.line, f"`line={line}` must be the key of a help line.")
    return Part("helpline", container.line, facts={"line": line})


def read_recording(file: str, container: Container, findings: Findings) -> Part:
    """Read sound or a film: a file or a link, captions of a film, the transcript inside."""
    attributes = container.attributes
    name, link = attributes.get("file", ""), attributes.get("link", "")
    if bool(name) == bool(link):
        findings.add(
            file, container.line,
            f"`::: {container.kind}` has a file (`file=`) or a link (`link=`); one of the two.",
        )  # fmt: skip
    if link and not LINK.fullmatch(link):
        findings.add(file, container.line, f"`link={link}` must begin with https://.")
    captions = attributes.get("captions", "")
    if captions and not name:
        findings.add(
            file, container.line, "`captions=` stands beside `file=` only: a link has none of ours."
        )
    return Part(
        container.kind, container.line, key=container.key, file=name, captions=captions,
        html=markdown(file, container, "transcript", findings), words={"link": link},
    )  # fmt: skip


def numbered(container: Container) -> list[tuple[int, str]]:
    """Return the lines inside that are not empty, with their numbers in the file."""
    rows = enumerate(container.rows, start=container.line + 1)
    return [(at, row) for at, row in rows if row.strip()]


def markdown(file: str, container: Container, what: str, findings: Findings) -> str:
    """Return the Markdown inside, which has to be there, as rich text."""
    text = "\n".join(container.rows)
    html = rich_text(text, file=file, line=container.line + 1, findings=findings, allowed=PLAIN)
    if not html:
        findings.add(file, container.line, f"`::: {container.kind}` has no {what}.")
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
            f"Nothing stands inside `::: {container.kind}`. Close it with `:::`.",
        )


def words_of(file: str, container: Container, name: str, findings: Findings) -> str:
    """Return the plain words of an attribute."""
    words = " ".join(container.attributes.get(name, "").split())
    if not words and name in CONTENT_KINDS[container.kind][0] and name in container.attributes:
        findings.add(file, container.line, f"`{name}=` is empty.")
    check_length(file, container, name, words, findings)
    return words


def check_length(
    file: str, container: Container, name: str, words: str, findings: Findings
) -> None:
    """Note words that do not fit."""
    if len(words) > LONGEST[name]:
        findings.add(
            file, container.line,
            f"The {name} has {len(words)} characters; at most {LONGEST[name]} fit.",
        )  # fmt: skip


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
