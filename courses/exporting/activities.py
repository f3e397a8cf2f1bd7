"""Activities of a lesson page as parts of a lesson file: one reader for each kind of block."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from courses.curriculum import Option, Pair, Part
from courses.exporting.media import MediaBasket
from courses.exporting.words import plain, stored
from courses.responses import written


def read_choice(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A question with its options."""
    options = tuple(
        Option(o["key"] or "", stored(o["text"]), bool(o["is_right"]), stored(o["feedback"]), 0)
        for o in value["options"]
    )
    return graded(kind, value, options=options)


def read_truefalse(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A statement."""
    options = tuple(
        Option(key, "", value["right"] == key, stored(value[f"feedback_{key}"]), 0)
        for key in ("true", "false")
    )
    return graded(kind, value, options=options)


def read_order(kind: str, value: Any, basket: MediaBasket) -> Part:
    """Items in their order."""
    options = tuple(
        Option(item["key"] or "", plain(item["text"]), False, "", 0)
        for item in value["items_in_order"]
    )
    return graded(kind, value, options=options, texts=said(value, "right", "wrong"))


def read_pairs(kind: str, value: Any, basket: MediaBasket) -> Part:
    """Pairs."""
    pairs = tuple(
        Pair(
            p["key"] or "", plain(p["left"]), p["right_key"] or "", plain(p["right"]),
            stored(p["feedback"]), 0,
        )
        for p in value["pairs"]
    )  # fmt: skip
    return graded(kind, value, pairs=pairs)


def read_number(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A number."""
    return graded(
        kind, value, texts=said(value, "right", "small", "big"),
        words={"unit": plain(value["unit"])},
        facts={name: written(Decimal(value[name] or 0)) for name in ("value", "tolerance")},
    )  # fmt: skip


def read_scale(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A scale."""
    return activity(
        kind, value, words={name: plain(value[name]) for name in ("low", "high")},
        facts={"steps": str(value["steps"] or "")},
    )  # fmt: skip


def read_reflection(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A question to oneself."""
    return activity(kind, value)


def read_together(kind: str, value: Any, basket: MediaBasket) -> Part:
    """An exercise for two."""
    texts = {name: stored(value[name]) for name in ("talk", "alone")}
    return activity(kind, value, texts=texts)


def activity(kind: str, value: Any, **fields: Any) -> Part:
    """What every activity has, and what its kind has."""
    return Part(kind, 0, key=value["key"] or "", html=stored(value["prompt"]), **fields)


def graded(kind: str, value: Any, **fields: Any) -> Part:
    """What every graded activity has, and what its kind has."""
    return activity(
        kind, value, is_required=bool(value["is_required"]), hint=plain(value["hint"]),
        rule=value["pass_rule"] or "right", shown_after=value["shown_after"] or 0, **fields,
    )  # fmt: skip


def said(value: Any, *names: str) -> dict[str, str]:
    """Return the feedback on the answer as a whole, by name."""
    return {name: stored(value[f"feedback_{name}"]) for name in names}


ACTIVITY_READERS: dict[str, Callable[[str, Any, MediaBasket], Part]] = {
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
