"""What makes one lesson fit different people, in a lesson's file: one reader for each kind."""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from cms.texts import PLAIN, Findings, rich_text
from courses.blocks.fitting import FEWEST_SENTENCES, MOST_SENTENCES
from courses.circumstances import Circumstance, is_known
from courses.curriculum.containers import Container, no_text
from courses.curriculum.content import STEP, inline, markdown, numbered, words_of
from courses.curriculum.parts import Part

CASE = re.compile(r"^for:\s*(?P<name>\S*)\s*$")
BACK = re.compile(r"^back:\s*$")


def read_short(file: str, container: Container, findings: Findings) -> Part:
    """Read the lesson in a few sentences, each on one line."""
    lines = []
    for at, row in numbered(container):
        match = STEP.match(row)
        if not match or not match["what"].strip():
            findings.add(
                file, at, _("A sentence of the short version stands on one line, after `- `.")
            )
            continue
        lines.append(("", inline(file, at, match["what"], findings)))
    if not FEWEST_SENTENCES <= len(lines) <= MOST_SENTENCES:
        findings.add(
            file, container.line,
            _("A short version has %(fewest)s to %(most)s sentences; %(found)s were found.")
            % {"fewest": FEWEST_SENTENCES, "most": MOST_SENTENCES, "found": len(lines)},
        )  # fmt: skip
    return Part("short", container.line, lines=tuple(lines))


def read_tailored(file: str, container: Container, findings: Findings) -> Part:
    """Read the text for everybody, then the cases, each below its line `for: CIRCUMSTANCE`."""
    rows: dict[str, list[str]] = {"": []}
    lines = {"": container.line + 1}
    name = ""
    for at, row in enumerate(container.rows, start=container.line + 1):
        case = CASE.match(row)
        if not case:
            rows[name].append(row)
            continue
        name = case["name"]
        if not is_known(name):
            findings.add(
                file, at,
                _("`for: %(name)s` is no circumstance. Known: %(known)s.")
                % {"name": name, "known": ", ".join(Circumstance.values)},
            )  # fmt: skip
        if name in rows:
            findings.add(
                file, at, _("`%(name)s` stands twice. Keep one of them.") % {"name": f"for: {name}"}
            )
        rows[name], lines[name] = [], at + 1
    html = section(file, rows.pop(""), lines[""], findings)
    if not html:
        findings.add(
            file, container.line,
            _("`::: tailored` has no text for everybody before its first `for:`."),
        )  # fmt: skip
    if not rows:
        findings.add(
            file, container.line,
            _("`::: tailored` has no case: a line `for: with-parents`, and its text below it."),
        )  # fmt: skip
    texts = {name: section(file, inside, lines[name], findings) for name, inside in rows.items()}
    for name, text in texts.items():
        if not text:
            findings.add(file, lines[name] - 1, _("`for: %(name)s` has no text.") % {"name": name})
    return Part("tailored", container.line, key=container.key, html=html, texts=texts)


def read_week(file: str, container: Container, findings: Findings) -> Part:
    """Read what to do this week, and below the line `back:` what to look back at."""
    marks = [n for n, row in enumerate(container.rows) if BACK.match(row)]
    for at in marks[1:]:
        findings.add(
            file, container.line + 1 + at,
            _("`%(name)s` stands twice. Keep one of them.") % {"name": "back:"},
        )  # fmt: skip
    end = marks[0] if marks else len(container.rows)
    line = container.line + 1
    html = section(file, container.rows[:end], line, findings)
    if not html:
        findings.add(file, container.line, no_text(container))
    back = section(file, container.rows[end + 1 :], line + end + 1, findings)
    if not back:
        findings.add(
            file, line + end if marks else container.line,
            _("`::: week` has no `back:` that says what to look back at in seven days."),
        )  # fmt: skip
    return Part("week", container.line, key=container.key, html=html, texts={"back": back})


def read_to_film(file: str, container: Container, findings: Findings) -> Part:
    """Read a text that stands for a film, and what the film will show."""
    return Part(
        "to-film", container.line, html=markdown(file, container, no_text(container), findings),
        words={"about": words_of(file, container, "about", findings)},
    )  # fmt: skip


def section(file: str, rows: list[str], line: int, findings: Findings) -> str:
    """Return a stretch of Markdown that begins at `line` as rich text."""
    return rich_text("\n".join(rows), file=file, line=line, findings=findings, allowed=PLAIN)


def check_short(file: str, parts: Iterable[Part], findings: Findings) -> None:
    """Note a short version that does not open the lesson, and a second one."""
    first: Part | None = None
    for place, part in enumerate(parts):
        if part.kind != "short":
            continue
        if first:
            findings.add(
                file, part.line,
                _("The short version stands already on line %(line)s. Keep one of them.")
                % {"line": first.line},
            )  # fmt: skip
        elif place > 0:
            findings.add(
                file, part.line, _("`::: short` stands first in the lesson. Move it to the top.")
            )
        first = first or part


FITTING_READERS: dict[str, Callable[[str, Container, Findings], Part]] = {
    "short": read_short,
    "tailored": read_tailored,
    "week": read_week,
    "to-film": read_to_film,
}
