"""Nothing that looks like an identity number, and nothing that was searched, reaches a log."""

import logging
import re

# Twelve digits that are not a part of a longer run, spaces or dashes between them allowed.
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[ \-]?\d){11}(?!\d)")
# The query of an address of the search, wherever an address is written.
SEARCHED = re.compile(r"(/search/?)\?[^\s\"'<>]*")


def redact(text: str) -> str:
    """Replace whatever looks like an identity number, and what was searched, by a word for it."""
    return IDENTITY_NUMBER.sub("[identity number]", SEARCHED.sub(r"\1?[search]", text))


class RedactIdentityNumbers(logging.Filter):
    """Redacts the finished message and the traceback of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact `record` in place; let it pass."""
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True
