"""What the QR code of a certificate proves without a network: facts, signed.

A signed message (`certificates.cose`) over a CBOR array, written in base 41
(`certificates.base41`). It carries neither the holder's name nor an identity number:
the name is there as a digest, to be compared with a name that the verifier reads in the identity
document. Online status stays the truth; a revoked certificate still verifies here.

The digest's salt is the certificate's number (`number_salt`). A verifier without a network needs
the salt, so it has to be in the payload whatever it is; the number is there already, is random
(54 bits) and is never used twice, which is all that a salt has to be: no table of names made
before an issue fits. Eight bytes more would hide nothing from a person who holds the code. Who
holds it can try names against it, as they can read the name printed beside it.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from certificates import base41
from certificates.cose import (
    MessageDamaged,
    MessageRefused,
    SignatureWrong,
    UnknownKey,
    canonical,
    decoded,
    open_signed,
    sign,
)
from certificates.numbers import number_as_integer, number_from_integer

__all__ = [
    "NAME_HASH_BYTES",
    "PayloadDamaged",
    "PayloadRefused",
    "QrPayload",
    "SignatureWrong",
    "UnknownKey",
    "message_of",
    "name_digest",
    "number_salt",
    "sign_payload",
    "verify_payload",
]

NAME_HASH_BYTES: Final = 10

_FORMAT: Final = 1
_FIRST_DAY: Final = date(1970, 1, 1)
_COURSE_CODE: Final = re.compile(r"[A-Z0-9-]{2,12}")
_LONGEST_TEXT: Final = 400
_HYPHENS: Final = re.compile(r"\s*[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+\s*")


# What can be wrong with a text is what can be wrong with any signed message.
PayloadRefused = MessageRefused
PayloadDamaged = MessageDamaged


@dataclass(frozen=True, slots=True)
class QrPayload:
    """The signed facts. `valid_until` is the last day of validity, None when there is none."""

    number: str
    course_code: str
    edition: int
    completed_on: date
    valid_until: date | None
    name_hash: bytes

    def name_matches(self, name: str) -> bool:
        """Say whether `name`, as read in a document, is the name that was certified."""
        return hmac.compare_digest(self.name_hash, name_digest(name, number_salt(self.number)))


def number_salt(number: str) -> bytes:
    """Return the salt of the certificate's name digest: its written number in ASCII."""
    return number.encode("ascii")


def name_digest(name: str, salt: bytes) -> bytes:
    """Return 10 bytes: SHA-256 over the salt and the name in a normal form, cut to 80 bits.

    The normal form forgives what differs between documents that mean one person: composed or
    decomposed letters (NFC), case, runs of white space, kinds of hyphen and the spaces around
    them, and the two dots of ё. Eighty bits are enough because nobody profits from just any
    collision: a cheat needs a signed certificate whose digest happens to be that of their own
    name, one chance in 2**80 for each certificate they hold.
    """
    normal = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    normal = _HYPHENS.sub("-", normal.replace("ё", "е"))
    normal = " ".join(normal.split())
    framed = b"otau-name-1" + len(salt).to_bytes(1, "big") + salt + normal.encode()
    return hashlib.sha256(framed).digest()[:NAME_HASH_BYTES]


def sign_payload(payload: QrPayload, private_key: Ed25519PrivateKey, key_id: bytes) -> str:
    """Return the signed text for the QR code; ValueError when a fact cannot be carried."""
    if not _COURSE_CODE.fullmatch(payload.course_code):
        raise ValueError("a course code is 2 to 12 of A-Z, 0-9 and -")
    if len(payload.name_hash) != NAME_HASH_BYTES:
        raise ValueError(f"a name hash has {NAME_HASH_BYTES} bytes")
    if payload.edition < 1:
        raise ValueError("editions are numbered from 1")
    return base41.encode(sign(_body(payload), private_key, key_id))


def verify_payload(text: str, public_keys: Mapping[bytes, Ed25519PublicKey]) -> QrPayload:
    """Return the facts of a signed text after checking it against `public_keys` by key id.

    Only the one canonical encoding is taken, so no two texts carry the same proof. Raises
    PayloadDamaged, UnknownKey or SignatureWrong; nothing is returned that was not signed.
    """
    return _facts(open_signed(message_of(text), public_keys))


def message_of(text: str) -> bytes:
    """Return the signed message that a text carries, unopened; PayloadDamaged without one."""
    if len(text) > _LONGEST_TEXT:
        raise PayloadDamaged("too long")
    try:
        return base41.decode(text.strip().upper())
    except ValueError:
        raise PayloadDamaged("not in base 41") from None


def _facts(body: bytes) -> QrPayload:
    match decoded(body):
        case [
            1,
            int() as number,
            str() as course_code,
            int() as edition,
            int() as completed,
            int() | None as until,
            bytes() as name_hash,
        ]:
            try:
                facts = QrPayload(
                    number=number_from_integer(number),
                    course_code=course_code,
                    edition=int(edition),
                    completed_on=_FIRST_DAY + timedelta(days=completed),
                    valid_until=None if until is None else _FIRST_DAY + timedelta(days=until),
                    name_hash=name_hash,
                )
            except (ValueError, OverflowError):
                raise PayloadDamaged("facts out of range") from None
            # CBOR has many ways to say the same, and Python takes true for 1: one way is ours.
            if _body(facts) == body:
                return facts
    raise PayloadDamaged("facts of another format")


def _body(payload: QrPayload) -> bytes:
    """Return what is signed of the facts."""
    return canonical(
        [
            _FORMAT,
            number_as_integer(payload.number),
            payload.course_code,
            payload.edition,
            _days(payload.completed_on),
            None if payload.valid_until is None else _days(payload.valid_until),
            payload.name_hash,
        ]
    )


def _days(day: date) -> int:
    return (day - _FIRST_DAY).days
