"""Keys, lists of ended certificates and kept lists as they are published, made by the format alone.

They share no code with what publishes them: docs/certificates/keys.md is what they follow.
"""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DAY = 86400
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(100, 132)))


def key_id(key: Ed25519PrivateKey) -> bytes:
    return hashlib.sha256(key.public_key().public_bytes_raw()).digest()[:4]


def iso(moment: float) -> str:
    return datetime.fromtimestamp(int(moment), UTC).isoformat()


def message(body: object, key: Ed25519PrivateKey) -> bytes:
    """Return `body` as COSE_Sign1."""
    encoded = cbor2.dumps(body, canonical=True)
    headers = cbor2.dumps({1: -19, 4: key_id(key)}, canonical=True)
    to_sign = cbor2.dumps(["Signature1", headers, b"", encoded], canonical=True)
    return cbor2.dumps(cbor2.CBORTag(18, [headers, {}, encoded, key.sign(to_sign)]), canonical=True)


def key_entry(key: Ed25519PrivateKey, **more: Any) -> dict[str, Any]:
    x = base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode().rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": key_id(key).hex(), "x": x,
            "created_on": "2026-01-01", **more}  # fmt: skip


def stolen_entry(key: Ed25519PrivateKey, at: float) -> dict[str, Any]:
    kid = key_id(key).hex()
    return key_entry(key, revoked_at=iso(at), kept=f"/.well-known/otau/kept/{kid}.cbor")


def keys_json(*entries: dict[str, Any], made_at: float, lasts: int = 30 * DAY) -> bytes:
    return json.dumps(
        {"format": "otau-certificate-1", "made_at": int(made_at),
         "good_until": int(made_at + lasts), "keys": list(entries)}
    ).encode()  # fmt: skip


def entries(domain: bytes, texts: list[str], size: int) -> bytes:
    return b"".join(sorted(hashlib.sha256(domain + t.encode()).digest()[:size] for t in texts))


def status_list(
    key: Ed25519PrivateKey, *, made_at: float, lasts: int = 7 * DAY,
    revoked: list[str] | None = None, superseded: list[str] | None = None,
) -> bytes:  # fmt: skip
    ended = [entries(b"otau-status-1", numbers or [], 8) for numbers in (revoked, superseded)]
    return message([1, "otau-status", int(made_at), int(made_at + lasts), *ended], key)


def kept_list(
    key: Ed25519PrivateKey, *, of: Ed25519PrivateKey, proofs: list[str], made_at: float
) -> bytes:
    listed = entries(b"otau-kept-1", proofs, 16)
    return message([1, "otau-kept", int(made_at), key_id(of), int(made_at), listed], key)
