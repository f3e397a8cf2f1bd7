"""Activities in a lesson's file: one reader for each kind."""

import re
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

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
from courses.curriculum.containers import Container, no_text
from courses.curriculum.parts import Part
from courses.curriculum.questions import read_question

THOUGHT_SECTION = re.compile(r"^(?P<name>alone|talk):\s*$")


def read_scale(file: str, container: Container, findings: Findings) -> Part:
    """Read a scale."""
    steps = container.attributes.get("steps", "")
    if steps not in [str(number) for number in SCALE_STEPS]:
        findings.add(
            file, container.line,
            _("`steps=%(steps)s` must be a whole number from 3 to 7.") % {"steps": steps},
        )  # fmt: skip
    words = {name: words_of(file, container, name, findings) for name in ("low", "high")}
    if words["low"].casefold() == words["high"].casefold():
        findings.add(file, container.line, _("`low` and `high` must say different things."))
    return replace(read_reflection(file, container, findings), words=words, facts={"steps": steps})


def read_reflection(file: str, container: Container, findings: Findings) -> Part:
    """Read what is only asked."""
    return Part(
        container.kind, container.line, key=container.key,
        html=markdown(
            file, container, container.rows, container.line + 1, no_text(container), findings
        ),
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
                findings.add(
                    file, at, _("`%(name)s` stands twice. Keep one of them.") % {"name": f"{name}:"}
                )
            rows[name], lines[name] = [], at + 1
        else:
            rows[name].append(row)
    texts = {}
    for name, missing in (
        ("talk", _("`::: together` has no `talk:` that says what to talk about.")),
        ("alone", _("`::: together` has no `alone:` that says how to do it alone.")),
    ):
        at = lines.get(name, container.line)
        texts[name] = markdown(file, container, rows.get(name, []), at, missing, findings)
    html = markdown(file, container, rows[""], lines[""], no_text(container), findings)
    return Part(container.kind, container.line, key=container.key, html=html, texts=texts)


def markdown(
    file: str, container: Container, rows: list[str], line: int, missing: str, findings: Findings
) -> str:
    """Return Markdown as rich text; where there is none, note that it is `missing`."""
    html = rich_text("\n".join(rows), file=file, line=line, findings=findings, allowed=PLAIN)
    if not html:
        findings.add(file, container.line, missing)
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
            _("`pass=%(rule)s` cannot stand on `::: %(kind)s`. Known: %(known)s.") % {
                "rule": rule.replace("_", "-"), "kind": container.kind, "known": ", ".join(allowed),
            },
        )  # fmt: skip
    items = max(len(part.options), len(part.pairs))
    if rule == ONE_OFF and items < FEWEST_FOR_ONE_OFF:
        findings.add(
            file, container.line,
            _("`pass=one-off` with %(items)s to answer would accept almost anything. It needs "
              "%(fewest)s or more.") % {"items": items, "fewest": FEWEST_FOR_ONE_OFF},
        )  # fmt: skip
    shown = container.attributes.get("shown", "0")
    if not re.fullmatch("[0-9]", shown):
        findings.add(
            file, container.line,
            _("`shown=%(shown)s` must be a whole number from 0 (never) to %(most)s.")
            % {"shown": shown, "most": MOST_TRIES_BEFORE_SHOWN},
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
