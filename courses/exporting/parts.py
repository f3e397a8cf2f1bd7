"""Blocks of a lesson page as parts of a lesson file: one reader for each kind of block."""

from collections.abc import Callable
from typing import Any

from courses.curriculum import Part
from courses.exporting.activities import ACTIVITY_READERS
from courses.exporting.content import CONTENT_READERS
from courses.exporting.media import MediaBasket
from courses.exporting.words import plain, stored

Reader = Callable[[str, Any, MediaBasket], Part]


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


READERS: dict[str, Reader] = {
    **dict.fromkeys(("text", "situation", "tip", "warning", "takeaway"), read_words),
    "picture": read_picture,
    **CONTENT_READERS,
    **ACTIVITY_READERS,
}
