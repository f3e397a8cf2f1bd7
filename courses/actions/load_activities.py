"""Activities of a lesson file as Wagtail stores them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from courses.activities import GRADED
from courses.curriculum import Part


def activity_value(own: UUID, part: Part) -> dict[str, Any]:
    """Return the value of an activity's block, whose id is `own`."""
    value: dict[str, Any] = {"key": part.key, "prompt": part.html}
    if part.kind in GRADED:
        value |= {
            "is_required": part.is_required, "hint": part.hint, "pass_rule": part.rule,
            "shown_after": part.shown_after,
        }  # fmt: skip
    return value | VALUES[part.kind](own, part)


def _choice(own: UUID, part: Part) -> dict[str, Any]:
    return {
        "options": _rows(own, [
            {"key": option.key, "text": option.text, "is_right": option.is_right,
             "feedback": option.feedback}
            for option in part.options
        ])
    }  # fmt: skip


def _truefalse(own: UUID, part: Part) -> dict[str, Any]:
    (right,) = (option.key for option in part.options if option.is_right)
    feedback = {f"feedback_{option.key}": option.feedback for option in part.options}
    return {"right": right, **feedback}


def _order(own: UUID, part: Part) -> dict[str, Any]:
    items = [{"key": item.key, "text": item.text} for item in part.options]
    return {"items_in_order": _rows(own, items), **_said(part)}


def _pairs(own: UUID, part: Part) -> dict[str, Any]:
    return {
        "pairs": _rows(own, [
            {"key": pair.key, "left": pair.left, "right_key": pair.right_key, "right": pair.right,
             "feedback": pair.feedback}
            for pair in part.pairs
        ])
    }  # fmt: skip


def _number(own: UUID, part: Part) -> dict[str, Any]:
    return {**part.facts, **part.words, **_said(part)}


def _scale(own: UUID, part: Part) -> dict[str, Any]:
    return {"steps": int(part.facts["steps"]), **part.words}


def _thought(own: UUID, part: Part) -> dict[str, Any]:
    return dict(part.texts)


def _said(part: Part) -> dict[str, str]:
    return {f"feedback_{name}": html for name, html in part.texts.items()}


def _rows(own: UUID, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items of a list; their ids are the same at each load."""
    return [
        {"type": "item", "id": str(uuid5(own, value["key"])), "value": value} for value in values
    ]


VALUES: dict[str, Callable[[UUID, Part], dict[str, Any]]] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _truefalse,
    "order": _order,
    "pairs": _pairs,
    "number": _number,
    "scale": _scale,
    "reflection": _thought,
    "together": _thought,
}
