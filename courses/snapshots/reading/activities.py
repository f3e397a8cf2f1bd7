"""Readers of what a learner does."""

from typing import Any

from django.utils.translation import gettext as _

from courses.snapshots.html import inline_html
from courses.snapshots.reading.lesson import Reading


def read_reflection(reading: Reading, value: Any, kind: str) -> None:
    """A question to oneself."""
    reading.add(
        {"kind": kind, "key": reading.key(value), "prompt": reading.html(value.get("prompt"))}
    )


def read_choice(reading: Reading, value: Any, kind: str) -> None:
    """A question with options; what is right goes into the answers."""
    key = reading.key(value)
    options = list(value.get("options") or [])
    texts = [
        {"key": o.get("key") or "", "text": inline_html(reading.html(o.get("text")))}
        for o in options
    ]
    answers = {
        o.get("key") or "": {
            "right": bool(o.get("is_right")),
            "feedback": reading.html(o.get("feedback")),
        }
        for o in options
    }
    check_options(reading, key, kind, len(options), answers)
    reading.add(
        {
            "kind": kind, "key": key, "required": bool(value.get("is_required")),
            "prompt": reading.html(value.get("prompt")), "options": texts,
            "hint": value.get("hint") or "",
        }
    )  # fmt: skip
    reading.content.answers[key] = answers


def check_options(
    reading: Reading, key: str, kind: str, options: int, answers: dict[str, Any]
) -> None:
    """Note what makes a question unanswerable."""
    right = sum(answer["right"] for answer in answers.values())
    if options < 2:
        reading.wrong(_("The question “%(key)s” has fewer than two options.") % {"key": key})
    if len(answers) < options:
        reading.wrong(_("Two options of the question “%(key)s” have the same key.") % {"key": key})
    if right == 0:
        reading.wrong(_("The question “%(key)s” has no right answer.") % {"key": key})
    elif kind == "single" and right > 1:
        reading.wrong(_("The question “%(key)s” has more than one right answer.") % {"key": key})
    if not all(answer["feedback"] for answer in answers.values()):
        reading.wrong(_("An option of the question “%(key)s” has no feedback.") % {"key": key})


ACTIVITY_READERS = {
    "single": read_choice,
    "multiple": read_choice,
    "reflection": read_reflection,
}
