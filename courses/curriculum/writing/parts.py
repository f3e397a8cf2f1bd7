"""Parts of a lesson into the lines of its file: one writer for each kind of part."""

from collections.abc import Callable, Iterable
from uuid import UUID

from courses.curriculum.parts import Part
from courses.curriculum.writing.activities import ACTIVITY_WRITERS
from courses.curriculum.writing.containers import (
    container,
    flag,
    plain_rows,
    text_rows,
)
from courses.curriculum.writing.content import CONTENT_WRITERS

Writer = Callable[[Part], list[str]]


def write_words(part: Part) -> list[str]:
    """Text in a role of its own."""
    return container(part.kind, text_rows(part.html), {"id": part.id})


def write_picture(part: Part) -> list[str]:
    """A picture with its alternative text or the mark that it tells nothing."""
    return container(
        "picture", plain_rows(part.caption),
        {"key": part.key, "file": part.file, "alt": part.alt, "id": part.id},
        flag("decorative", part.is_decorative),
    )  # fmt: skip


WRITERS: dict[str, Writer] = {
    **dict.fromkeys(("text", "situation", "tip", "warning", "takeaway"), write_words),
    "picture": write_picture,
    **CONTENT_WRITERS,
    **ACTIVITY_WRITERS,
}


def write_parts(parts: Iterable[Part]) -> str:
    """Return the text of a lesson.

    Plain text stands between the containers; where two follow each other, or one has an id of its
    own, it needs a container to say where it begins.
    """
    pieces: list[str] = []
    before = ""
    for part in parts:
        is_bare = part.kind == "text" and before != "text" and not part.id
        rows = text_rows(part.html) if is_bare else WRITERS[part.kind](part)
        pieces.append("\n".join(rows))
        before = "text" if is_bare else ""
    return "\n\n".join(pieces) + "\n"


def own_id(block_id: str, derived: UUID) -> str:
    """Return the id of a block as a file says it: nothing where it follows from its place."""
    return "" if block_id == str(derived) else block_id
