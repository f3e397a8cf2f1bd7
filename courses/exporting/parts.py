"""Blocks of a lesson page as parts of a lesson file: one reader for each kind of block."""

from collections.abc import Callable
from typing import Any

from cms.texts import canonical_html
from courses.curriculum import Option, Part
from courses.exporting.links import links_by_key
from courses.exporting.media import MediaBasket

Reader = Callable[[str, Any, MediaBasket], Part]


def stored(value: Any) -> str:
    """Return a rich text value in the form that files say."""
    return canonical_html(links_by_key(value.source)) if value else ""


def plain(value: Any) -> str:
    """Return plain words without the spaces that nobody sees."""
    return " ".join((value or "").split())


def read_words(kind: str, value: Any, basket: MediaBasket) -> Part:
    """Text in a role of its own."""
    return Part(kind, 0, html=stored(value))


def read_picture(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A picture."""
    image = value["image"]
    return Part(
        kind, 0, key=value["key"] or "", file=basket.add(image.file) if image else "",
        alt=plain(value["alt"]), is_decorative=bool(value["is_decorative"]),
        caption=plain(value["caption"]),
    )  # fmt: skip


def read_media(kind: str, value: Any, basket: MediaBasket) -> Part:
    """Sound or a film."""
    media = value["media"]
    return Part(
        kind, 0, key=value["key"] or "", html=stored(value["transcript"]),
        file=basket.add(media.file) if media else "",
    )  # fmt: skip


def read_choice(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A question with its options."""
    options = tuple(
        Option(o["key"] or "", stored(o["text"]), bool(o["is_right"]), stored(o["feedback"]), 0)
        for o in value["options"]
    )
    return Part(
        kind, 0, key=value["key"] or "", html=stored(value["prompt"]),
        is_required=bool(value["is_required"]), options=options, hint=plain(value["hint"]),
    )  # fmt: skip


def read_reflection(kind: str, value: Any, basket: MediaBasket) -> Part:
    """A question to oneself."""
    return Part(kind, 0, key=value["key"] or "", html=stored(value["prompt"]))


READERS: dict[str, Reader] = {
    **dict.fromkeys(("text", "situation", "tip", "warning", "takeaway"), read_words),
    "picture": read_picture,
    "audio": read_media,
    "video": read_media,
    "single": read_choice,
    "multiple": read_choice,
    "reflection": read_reflection,
}
