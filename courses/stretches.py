"""A lesson for people who read its short version first: what is read folds, what is done stays."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags

from courses.activities import ACTIVITIES

# Something to do, to hear or see, to call, and what may not be overlooked stand open.
OPEN_KINDS = {*ACTIVITIES, "short", "week", "audio", "video", "helpline"}
OPEN_ROLES = {"warning"}
HEADING = re.compile(r"<h[23][^>]*>(.*?)</h[23]>", re.DOTALL)


@dataclass
class Stretch[T]:
    """Neighbouring parts of a lesson that are shown together: folded, or open."""

    is_folded: bool
    title: str = ""  # the first heading in it, if there is one
    is_first: bool = False  # the first one that is folded
    parts: list[T] = field(default_factory=list)


def stretches[T](
    parts: Iterable[T], written: Callable[[T], Mapping[str, Any] | None], *, is_short_first: bool
) -> list[Stretch[T]]:
    """Return the parts of a lesson in their order, in stretches that are folded or open.

    `written` gives the snapshot's part behind one of `parts`, and None for something to do. A
    lesson without a short version is one open stretch, whatever somebody prefers.
    """
    parts = list(parts)
    kinds = [(written(part) or {}).get("kind") for part in parts]
    if not is_short_first or "short" not in kinds:
        return [Stretch(is_folded=False, parts=parts)]
    found: list[Stretch[T]] = []
    for part in parts:
        content = written(part)
        is_folded = content is not None and not stands_open(content)
        if not found or found[-1].is_folded != is_folded:
            is_first = is_folded and not any(stretch.is_folded for stretch in found)
            found.append(Stretch(is_folded, is_first=is_first))
        found[-1].parts.append(part)
        found[-1].title = found[-1].title or heading_of(content or {})
    return found


def stands_open(part: Mapping[str, Any]) -> bool:
    """Whether a part of a snapshot is seen by those who read the short version only."""
    return part["kind"] in OPEN_KINDS or part.get("role") in OPEN_ROLES


def heading_of(part: Mapping[str, Any]) -> str:
    """Return the words of the first heading in a part; empty without one."""
    if part.get("kind") == "heading":
        return str(part["text"])
    found = HEADING.search(part.get("html", "")) if part.get("role") == "text" else None
    return strip_tags(found[1]).strip() if found else ""
