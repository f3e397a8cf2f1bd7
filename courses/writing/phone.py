"""Links to a draft for one's own telephone: signed, for 48 hours, for one lesson, for reading."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils import timezone

SALT = "courses.draft-on-a-phone"
LASTS = timedelta(hours=48)


class LinkUnknown(Exception):
    """The link was not made here, or was changed."""


class LinkExpired(Exception):
    """The link was right once."""


@dataclass(frozen=True)
class DraftLink:
    """Which lesson may be read, and until when."""

    lesson_key: UUID
    until: datetime


def make_link(lesson_key: UUID) -> tuple[str, DraftLink]:
    """Return a token for the drafts of a lesson in both languages, and what it says."""
    until = (timezone.now() + LASTS).replace(microsecond=0)
    token = signing.dumps([lesson_key.hex, int(until.timestamp())], salt=SALT)
    return token.replace(":", "."), DraftLink(lesson_key, until)


def read_link(token: str) -> DraftLink:
    """Return what a token says. Raises LinkUnknown, LinkExpired."""
    try:
        key, seconds = signing.loads(token.replace(".", ":"), salt=SALT)
        until = datetime.fromtimestamp(seconds, timezone.get_default_timezone())
        link = DraftLink(UUID(key), until)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkUnknown from error
    if link.until <= timezone.now():
        raise LinkExpired
    return link
