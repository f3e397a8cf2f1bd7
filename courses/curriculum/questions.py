"""Questions: a prompt, options with feedback, a hint."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.texts import INLINE, PLAIN, Findings, rich_text
from courses.curriculum.containers import Container
from courses.curriculum.parts import Option, Part

OPTION = re.compile(r"^\s{0,3}[-*]\s+\[(?P<mark>[^\]\\]*)\](?!\()\s*(?P<rest>.*)$")
OPTION_KEY = re.compile(r"^\{(?P<key>[^}]*)\}\s*(?P<text>.*)$")
KEY = re.compile(r"[a-z0-9-]{1,40}")
FEEDBACK = re.compile(r"^\s+>\s?(?P<text>.*)$")
HINT = re.compile(r"^hint:\s*(?P<text>.*)$")


@dataclass
class Draft:
    """An option while its lines are being gathered."""

    line: int
    is_right: bool
    key: str
    text: str
    feedback: list[str] = field(default_factory=list)
    feedback_line: int = 0


def read_question(file: str, container: Container, findings: Findings) -> Part:
    """Read the inside of a `single`, `multiple` or `truefalse` container."""
    kind, line = container.kind, container.line
    prompt: list[str] = []
    drafts: list[Draft] = []
    hint = ""
    for at, row in enumerate(container.rows, start=line + 1):
        option, told, hinted = OPTION.match(row), FEEDBACK.match(row), HINT.match(row)
        if hint and row.strip():
            findings.add(file, at, _("Nothing stands after the hint."))
        elif option:
            drafts.append(open_option(option, kind, file, at, findings))
        elif hinted:
            hint = read_hint(hinted, file, at, findings)
        elif told and drafts:
            drafts[-1].feedback.append(told["text"])
            drafts[-1].feedback_line = drafts[-1].feedback_line or at
        elif not drafts:
            prompt.append(row)
        elif row.strip():
            findings.add(
                file, at,
                _("This is neither an option (`- [ ] {key} text`), nor feedback (indented, with "
                  "`>`), nor `hint: …`. An option stands on one line."),
            )  # fmt: skip
    html = rich_text("\n".join(prompt), file=file, line=line + 1, findings=findings, allowed=PLAIN)
    if not html:
        findings.add(file, line, _("The question has no prompt before its options."))
    check_options(kind, drafts, file, line, findings)
    options = tuple(close_option(draft, file, findings) for draft in drafts)
    return Part(kind, line, key=container.key, html=html, options=options, hint=hint)


def read_hint(match: re.Match[str], file: str, line: int, findings: Findings) -> str:
    """Read the line of a hint."""
    hint = " ".join(match["text"].split())
    if not hint:
        findings.add(file, line, _("The hint is empty. Write it or take the line away."))
    elif len(hint) > 300:
        message = ngettext(
            "The hint has %(length)s character; at most 300 fit.",
            "The hint has %(length)s characters; at most 300 fit.",
            len(hint),
        )
        findings.add(file, line, message % {"length": len(hint)})
    return hint


def open_option(match: re.Match[str], kind: str, file: str, line: int, findings: Findings) -> Draft:
    """Read the line of an option."""
    if match["mark"] not in (" ", "x", "X"):
        findings.add(
            file, line,
            _("`[%(mark)s]` must be `[ ]` (wrong) or `[x]` (right).") % {"mark": match["mark"]},
        )  # fmt: skip
    named = OPTION_KEY.match(match["rest"])
    key, text = (named["key"], named["text"]) if named else ("", match["rest"])
    if not KEY.fullmatch(key):
        findings.add(file, line, no_key(key))
    if kind == "truefalse" and text.strip():
        findings.add(file, line, _("{true} and {false} have their own words. Take the text away."))
    elif kind != "truefalse" and not text.strip():
        findings.add(file, line, _("The option has no text."))
    return Draft(line, match["mark"] in ("x", "X"), key, text)


def close_option(draft: Draft, file: str, findings: Findings) -> Option:
    """Turn the gathered lines of an option into its texts."""
    if not "".join(draft.feedback).strip():
        findings.add(
            file, draft.line,
            _("The option has no feedback. Write it below, indented, after `>`."),
        )  # fmt: skip
    text = rich_text(draft.text, file=file, line=draft.line, findings=findings, allowed=INLINE)
    feedback = rich_text(
        "\n".join(draft.feedback), file=file, line=draft.feedback_line, findings=findings,
        allowed=INLINE,
    )  # fmt: skip
    return Option(draft.key, text, draft.is_right, feedback, draft.line)


def check_options(kind: str, drafts: list[Draft], file: str, line: int, findings: Findings) -> None:
    """Note too few options, two with one key, and a wrong number of right ones."""
    right = sum(draft.is_right for draft in drafts)
    if kind == "truefalse":
        if [draft.key for draft in drafts] != ["true", "false"] or right != 1:
            findings.add(
                file, line,
                _("`truefalse` has the options {true} and {false}, in this order, one of them "
                  "`[x]`."),
            )  # fmt: skip
        return
    if not 2 <= len(drafts) <= 8:
        findings.add(
            file, line,
            _("A question has 2 to 8 options; %(found)s were found.") % {"found": len(drafts)},
        )  # fmt: skip
    elif right == len(drafts):
        findings.add(file, line, _("Every option is right. At least one must be wrong."))
    if drafts and kind == "single" and right != 1:
        findings.add(
            file, line,
            _("`single` has exactly one right option `[x]`; %(found)s were found.")
            % {"found": right},
        )  # fmt: skip
    elif drafts and right == 0:
        findings.add(file, line, _("`multiple` has at least one right option `[x]`; 0 were found."))
    seen: dict[str, int] = {}
    for draft in drafts:
        if draft.key and draft.key in seen:
            findings.add(
                file, draft.line,
                _("The option key `%(key)s` stands already on line %(line)s.")
                % {"key": draft.key, "line": seen[draft.key]},
            )  # fmt: skip
        seen.setdefault(draft.key, draft.line)


def no_key(found: str) -> str:
    """Say that an option's key is missing, or malformed."""
    if not found:
        return _("The option needs a key in braces, such as {a}; none was found. Small Latin "
                 "letters, digits and hyphens, at most 40.")  # fmt: skip
    return _("The option needs a key in braces, such as {a}; %(found)s was found. Small Latin "
             "letters, digits and hyphens, at most 40.") % {"found": found}  # fmt: skip
