"""Application numbers as people type them. Their format is not confirmed, so none is assumed."""

import re

MOST_CHARACTERS = 40
_DASHES = re.compile(r"[‐‑‒–—―−]")
_SPACES = re.compile(r"\s+")


def normalise_application_number(text: str) -> str:
    """Return the number without spaces and with plain hyphens; nothing else is changed."""
    return _SPACES.sub("", _DASHES.sub("-", text)).removeprefix("№")
