"""The private keys of this process: from the environment, or from files that nobody else reads."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from certificates.keys import SigningKeyInvalid, key_id_of, load_signing_key

_READ_BY_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LONGEST_FILE: Final = 1000


@dataclass(frozen=True, slots=True)
class ConfiguredKey:
    """A private key, and the name of the place it came from, which is no secret."""

    key_id: bytes
    private_key: Ed25519PrivateKey = field(repr=False)
    place: str


def configured_keys() -> Mapping[bytes, ConfiguredKey]:
    """Return the private keys of this process by key id, in the order in which they are named.

    ImproperlyConfigured, which never repeats a key, for one that is malformed or that others on
    this machine could read.
    """
    return _loaded(
        settings.CERTIFICATE_SIGNING_KEY,
        tuple(settings.CERTIFICATE_SIGNING_KEYS),
        tuple(settings.CERTIFICATE_SIGNING_KEY_FILES),
    )


@lru_cache(maxsize=8)
def _loaded(
    first: str, more: tuple[str, ...], files: tuple[str, ...]
) -> Mapping[bytes, ConfiguredKey]:
    entries = [("CERTIFICATE_SIGNING_KEY", first)] if first else []
    entries += [
        (f"CERTIFICATE_SIGNING_KEYS, entry {place}", entry) for place, entry in enumerate(more, 1)
    ]
    entries += [(name, read_key_file(name)) for name in files]
    keys: dict[bytes, ConfiguredKey] = {}
    for place, entry in entries:
        try:
            # Of "name:base64" the name is for people; base64 has no colon.
            private_key = load_signing_key(entry.rpartition(":")[2])
        except SigningKeyInvalid as error:
            raise ImproperlyConfigured(f"{place} holds no signing key: {error}.") from None
        key_id = key_id_of(private_key.public_key())
        keys.setdefault(key_id, ConfiguredKey(key_id, private_key, place))
    return keys


def read_key_file(name: str) -> str:
    """Return what a key file holds; ImproperlyConfigured unless its owner alone can read it."""
    try:
        with Path(name).open("rb") as file:
            found = os.fstat(file.fileno())
            _refuse_what_others_read(name, found)
            content = file.read(_LONGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file's name"
        raise ImproperlyConfigured(f"The key file {name!r} was not read: {reason}.") from None
    if len(content) > _LONGEST_FILE or not content.isascii():
        raise ImproperlyConfigured(f"The key file {name!r} holds no signing key.")
    return content.decode("ascii").strip()


def _refuse_what_others_read(name: str, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ImproperlyConfigured(f"The key file {name!r} is not a file.")
    if found.st_mode & _READ_BY_OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        raise ImproperlyConfigured(
            f"The key file {name!r} can be read or changed by others (mode {mode:04o}). "
            "Let its owner alone read it: chmod 600."
        )
    if found.st_uid not in (os.geteuid(), 0):
        raise ImproperlyConfigured(f"The key file {name!r} belongs to another user.")
