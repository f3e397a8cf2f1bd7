"""Links to a draft for one's own telephone: signed, for 48 hours, for one lesson, for reading."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils import timezone

SIGNER = signing.Signer(sep=".", salt="courses.draft-on-a-phone")
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


def make_link(lesson_key: UUID, *, at: datetime | None = None) -> tuple[str, DraftLink]:
    """Return a token for the drafts of a lesson in both languages, made `at` a moment (now).

    The token is short, for a code that old cameras read: 16 bytes of key, 4 of the last second
    (unsigned, to the year 2106), and Django's HMAC-SHA-256 signature of them.
    """
    ends = int(((at or timezone.now()) + LASTS).timestamp())
    payload = urlsafe_b64encode(lesson_key.bytes + ends.to_bytes(4)).decode().rstrip("=")
    return SIGNER.sign(payload), link_of(payload)


def read_link(token: str) -> DraftLink:
    """Return what a token says. Raises LinkUnknown, LinkExpired."""
    try:
        link = link_of(SIGNER.unsign(token))
    except signing.BadSignature as error:
        raise LinkUnknown from error
    if link.until <= timezone.now():
        raise LinkExpired
    return link


def link_of(payload: str) -> DraftLink:
    """Return what a payload that we signed says."""
    data = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    until = datetime.fromtimestamp(int.from_bytes(data[16:]), timezone.get_default_timezone())
    return DraftLink(UUID(bytes=data[:16]), until)
