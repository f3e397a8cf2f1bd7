"""Activities in a lesson's file: one reader for each kind."""

import re
from collections.abc import Callable
from dataclasses import replace

from cms.texts import PLAIN, Findings, rich_text
from courses.activities import (
    FEWEST_FOR_ONE_OFF,
    GRADED,
    MOST_TRIES_BEFORE_SHOWN,
    ONE_OFF,
    PASS_RULES,
    SCALE_STEPS,
)
from courses.curriculum.arranged import read_arranged, words_of
from courses.curriculum.containers import Container
from courses.curriculum.parts import Part
from courses.curriculum.questions import read_question

THOUGHT_SECTION = re.compile(r"^(?P<name>alone|talk):\s*$")


def read_scale(file: str, container: Container, findings: Findings) -> Part:
    """Read a scale."""
    steps = container.attributes.get("steps", "")
    if steps not in [str(number) for number in SCALE_STEPS]:
        findings.add(file, container.line, f"`steps={steps}` must be a whole number from 3 to 7.")
    words = {name: words_of(file, container, name, findings) for name in ("low", "high")}
    if words["low"].casefold() == words["high"].casefold():
        findings.add(file, container.line, "`low` and `high` must say different things.")
    return replace(read_reflection(file, container, findings), words=words, facts={"steps": steps})


def read_reflection(file: str, container: Container, findings: Findings) -> Part:
    """Read what is only asked."""
    return Part(
        container.kind, container.line, key=container.key,
        html=markdown(file, container, container.rows, container.line + 1, "text", findings),
    )  # fmt: skip


def read_together(file: str, container: Container, findings: Findings) -> Part:
    """Read an exercise for two: what to do, `talk:` and `alone:`."""
    rows: dict[str, list[str]] = {"": []}
    lines = {"": container.line + 1}
    name = ""
    for at, row in enumerate(container.rows, start=container.line + 1):
        section = THOUGHT_SECTION.match(row)
        if section:
            name = section["name"]
            if name in rows:
                findings.add(file, at, f"`{name}:` stands twice. Keep one of them.")
            rows[name], lines[name] = [], at + 1
        else:
            rows[name].append(row)
    texts = {}
    for name, what in (("talk", "what to talk about"), ("alone", "how to do it alone")):
        at = lines.get(name, container.line)
        texts[name] = markdown(
            file, container, rows.get(name, []), at, f"`{name}:` that says {what}", findings
        )
    html = markdown(file, container, rows[""], lines[""], "text", findings)
    return Part(container.kind, container.line, key=container.key, html=html, texts=texts)


def markdown(
    file: str, container: Container, rows: list[str], line: int, what: str, findings: Findings
) -> str:
    """Return Markdown that has to be there as rich text."""
    html = rich_text("\n".join(rows), file=file, line=line, findings=findings, allowed=PLAIN)
    if not html:
        findings.add(file, container.line, f"`::: {container.kind}` has no {what}.")
    return html


def read_rules(file: str, container: Container, part: Part, findings: Findings) -> Part:
    """Add what every graded activity may say in its first line."""
    if container.kind not in GRADED:
        return part
    rule = container.attributes.get("pass", "right").replace("-", "_")
    allowed = [name.replace("_", "-") for name in PASS_RULES[container.kind]]
    if rule not in PASS_RULES[container.kind]:
        findings.add(
            file, container.line,
            f"`pass={rule.replace('_', '-')}` cannot stand on `::: {container.kind}`. "
            f"Known: {', '.join(allowed)}.",
        )  # fmt: skip
    items = max(len(part.options), len(part.pairs))
    if rule == ONE_OFF and items < FEWEST_FOR_ONE_OFF:
        findings.add(
            file, container.line,
            f"`pass=one-off` with {items} to answer would accept almost anything. "
            f"It needs {FEWEST_FOR_ONE_OFF} or more.",
        )  # fmt: skip
    shown = container.attributes.get("shown", "0")
    if not re.fullmatch("[0-9]", shown):
        findings.add(
            file, container.line,
            f"`shown={shown}` must be a whole number from 0 (never) to {MOST_TRIES_BEFORE_SHOWN}.",
        )  # fmt: skip
        shown = "0"
    return replace(
        part, is_required="required" in container.flags, rule=rule, shown_after=int(shown)
    )


READERS: dict[str, Callable[[str, Container, Findings], Part]] = {
    "single": read_question,
    "multiple": read_question,
    "truefalse": read_question,
    "order": read_arranged,
    "pairs": read_arranged,
    "number": read_arranged,
    "scale": read_scale,
    "reflection": read_reflection,
    "together": read_together,
}
