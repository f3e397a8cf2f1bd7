"""Wagtail's rich text editor, which survives what an editor does not send, and what it does."""

import json
import re
from typing import Any

from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea

# A text that arrived in no form an editor sends; Django's fields refuse it.
UNREADABLE = "\0"
LINK = re.compile(r'<a\b[^>]*?\sid="([^"]*)"')


class SoundDraftail(DraftailRichTextArea):
    """Takes what can be stored and shown again, and nothing else.

    Half of an emoji, which is left when the other half is deleted in the browser, is dropped:
    no database and no page could hold it.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return HTML as it is stored, or what Django's fields refuse."""
        try:
            html = super().value_from_datadict(whole(data, name), files, name)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, ExporterException):
            return UNREADABLE
        if html and not all(key.isdecimal() for key in LINK.findall(html)):
            return UNREADABLE  # a link to a page that no chooser has chosen
        return html


def whole(data: Any, name: str) -> Any:
    """Return `data` with the field `name` free of halves of characters."""
    sent = data.get(name)
    if not isinstance(sent, str) or "\\ud" not in sent.lower():
        return data
    text = json.dumps(json.loads(sent), ensure_ascii=False)
    return {name: text.encode("utf-8", "ignore").decode()}
