"""Activities into the lines of a lesson's file: one writer for each kind."""

from collections.abc import Callable

from courses.curriculum.parts import Part
from courses.curriculum.writing.containers import (
    container,
    feedback_rows,
    flag,
    one_line,
    text_rows,
)


def write_choice(part: Part) -> list[str]:
    """A question with its options, their feedback, and a hint."""
    rows = []
    for option in part.options:
        mark = "x" if option.is_right else " "
        rows.append(f"- [{mark}] {{{option.key}}} {one_line(option.text)}".rstrip())
        rows += feedback_rows(option.feedback)
    return graded(part, rows)


def write_order(part: Part) -> list[str]:
    """Items in their order, then what is said about the answer."""
    rows = [f"- [{n}] {{{item.key}}} {item.text}" for n, item in enumerate(part.options, start=1)]
    return graded(part, [*rows, "", *said_rows(part)])


def write_pairs(part: Part) -> list[str]:
    """Pairs, each with its feedback."""
    rows = []
    for pair in part.pairs:
        rows += [f"- [=] {{{pair.key}}} {pair.left}", f"  = {{{pair.right_key}}} {pair.right}"]
        rows += feedback_rows(pair.feedback)
    return graded(part, rows)


def write_number(part: Part) -> list[str]:
    """A number and what is said about the answer."""
    return graded(part, said_rows(part))


def write_scale(part: Part) -> list[str]:
    """A scale with its ends."""
    head = {"key": part.key, "steps": part.facts["steps"], **part.words, "id": part.id}
    return container("scale", text_rows(part.html), head)


def write_reflection(part: Part) -> list[str]:
    """A question to oneself."""
    return container("reflection", text_rows(part.html), {"key": part.key, "id": part.id})


def write_together(part: Part) -> list[str]:
    """An exercise for two."""
    rows = text_rows(part.html)
    for name in ("talk", "alone"):
        rows += ["", f"{name}:", *text_rows(part.texts[name])]
    return container("together", rows, {"key": part.key, "id": part.id})


def graded(part: Part, rows: list[str]) -> list[str]:
    """A graded activity: the prompt, `rows`, the hint; rules only where they are not the usual."""
    head = {
        "key": part.key,
        "pass": "" if part.rule == "right" else part.rule.replace("_", "-"),
        "shown": str(part.shown_after or ""),
        **{name: value for name, value in part.facts.items() if (name, value) != USUAL},
        **part.words,
        "id": part.id,
    }
    hint = ["", f"hint: {part.hint}"] if part.hint else []
    return container(
        part.kind, [*text_rows(part.html), "", *rows, *hint], head,
        flag("required", part.is_required),
    )  # fmt: skip


USUAL = ("tolerance", "0")


def said_rows(part: Part) -> list[str]:
    """What is said about the answer as a whole."""
    rows = []
    for name, html in part.texts.items():
        rows += [f"{name}:", *feedback_rows(html)]
    return rows


ACTIVITY_WRITERS: dict[str, Callable[[Part], list[str]]] = {
    "single": write_choice,
    "multiple": write_choice,
    "truefalse": write_choice,
    "order": write_order,
    "pairs": write_pairs,
    "number": write_number,
    "scale": write_scale,
    "reflection": write_reflection,
    "together": write_together,
}
