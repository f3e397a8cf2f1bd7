"""Links to pages: by number in the database, by lasting key in files."""

import re
from collections.abc import Callable
from uuid import UUID

from wagtail.models import Page

BY_ID = re.compile(r"<a\b[^>]*\blinktype=\"page\"[^>]*>")
ID = re.compile(r"\bid=\"(\d+)\"")
BY_KEY = re.compile(r"<a href=\"page:([0-9a-f-]{36})([^\"]*)\">")


def links_by_key(html: str) -> str:
    """Return stored rich text in which links name pages by key; dead ones lead nowhere."""

    def named(match: re.Match[str]) -> str:
        number = ID.search(match[0])
        page = Page.objects.filter(pk=int(number[1])).first() if number else None
        return f'<a href="page:{page.translation_key}">' if page else "<a>"

    return BY_ID.sub(named, html)


def links_by_id(html: str, find: Callable[[UUID], int | None]) -> str:
    """Return stored rich text in which links name pages by id, where `find` knows the key."""

    def numbered(match: re.Match[str]) -> str:
        page_id = find(UUID(match[1]))
        return f'<a id="{page_id}" linktype="page">' if page_id else match[0]

    return BY_KEY.sub(numbered, html)
