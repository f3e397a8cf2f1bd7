"""Content of a lesson other than text and pictures into the lines of its file."""

from collections.abc import Callable

from courses.curriculum.parts import MEDIA_KINDS, Part
from courses.curriculum.writing.containers import container, one_line, plain_rows, text_rows


def write_heading(part: Part) -> list[str]:
    """A heading."""
    return container("heading", plain_rows(part.words["heading"]), {**part.facts, "id": part.id})


def write_words(part: Part) -> list[str]:
    """A quotation, a term or a text for a film: plain words beside the text."""
    return container(part.kind, text_rows(part.html), {**part.words, "id": part.id})


def write_short(part: Part) -> list[str]:
    """The lesson in a few sentences."""
    return container("short", [f"- {one_line(html)}" for _who, html in part.lines], {"id": part.id})


def write_tailored(part: Part) -> list[str]:
    """The text for everybody, then each case below its circumstance."""
    rows = text_rows(part.html)
    for name, html in part.texts.items():
        rows += ["", f"for: {name}", *text_rows(html)]
    return container("tailored", rows, {"key": part.key, "id": part.id})


def write_week(part: Part) -> list[str]:
    """What to do this week, and what to look back at."""
    rows = [*text_rows(part.html), "", "back:", *text_rows(part.texts["back"])]
    return container("week", rows, {"key": part.key, "id": part.id})


def write_dialogue(part: Part) -> list[str]:
    """Who says what."""
    rows = [f"- {{{in_braces(who)}}} {one_line(html)}" for who, html in part.lines]
    return container("dialogue", rows, {"id": part.id})


def in_braces(words: str) -> str:
    """Return plain words that do not end the braces around them."""
    return words.replace("&", "&amp;").replace("{", "&#123;").replace("}", "&#125;")


def write_checklist(part: Part) -> list[str]:
    """Steps under a title."""
    rows = [f"- {one_line(html)}" for _nobody, html in part.lines]
    return container("checklist", rows, {**part.words, "id": part.id})


def write_named(part: Part) -> list[str]:
    """A document or a help line: nothing stands inside."""
    return container(part.kind, [], {"file": part.file, **part.facts, **part.words, "id": part.id})


def write_recording(part: Part) -> list[str]:
    """Sound or a film with its transcript."""
    head = {
        "key": part.key, "file": part.file, **part.words, "captions": part.captions, "id": part.id,
    }  # fmt: skip
    return container(part.kind, text_rows(part.html), head)


CONTENT_WRITERS: dict[str, Callable[[Part], list[str]]] = {
    "short": write_short,
    "heading": write_heading,
    "quotation": write_words,
    "dialogue": write_dialogue,
    "term": write_words,
    "tailored": write_tailored,
    "week": write_week,
    "to-film": write_words,
    "helpline": write_named,
    "checklist": write_checklist,
    "document": write_named,
    **dict.fromkeys(MEDIA_KINDS, write_recording),
}
