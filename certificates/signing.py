"""Which key signs now, and the public keys that verify.

Several private keys may be at hand (`certificates.trust.private`). Which of them signs is decided
by what is published of them: the newest that has been published long enough for verifiers without
a network to have it, and that is neither retired nor revoked. So processes with an old and a new
environment work side by side: each signs with the newest key that it has and that may sign, and
whatever they sign can be verified.
"""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings
from django.db import connection
from django.utils import timezone

from certificates.chain.late import came_late
from certificates.cose import key_id_in
from certificates.exceptions import KeyRefused, NoKeySigns
from certificates.keys import PublishedKey, key_id_of, load_public_key
from certificates.models import CertificateIssue, KeyRevocation, SigningKey
from certificates.payload import message_of
from certificates.trust.private import ConfiguredKey, configured_keys
from web.locks import hold_shared, lock_number

# Held by whoever signs within a transaction, and alone by whoever retires or revokes a key: what
# was signed before is committed before, so that nothing of it is missed when it is listed.
SIGNING: Final = b"signing"
PUBLISHING: Final = b"publishing a key"


def current_key() -> tuple[bytes, Ed25519PrivateKey]:
    """Return the id and the private half of the key that signs now.

    A private key that is met for the first time is published here. Raises NoKeySigns.
    """
    if connection.in_atomic_block:
        hold_shared(SIGNING)
    configured = configured_keys()
    rows = every_key()
    published = {row.key_id for row in rows}
    for key_id, key in configured.items():
        if key_id.hex() not in published:
            rows.append(_published_by_the_first(public_text(key.private_key), rows))
    row = key_that_signs(row for row in rows if is_half_of(row, configured))
    if row is None:
        raise NoKeySigns
    key_id = bytes.fromhex(row.key_id)
    return key_id, configured[key_id].private_key


def is_half_of(row: SigningKey, configured: Mapping[bytes, ConfiguredKey]) -> bool:
    """Whether we have the private half of a published key, and not of another with its id."""
    held = configured.get(bytes.fromhex(row.key_id))
    return held is not None and public_text(held.private_key) == row.public_key


def every_key() -> list[SigningKey]:
    """Return every published key with the moment it was stolen, if it was, oldest first."""
    return list(SigningKey.objects.with_theft().order_by("published_at", "pk"))


def key_that_signs(rows: Iterable[SigningKey], now: datetime | None = None) -> SigningKey | None:
    """Return the newest of these keys that may sign now, None when none may."""
    now = now or timezone.now()
    good = [row for row in rows if row.is_good and row.signs_from <= now]
    return max(good, key=lambda row: (row.signs_from, row.pk or 0), default=None)


def publish_key(
    public_b64: str, *, among: Iterable[SigningKey], at_once: bool = False
) -> SigningKey:
    """Publish a key; it signs after the overlap, or at once where no good key is left `among` all.

    Twice is the same as once: a key that is published keeps its moments. KeyRefused for one that
    shares its id with another: verifiers find a key by its id alone.
    """
    new = _to_publish(public_b64, among=among, at_once=at_once)
    SigningKey.objects.get_or_create(
        key_id=new.key_id,
        defaults={
            "public_key": public_b64,
            "published_at": new.published_at,
            "signs_from": new.signs_from,
        },
    )
    row: SigningKey = SigningKey.objects.with_theft().get(key_id=new.key_id)
    if load_public_key(row.public_key) != load_public_key(public_b64):
        raise KeyRefused("Another key with this id is published. Make another one.")
    return row


def _to_publish(
    public_b64: str, *, among: Iterable[SigningKey], at_once: bool = False
) -> SigningKey:
    now = timezone.now()
    waits = not at_once and any(row.is_good for row in among)
    overlap = timedelta(hours=settings.CERTIFICATE_KEY_OVERLAP_HOURS if waits else 0)
    new = SigningKey(
        key_id=key_id_of_text(public_b64),
        public_key=public_b64,
        published_at=now,
        signs_from=now + overlap,
    )
    new.stolen_from = None
    return new


def _published_by_the_first(public_b64: str, among: list[SigningKey]) -> SigningKey:
    """Publish a key within the transaction of whoever meets it first; the others wait for nobody.

    They go on with what is being published; where that is undone, the next one publishes it.
    """
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [lock_number(PUBLISHING)])
            if not cursor.fetchone()[0]:
                return _to_publish(public_b64, among=among)
    return publish_key(public_b64, among=among)


def key_id_of_text(public_b64: str) -> str:
    """Return the key id in hexadecimal of a public key in base64."""
    return key_id_of(load_public_key(public_b64)).hex()


def public_text(private_key: Ed25519PrivateKey) -> str:
    """Return the public half in base64, as it is published."""
    return base64.b64encode(private_key.public_key().public_bytes_raw()).decode()


def public_keys(*, stolen: bool = False) -> Mapping[bytes, Ed25519PublicKey]:
    """Return the keys that verify, by key id: those of which no part was stolen.

    With `stolen` all of them: for whoever knows what a stolen key signed before.
    """
    return {
        bytes.fromhex(row.key_id): load_public_key(row.public_key)
        for row in every_key()
        if stolen or row.stolen_from is None
    }


def stolen_from(proof: str) -> datetime | None:
    """Return the moment from which the key was stolen that a QR code's signed text names."""
    row = SigningKey.objects.with_theft().filter(key_id=key_id_in(message_of(proof)).hex()).first()
    return row.stolen_from if row is not None else None


def is_signed_by_a_stolen_key(issue: CertificateIssue) -> bool:
    """Whether a document was signed from the moment on at which its key was stolen.

    One that says it was signed before, and was not there then, counts as well. One query, two of a
    stolen key.
    """
    thefts = KeyRevocation.objects.filter(key__key_id=issue.key_id)
    moments = list(thefts.values_list("stolen_from", flat=True))
    return bool(moments) and (min(moments) <= issue.issued_at or came_late(issue))


def published_keys() -> list[PublishedKey]:
    """Return the published keys with their days, oldest first; those that wait, too."""
    return [
        PublishedKey(
            public_b64=row.public_key,
            created_on=timezone.localdate(row.published_at),
            signs_from=row.signs_from,
            retired_on=timezone.localdate(row.retired_at) if row.retired_at else None,
            revoked_at=row.stolen_from,
        )
        for row in every_key()
    ]
