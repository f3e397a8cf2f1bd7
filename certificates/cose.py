"""Signed messages: COSE_Sign1 (RFC 9052) with Ed25519 (algorithm -19, RFC 9864), canonical CBOR.

Everything that leaves Otau to be checked by others is one of these: the text of a QR code, the
list of certificates that ended, the list of what a stolen key signed before, the head of a day.
Only the one canonical encoding is opened, so that no two messages carry the same signature.
"""

from collections.abc import Mapping
from typing import Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

CONTENT_TYPE: Final = "application/cose"

_COSE_SIGN1_TAG: Final = 18
_HEADER_ALGORITHM: Final = 1
_HEADER_KEY_ID: Final = 4
_ALGORITHM_ED25519: Final = -19


class MessageRefused(ValueError):
    """Base: the message proves nothing."""


class MessageDamaged(MessageRefused):
    """It is not one of ours, or a part of it is missing or misread."""


class UnknownKey(MessageRefused):
    """It names a key that the verifier does not have (their list may be old)."""


class SignatureWrong(MessageRefused):
    """It was made or changed by somebody without the key."""


def sign(body: bytes, private_key: Ed25519PrivateKey, key_id: bytes) -> bytes:
    """Return `body` signed by `private_key`, with the id of the key in front."""
    protected = _headers(key_id)
    signature = private_key.sign(_to_be_signed(protected, body))
    return _message(protected, body, signature)


def open_signed(message: bytes, public_keys: Mapping[bytes, Ed25519PublicKey]) -> bytes:
    """Return the body of a message after checking it against `public_keys` by key id.

    Raises MessageDamaged, UnknownKey or SignatureWrong; nothing is returned that was not signed.
    """
    protected, body, signature = _parts(message)
    public_key = public_keys.get(_key_id(protected))
    if public_key is None:
        raise UnknownKey("signed with a key that is not in the list")
    try:
        public_key.verify(signature, _to_be_signed(protected, body))
    except InvalidSignature:
        raise SignatureWrong("the signature does not fit") from None
    return body


def key_id_in(message: bytes) -> bytes:
    """Return the id of the key that a message names, unchecked; MessageDamaged without one."""
    return _key_id(_parts(message)[0])


def canonical(value: object) -> bytes:
    """Return the one canonical CBOR encoding of `value` (RFC 8949, section 4.2.1)."""
    return cbor2.dumps(value, canonical=True)


def decoded(encoded: bytes) -> object:
    """Return a CBOR item; MessageDamaged for anything that is not one."""
    try:
        item: object = cbor2.loads(encoded)
    except (cbor2.CBORDecodeError, ValueError, TypeError, OverflowError, RecursionError):
        raise MessageDamaged("not CBOR") from None
    return item


def _parts(message: bytes) -> tuple[bytes, bytes, bytes]:
    match decoded(message):
        case cbor2.CBORTag(
            tag=18, value=[bytes() as protected, {}, bytes() as body, bytes() as signature]
        ):
            if _message(protected, body, signature) == message:
                return protected, body, signature
    raise MessageDamaged("not a signed message")


def _key_id(protected: bytes) -> bytes:
    match decoded(protected):
        case {1: -19, 4: bytes() as key_id}:
            if _headers(key_id) == protected:
                return key_id
    raise MessageDamaged("not the headers of this format")


def _headers(key_id: bytes) -> bytes:
    return canonical({_HEADER_ALGORITHM: _ALGORITHM_ED25519, _HEADER_KEY_ID: key_id})


def _message(protected: bytes, body: bytes, signature: bytes) -> bytes:
    return canonical(cbor2.CBORTag(_COSE_SIGN1_TAG, [protected, {}, body, signature]))


def _to_be_signed(protected: bytes, body: bytes) -> bytes:
    """Return the Sig_structure of RFC 9052, section 4.4, without external data."""
    return canonical(["Signature1", protected, b"", body])
