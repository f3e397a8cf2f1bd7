"""Text files that people can read and review: front matter, Markdown, and what is wrong with them.

Used by the loaders of the site's pages and of the curriculum.
"""

from cms.texts.document import Document, Fields, read_document
from cms.texts.findings import FilesUnsound, Finding, Findings
from cms.texts.markdown import FULL, INLINE, PLAIN, rich_text

__all__ = [
    "FULL",
    "INLINE",
    "PLAIN",
    "Document",
    "Fields",
    "FilesUnsound",
    "Finding",
    "Findings",
    "read_document",
    "rich_text",
]
