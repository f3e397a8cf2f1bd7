"""Words of blocks in the form that files say."""

from typing import Any

from cms.texts import canonical_html
from courses.exporting.links import links_by_key


def stored(value: Any) -> str:
    """Return a rich text value in the form that files say."""
    return canonical_html(links_by_key(value.source)) if value else ""


def plain(value: Any) -> str:
    """Return plain words without the spaces that nobody sees."""
    return " ".join((value or "").split())
