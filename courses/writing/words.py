"""The words of a snapshot part as plain text."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

TAG = re.compile(r"<[^>]*>")
# What is no text for people: names, addresses, figures; and what is read instead of a film.
NOT_WORDS = {
    "captions", "captions_src", "id", "key", "kind", "line", "link", "pass", "role", "small", "src",
    "transcript", "type",
}  # fmt: skip


def plain(html: str) -> str:
    """Return the text of stored HTML; a tag parts words as a space does."""
    return " ".join(unescape(TAG.sub(" ", html)).split())


def part_texts(part: Mapping[str, Any]) -> Iterator[str]:
    """Yield every text a learner reads in a part, whatever its kind."""
    for name, value in part.items():
        if name not in NOT_WORDS:
            yield from texts_in(value)


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts in a string, a list or a mapping."""
    if isinstance(value, str):
        if text := plain(value):
            yield text
    elif isinstance(value, Mapping):
        yield from part_texts(value)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
