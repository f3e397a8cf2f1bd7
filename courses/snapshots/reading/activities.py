"""Readers of what a learner does."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

from courses.activities import (
    FEWEST_FOR_ONE_OFF,
    ONE_OFF,
    RIGHT,
    SCALE_STEPS,
    TRUE_OR_FALSE,
)
from courses.responses import written
from courses.snapshots.html import inline_html
from courses.snapshots.reading.lesson import Reading
from courses.snapshots.shuffling import shuffled

Answers = dict[str, dict[str, Any]]


def read_choice(reading: Reading, value: Any, kind: str) -> None:
    """A question with options; what is right goes into the answers."""
    options = list(value.get("options") or [])
    texts = [
        {"key": o.get("key") or "", "text": inline_html(reading.html(o.get("text")))}
        for o in options
    ]
    answers: Answers = {
        o.get("key") or "": {
            "right": bool(o.get("is_right")),
            "feedback": reading.html(o.get("feedback")),
        }
        for o in options
    }
    part = graded_part(reading, value, kind, len(options)) | {"options": texts}
    check_choice(reading, part, answers)
    add_graded(reading, part, answers)


def check_choice(reading: Reading, part: dict[str, Any], answers: Answers) -> None:
    """Note what makes a choice unanswerable."""
    kind, named = part["kind"], {"key": part["key"]}
    right = sum(answer["right"] for answer in answers.values())
    if len(part["options"]) < 2:
        reading.wrong(_("The question “%(key)s” has fewer than two options.") % named)
    check_repeated(
        reading, (o["key"] for o in part["options"]),
        _("Two options of the question “%(key)s” have the same key.") % named,
    )  # fmt: skip
    check_texts(reading, part, [o["text"] for o in part["options"]])
    if right == 0:
        reading.wrong(_("The question “%(key)s” has no right answer.") % named)
    elif kind == "single" and right > 1:
        reading.wrong(_("The question “%(key)s” has more than one right answer.") % named)
    if not all(answer["feedback"] for answer in answers.values()):
        reading.wrong(_("An option of the question “%(key)s” has no feedback.") % named)


def read_truefalse(reading: Reading, value: Any, kind: str) -> None:
    """A statement; its two options have the words of the lesson's language."""
    part = graded_part(reading, value, kind, 2)
    part["options"] = [
        {"key": key, "text": text} for key, text in TRUE_OR_FALSE[reading.language].items()
    ]
    right = value.get("right")
    answers: Answers = {
        key: {"right": key == right, "feedback": reading.html(value.get(f"feedback_{key}"))}
        for key in ("true", "false")
    }
    if right not in answers:
        reading.wrong(_("The question “%(key)s” has no right answer.") % {"key": part["key"]})
    check_feedback(reading, part, [answer["feedback"] for answer in answers.values()])
    add_graded(reading, part, answers)


def read_order(reading: Reading, value: Any, kind: str) -> None:
    """Items that the author wrote in the right order; learners meet them mixed."""
    items = list(value.get("items_in_order") or [])
    texts = {item.get("key") or "": text_html(item.get("text")) for item in items}
    part = graded_part(reading, value, kind, len(items))
    part["options"] = [{"key": key, "text": texts[key]} for key in shuffled([*texts], part["key"])]
    check_items(reading, part, [item.get("key") or "" for item in items], texts.values())
    feedback = {name: reading.html(value.get(f"feedback_{name}")) for name in ("right", "wrong")}
    check_feedback(reading, part, feedback.values())
    add_graded(reading, part, {"order": {"keys": [*texts]}, "feedback": feedback})


def read_pairs(reading: Reading, value: Any, kind: str) -> None:
    """Two columns, the right one mixed."""
    pairs = list(value.get("pairs") or [])
    left = {pair.get("key") or "": text_html(pair.get("left")) for pair in pairs}
    right = {pair.get("right_key") or "": text_html(pair.get("right")) for pair in pairs}
    answers: Answers = {
        pair.get("key") or "": {
            "right": pair.get("right_key") or "",
            "feedback": reading.html(pair.get("feedback")),
        }
        for pair in pairs
    }
    part = graded_part(reading, value, kind, len(pairs))
    part["left"] = [{"key": key, "text": text} for key, text in left.items()]
    part["right"] = [{"key": key, "text": right[key]} for key in shuffled([*right], part["key"])]
    check_items(reading, part, [pair.get("key") or "" for pair in pairs], left.values())
    check_items(reading, part, [pair.get("right_key") or "" for pair in pairs], right.values())
    check_feedback(reading, part, [answer["feedback"] for answer in answers.values()])
    add_graded(reading, part, answers)


def read_number(reading: Reading, value: Any, kind: str) -> None:
    """A number, how far off one may be, and what is said in each case."""
    part = graded_part(reading, value, kind, 1) | {"unit": value.get("unit") or ""}
    number = value.get("value")
    if number is None:
        reading.wrong(_("The question “%(key)s” has no right answer.") % {"key": part["key"]})
    feedback = {
        name: reading.html(value.get(f"feedback_{name}")) for name in ("right", "small", "big")
    }
    check_feedback(reading, part, feedback.values())
    answers: Answers = {
        "number": {
            "value": written(Decimal(number or 0)),
            "tolerance": written(abs(Decimal(value.get("tolerance") or 0))),
        },
        "feedback": feedback,
    }
    add_graded(reading, part, answers)


