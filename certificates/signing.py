"""The key that signs now, from the environment, and the public keys that verify."""

import base64
from collections.abc import Mapping
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings

from certificates.keys import PublishedKey, key_id_of, load_public_key, load_signing_key
from certificates.models import SigningKey


@cache
def _loaded(entry: str) -> tuple[bytes, Ed25519PrivateKey]:
    private_key = load_signing_key(entry.partition(":")[2])
    return key_id_of(private_key.public_key()), private_key


def current_key() -> tuple[bytes, Ed25519PrivateKey]:
    """Return the id and the private half of the configured key."""
    return _loaded(settings.CERTIFICATE_SIGNING_KEY)


def public_text(private_key: Ed25519PrivateKey) -> str:
    """Return the public half in base64, as it is published."""
    return base64.b64encode(private_key.public_key().public_bytes_raw()).decode()


def public_keys() -> Mapping[bytes, Ed25519PublicKey]:
    """Return the keys that verify, by key id: the published ones and the one that signs now."""
    key_id, private_key = current_key()
    keys = {
        bytes.fromhex(row.key_id): load_public_key(row.public_key)
        for row in SigningKey.objects.filter(revoked_at=None)
    }
    return {key_id: private_key.public_key()} | keys


def published_keys() -> list[PublishedKey]:
    """Return the published keys with their days, oldest first."""
    return [
        PublishedKey(
            public_b64=row.public_key,
            created_on=row.valid_from.date(),
            retired_on=row.valid_until.date() if row.valid_until else None,
        )
        for row in SigningKey.objects.filter(revoked_at=None).order_by("valid_from")
    ]
