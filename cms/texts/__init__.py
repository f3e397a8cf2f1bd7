"""Text files that people can read and review: front matter, Markdown, and what is wrong with them.

Used by the loaders of the site's pages and of the curriculum.
"""

from cms.texts.document import Document, Fields, read_document
from cms.texts.findings import FilesUnsound, Finding, Findings, listed
from cms.texts.markdown import FULL, INLINE, PLAIN, rich_text
from cms.texts.rich_tree import LINK
from cms.texts.to_markdown import canonical_html, to_markdown

__all__ = [
    "FULL",
    "INLINE",
    "LINK",
    "PLAIN",
    "Document",
    "Fields",
    "FilesUnsound",
    "Finding",
    "Findings",
    "canonical_html",
    "listed",
    "read_document",
    "rich_text",
    "to_markdown",
]
