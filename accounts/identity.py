"""Identity document numbers: normalised, sealed, found."""

import re

from web.sealing import lookup_key, lookup_keys, seal, unseal

PLACE = "identity.number"
ACCOUNT = "account"


def normalise_number(kind: str, number: str) -> str:
    """Return the number without spaces and punctuation, in capitals (a passport's letters)."""
    return re.sub(r"[\s\-./№#]", "", number).upper()


def _text(kind: str, country: str, number: str) -> str:
    return f"{kind}|{country.upper()}|{normalise_number(kind, number)}"


def identity_key(*, kind: str, country: str, number: str) -> bytes:
    """Return the lookup key (32 bytes) that is written beside a sealed number."""
    return lookup_key(_text(kind, country, number), PLACE)


def identity_keys(*, kind: str, country: str, number: str) -> list[bytes]:
    """Return the lookup keys to search by, one for each key that is alive."""
    return lookup_keys(_text(kind, country, number), PLACE)


def account_key(user_id: int) -> bytes:
    """Return the lookup key (32 bytes) of an account, for a look-up that was not by a number."""
    return lookup_key(str(user_id), ACCOUNT)


def account_keys(user_id: int) -> list[bytes]:
    """Return the keys to search an account's look-ups by, one for each key that is alive."""
    return lookup_keys(str(user_id), ACCOUNT)


def seal_number(number: str) -> bytes:
    """Encrypt an identity document number."""
    return seal(normalise_number("", number), PLACE)


def open_number(sealed: bytes | memoryview) -> str:
    """Decrypt an identity document number. Raises CannotUnseal."""
    return unseal(sealed, PLACE)
