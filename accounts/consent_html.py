"""The consent text as a page shows it."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from accounts.models import ConsentText


def consent_html(text: ConsentText, language: str) -> SafeString:
    """Return a consent text (Markdown, no raw HTML) in `language`, kk or ru, as HTML."""
    source = text.text_ru if language == "ru" else text.text_kk
    return mark_safe(MarkdownIt("commonmark", {"html": False}).render(source))  # noqa: S308
