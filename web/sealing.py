"""Sealing: encryption of personal words at rest, and keyed digests to find them by.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the place a value belongs to
(`"identity.number"`) is authenticated with it, so that a ciphertext moved elsewhere does not open.
HMAC-SHA-256 (RFC 2104) digests find a value by equality. An unkeyed hash of an identity number
would fall in seconds, since there are few of them. Both keys come from the environment.

A sealed value is `key name length (1 byte) | key name | nonce (12) | ciphertext and tag`.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
KEY_BYTES = 32
MOST_LOOKUP_KEYS = 2


class CannotUnseal(Exception):
    """The value was sealed by a key we do not have, for another place, or was changed."""


def parse_keys(entries: list[str], *, setting: str, most: int | None = None) -> dict[str, bytes]:
    """Read `name:base64` entries into key bytes by name, in order.

    Raises ImproperlyConfigured when an entry is malformed, a name or a key is there twice, or
    there are more than `most`; the message never holds a key.
    """
    keys: dict[str, bytes] = {}
    for position, entry in enumerate(entries, start=1):
        name, _, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not name or len(name.encode()) > 255 or len(key) != KEY_BYTES:
            raise ImproperlyConfigured(
                f"{setting}: entry {position} is not name:base64 of {KEY_BYTES} bytes."
            )
        if name in keys or key in keys.values():
            raise ImproperlyConfigured(f"{setting}: entry {position} repeats a name or a key.")
        keys[name] = key
    if not keys or (most and len(keys) > most):
        raise ImproperlyConfigured(f"{setting}: between 1 and {most or 'several'} keys are needed.")
    return keys


@cache
def _sealing_keys(entries: tuple[str, ...]) -> dict[str, bytes]:
    return parse_keys(list(entries), setting="SEALING_KEYS")


@cache
def _lookup_keys(entries: tuple[str, ...]) -> dict[str, bytes]:
    return parse_keys(list(entries), setting="LOOKUP_KEYS", most=MOST_LOOKUP_KEYS)


def seal(text: str, place: str) -> bytes:
    """Encrypt `text` for `place` (for example `identity.number`) with the first sealing key."""
    name, key = next(iter(_sealing_keys(tuple(settings.SEALING_KEYS)).items()))
    return seal_with(key, text, place, name=name)


def unseal(sealed: bytes | memoryview, place: str) -> str:
    """Decrypt what `seal` made for the same `place`. Raises CannotUnseal."""
    sealed = bytes(sealed)
    name = sealed[1 : 1 + sealed[0]].decode(errors="replace") if sealed else ""
    key = _sealing_keys(tuple(settings.SEALING_KEYS)).get(name)
    if key is None:
        raise CannotUnseal(f"A value of {place} was sealed with a key that is not configured.")
    return unseal_with(key, sealed, place)


def seal_with(key: bytes, text: str, place: str, *, name: str = "") -> bytes:
    """Encrypt `text` with a key of 32 bytes given by the caller (a person's own key)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    prefix = bytes([len(name.encode())]) + name.encode()
    return prefix + nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())


def unseal_with(key: bytes, sealed: bytes | memoryview, place: str) -> str:
    """Decrypt what `seal_with` made with the same key and place. Raises CannotUnseal."""
    sealed = bytes(sealed)
    try:
        body = sealed[1 + sealed[0] :]
        nonce, ciphertext = body[:NONCE_BYTES], body[NONCE_BYTES:]
        return AESGCM(key).decrypt(nonce, ciphertext, place.encode()).decode()
    except (InvalidTag, ValueError, IndexError) as error:
        raise CannotUnseal(f"A value of {place} does not open.") from error


def lookup_key(text: str, place: str) -> bytes:
    """Return the digest (32 bytes) to store beside a sealed value, by the first lookup key."""
    return lookup_keys(text, place)[0]


def lookup_keys(text: str, place: str) -> list[bytes]:
    """Return the digests to search by: one for each lookup key that is alive, newest first."""
    message = place.encode() + b"\0" + text.encode()
    keys = _lookup_keys(tuple(settings.LOOKUP_KEYS)).values()
    return [hmac.digest(key, message, hashlib.sha256) for key in keys]


def new_key() -> bytes:
    """Return a random key of 32 bytes for `seal_with`."""
    return secrets.token_bytes(KEY_BYTES)
