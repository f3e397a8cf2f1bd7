"""Stored rich text into the HTML that people are shown."""

import re

import nh3
from django.utils import translation
from wagtail.rich_text import expand_db_html

TAGS = {"p", "br", "h2", "h3", "b", "strong", "i", "em", "ul", "ol", "li", "blockquote", "a"}
DEAD_LINK = re.compile(r"<a>")
EMPTY_PARAGRAPH = re.compile(r"<p>(\s|&nbsp;|<br>)*</p>")


def public_html(stored: str, language: str) -> str:
    """Return clean HTML with links resolved to addresses of pages in `language`.

    Nothing but text, headings, lists, quotations and links gets through.
    """
    with translation.override(language):
        expanded = expand_db_html(stored)
    html = nh3.clean(
        expanded,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return EMPTY_PARAGRAPH.sub("", html).strip()


def has_dead_link(html: str) -> bool:
    """Whether a link of `public_html` leads to a page that is there no more."""
    return bool(DEAD_LINK.search(html))


def inline_html(html: str) -> str:
    """Return the inside of `public_html` without its paragraphs, to stand within a label."""
    return html.replace("</p><p>", "<br>").replace("<p>", "").replace("</p>", "")
