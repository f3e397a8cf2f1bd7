"""Keys that sign certificates: made, loaded, and published for those who verify.

Ed25519 (RFC 8032). The private part is its 32-byte seed in base64, kept in the environment; the
public part is published as a JSON Web Key Set (RFC 7517, RFC 8037), which WebCrypto imports as it
is, so that a desk can verify without a network.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_ID_BYTES: Final = 4
KEYS_GOOD_FOR: Final = 30 * 24 * 60 * 60  # seconds
KEPT_LIST: Final = "/.well-known/otau/kept/{}.cbor"
_ED25519_BYTES: Final = 32


class SigningKeyInvalid(ValueError):
    """The text is not an Ed25519 key in base64. The message never repeats the text."""


@dataclass(frozen=True, slots=True)
class NewSigningKey:
    """A key just made. `seed_b64` is the secret, which is never shown; the others are public."""

    key_id: bytes
    seed_b64: str = field(repr=False)
    public_b64: str


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A public key with the days between which it signed (`retired_on` None: it still signs).

    `revoked_at` is the moment from which it was stolen.
    """

    public_b64: str
    created_on: date
    retired_on: date | None = None
    signs_from: datetime | None = None
    revoked_at: datetime | None = None


def make_signing_key() -> NewSigningKey:
    """Return a new random signing key."""
    private_key = Ed25519PrivateKey.generate()
    public = _raw(private_key.public_key())
    return NewSigningKey(
        key_id=key_id_of(private_key.public_key()),
        seed_b64=base64.b64encode(private_key.private_bytes_raw()).decode("ascii"),
        public_b64=base64.b64encode(public).decode("ascii"),
    )


def load_signing_key(seed_b64: str) -> Ed25519PrivateKey:
    """Return the private key of a base64 seed; SigningKeyInvalid when it is not one."""
    return Ed25519PrivateKey.from_private_bytes(_decoded(seed_b64))


def load_public_key(public_b64: str) -> Ed25519PublicKey:
    """Return the public key of its base64; SigningKeyInvalid when it is not one."""
    return Ed25519PublicKey.from_public_bytes(_decoded(public_b64))


def key_id_of(public_key: Ed25519PublicKey) -> bytes:
    """Return the first four bytes of SHA-256 over the raw public key.

    A hint which of a handful of keys to try, not a proof: the signature is checked with the key
    itself. Four bytes instead of eight save six characters of every QR code.
    """
    return hashlib.sha256(_raw(public_key)).digest()[:KEY_ID_BYTES]


def public_key_document(keys: Iterable[PublishedKey], *, made_at: int = 0) -> dict[str, object]:
    """Return what stands at ``/.well-known/otau/keys.json``: a JSON Web Key Set.

    A retired key stays, since what it signed stays valid. A stolen one says so, and where the list
    of what it signed before stands: a proof by it that is not in the list is worth nothing. `alg`
    is left out because browsers disagree on its name (EdDSA or Ed25519). `made_at` in seconds since
    1970. ValueError when two keys share a key id, which would make one of them unusable.
    """
    entries: list[dict[str, str]] = []
    for key in keys:
        public_key = load_public_key(key.public_b64)
        kid = key_id_of(public_key).hex()
        entry = {
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "kid": kid,
            "x": base64.urlsafe_b64encode(_raw(public_key)).decode("ascii").rstrip("="),
            "created_on": key.created_on.isoformat(),
        }
        if key.signs_from is not None:
            entry["signs_from"] = _moment(key.signs_from)
        if key.retired_on is not None:
            entry["retired_on"] = key.retired_on.isoformat()
        if key.revoked_at is not None:
            entry["revoked_at"] = _moment(key.revoked_at)
            entry["kept"] = KEPT_LIST.format(kid)
        entries.append(entry)
    if len({entry["kid"] for entry in entries}) != len(entries):
        raise ValueError("two keys share a key id")
    return {
        "format": "otau-certificate-1",
        "made_at": made_at,
        "good_until": made_at + KEYS_GOOD_FOR,
        "keys": entries,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _raw(public_key: Ed25519PublicKey) -> bytes:
    return public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise SigningKeyInvalid("not base64") from None
    if len(raw) != _ED25519_BYTES:
        raise SigningKeyInvalid("an Ed25519 key has 32 bytes")
    return raw
