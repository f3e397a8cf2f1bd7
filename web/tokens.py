"""Secrets that travel in links and codes: made at random, stored as digests."""

import hashlib
import hmac
import secrets

from django.conf import settings

TOKEN_BYTES = 18  # 144 bits: more than the 128 that a bearer secret needs, without padding


def new_token() -> str:
    """Return a random URL-safe token of 24 characters (144 bits)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> bytes:
    """Return the digest (32 bytes) under which a random token is stored.

    The token has enough entropy that a plain hash cannot be searched.
    """
    return hashlib.sha256(token.encode()).digest()


def new_code(digits: int = 6) -> str:
    """Return a random one-time code of decimal digits, to be typed by hand."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))


def code_digest(code: str, *, salt: str) -> bytes:
    """Return the keyed digest (32 bytes) under which a short code is stored.

    A code has little entropy, so the digest is keyed by SECRET_KEY and bound to `salt`.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), f"{salt}\0{code}".encode(), hashlib.sha256)


def same_digest(one: bytes | memoryview, other: bytes | memoryview) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(bytes(one), bytes(other))