def read_scale(reading: Reading, value: Any, kind: str) -> None:
    """A few steps between two words."""
    part = activity_part(reading, value, kind)
    part |= {
        "steps": value.get("steps") or 0, "low": (value.get("low") or "").strip(),
        "high": (value.get("high") or "").strip(),
    }  # fmt: skip
    if part["steps"] not in SCALE_STEPS:
        reading.wrong(_("The scale “%(key)s” has not three to seven steps.") % {"key": part["key"]})
    if not part["low"] or not part["high"]:
        reading.wrong(_("An end of the scale “%(key)s” has no words.") % {"key": part["key"]})
    elif same(part["low"]) == same(part["high"]):
        reading.wrong(_("Both ends of the scale “%(key)s” say the same.") % {"key": part["key"]})
    reading.add(part)


def read_reflection(reading: Reading, value: Any, kind: str) -> None:
    """A question to oneself."""
    reading.add(activity_part(reading, value, kind))


def read_together(reading: Reading, value: Any, kind: str) -> None:
    """An exercise for two, which says how to do it alone."""
    part = activity_part(reading, value, kind)
    part |= {name: reading.html(value.get(name)) for name in ("alone", "talk")}
    if not part["alone"]:
        reading.wrong(
            _("The exercise for two “%(key)s” does not say how to do it alone.")
            % {"key": part["key"]}
        )
    if not part["talk"]:
        reading.wrong(
            _("The exercise for two “%(key)s” does not say what to talk about.")
            % {"key": part["key"]}
        )
    reading.add(part)


def activity_part(reading: Reading, value: Any, kind: str) -> dict[str, Any]:
    """What every activity has."""
    part = {"kind": kind, "key": reading.key(value), "prompt": reading.html(value.get("prompt"))}
    if not part["prompt"]:
        reading.wrong(_("The activity “%(key)s” asks nothing.") % {"key": part["key"]})
    return part


def graded_part(reading: Reading, value: Any, kind: str, items: int) -> dict[str, Any]:
    """What every graded activity has; `items` is what can be right or not in it."""
    part = activity_part(reading, value, kind)
    rule = value.get("pass_rule") or RIGHT
    if rule == ONE_OFF and items < FEWEST_FOR_ONE_OFF:
        reading.wrong(
            _("In the question “%(key)s” allowing one mistake would accept almost anything.")
            % {"key": part["key"]}
        )
    return part | {
        "required": bool(value.get("is_required")), "hint": value.get("hint") or "",
        "pass": rule, "shown_after": value.get("shown_after") or 0,
    }  # fmt: skip


def add_graded(reading: Reading, part: dict[str, Any], answers: Answers) -> None:
    """Add what learners see, and keep its answers apart; a key that stands twice has one place."""
    if part["key"] in reading.content.answers:
        return
    reading.add(part)
    reading.content.answers[part["key"]] = answers


def check_items(
    reading: Reading, part: dict[str, Any], keys: list[str], texts: Iterable[str]
) -> None:
    """Note what makes items impossible to tell apart."""
    named = {"key": part["key"]}
    if len(keys) < 2:
        reading.wrong(_("The question “%(key)s” has fewer than two items.") % named)
    if not all(keys):
        reading.wrong(_("An item of “%(key)s” has no key. Save the page once.") % named)
    check_repeated(
        reading, keys, _("Two items of the question “%(key)s” have the same key.") % named
    )
    check_texts(reading, part, texts)


def check_texts(reading: Reading, part: dict[str, Any], texts: Iterable[str]) -> None:
    """Note empty texts and two that are equal."""
    words = [same(text) for text in texts]
    if not all(words):
        reading.wrong(_("An item of the question “%(key)s” is empty.") % {"key": part["key"]})
    check_repeated(
        reading, words,
        _("Two items of the question “%(key)s” have the same words.") % {"key": part["key"]},
    )  # fmt: skip


def check_repeated(reading: Reading, values: Iterable[str], message: str) -> None:
    """Note `message` when a value that is not empty stands twice."""
    filled = [value for value in values if value]
    if len(set(filled)) < len(filled):
        reading.wrong(message)


def check_feedback(reading: Reading, part: dict[str, Any], texts: Iterable[str]) -> None:
    """Note a missing feedback."""
    if not all(texts):
        reading.wrong(_("A feedback of the question “%(key)s” is missing.") % {"key": part["key"]})


def same(text: str) -> str:
    """Return what makes two texts equal to a reader."""
    return " ".join(strip_tags(text).split()).casefold()


def text_html(text: str | None) -> str:
    """Return a plain text as HTML."""
    return escape(" ".join((text or "").split()))


ACTIVITY_READERS = {
    "single": read_choice,
    "multiple": read_choice,
    "truefalse": read_truefalse,
    "order": read_order,
    "pairs": read_pairs,
    "number": read_number,
    "scale": read_scale,
    "reflection": read_reflection,
    "together": read_together,
}
