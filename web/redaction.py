"""Nothing that looks like an identity number, and nothing that was searched, reaches a log."""

import logging
import re

# Twelve digits that are not a part of a longer run, spaces or dashes between them allowed.
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[ \-]?\d){11}(?!\d)")
# The query of an address of the search, wherever an address is written.
SEARCHED = re.compile(r"(/search/?)\?[^\s\"'<>]*")
# What follows in the addresses of secret links: whoever has it can use it.
# In any case, and without the language: a log also tells of addresses that lead nowhere.
SECRET_LINK = re.compile(
    r"((?:/(?:kk|ru)|(?<![\w.\-]))/(?:s|n|invitation|courses/draft|staff/set-password)/)"
    r"[^\s/?\"'<>]+",
    re.IGNORECASE,
)
# A key of another system, wherever it was written by mistake.
SYSTEM_KEY = re.compile(r"(otau_[0-9a-z]{8}_)[\w-]{20,}")


def redact(text: str) -> str:
    """Replace what looks like an identity number, was searched, or is a secret of a link or key."""
    text = SYSTEM_KEY.sub(r"\1[key]", text)
    text = SECRET_LINK.sub(r"\1[link]", SEARCHED.sub(r"\1?[search]", text))
    return IDENTITY_NUMBER.sub("[identity number]", text)


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
