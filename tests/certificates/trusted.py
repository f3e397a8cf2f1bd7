"""Keys and lists for the tests of what others check by."""

from collections.abc import Sequence
from datetime import timedelta

import cbor2
from django.test import Client
from django.utils import timezone

from certificates.cose import open_signed
from certificates.keys import NewSigningKey, load_public_key, make_signing_key
from certificates.models import SigningKey

STATUS, KEYS = "/.well-known/otau/status.cbor", "/.well-known/otau/keys.json"


def configured(settings, *keys: NewSigningKey) -> None:
    """Give this process these private keys, the first one first."""
    settings.CERTIFICATE_SIGNING_KEY = f"one:{keys[0].seed_b64}" if keys else ""
    settings.CERTIFICATE_SIGNING_KEYS = [f"more:{key.seed_b64}" for key in keys[1:]]
    settings.CERTIFICATE_SIGNING_KEY_FILES = []


def published(*, hours_ago: float, waits: float = 0, key: NewSigningKey | None = None):
    """Return a new key and its row, published so many hours ago, signing `waits` hours later."""
    key = key or make_signing_key()
    at = timezone.now() - timedelta(hours=hours_ago)
    row = SigningKey.objects.create(
        key_id=key.key_id.hex(), public_key=key.public_b64, published_at=at,
        signs_from=at + timedelta(hours=waits),
    )  # fmt: skip
    return key, row


def opened(message: bytes, *keys: NewSigningKey | SigningKey) -> list:
    """Return the parts of a signed list, checked with these keys alone."""
    texts = [key.public_b64 if isinstance(key, NewSigningKey) else key.public_key for key in keys]
    ids = [
        key.key_id if isinstance(key, NewSigningKey) else bytes.fromhex(key.key_id) for key in keys
    ]
    known = {key_id: load_public_key(text) for key_id, text in zip(ids, texts, strict=True)}
    return cbor2.loads(open_signed(message, known))


def entries(joined: bytes, size: int) -> Sequence[bytes]:
    """Return the entries of a list, which must be in order."""
    found = [joined[start : start + size] for start in range(0, len(joined), size)]
    assert found == sorted(found)
    assert all(len(one) == size for one in found)
    return found


def status_of(client: Client) -> list:
    """Return the parts of the status list as it is served."""
    return opened(client.get(STATUS).content, *SigningKey.objects.all())
