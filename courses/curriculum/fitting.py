"""What makes one lesson fit different people, in a lesson's file: one reader for each kind."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from cms.texts import Findings
from courses.blocks.fitting import FEWEST_SENTENCES, MOST_SENTENCES
from courses.curriculum.containers import Container
from courses.curriculum.content import STEP, inline, numbered
from courses.curriculum.parts import Part


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


FITTING_READERS: dict[str, Callable[[str, Container, Findings], Part]] = {"short": read_short}
