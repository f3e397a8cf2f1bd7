"""Signing keys: made, loaded, published, and never shown."""

import base64
import json
from datetime import date, datetime, timedelta, timezone

import pytest

from certificates.keys import (
    PublishedKey,
    SigningKeyInvalid,
    key_id_of,
    load_public_key,
    load_signing_key,
    make_signing_key,
    public_key_document,
)


def test_a_new_key_loads_and_its_parts_belong_together() -> None:
    key = make_signing_key()
    public = load_signing_key(key.seed_b64).public_key()
    assert public == load_public_key(key.public_b64)
    assert key_id_of(public) == key.key_id
    assert len(key.key_id) == 4


@pytest.mark.parametrize("text", ["", "not base64!", "AAAA", base64.b64encode(b"x" * 64).decode()])
def test_what_is_no_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(SigningKeyInvalid) as refusal:
        load_signing_key(text)
    assert not text or text not in str(refusal.value)


def test_the_document_is_a_key_set_of_public_parts_alone() -> None:
    old, new = make_signing_key(), make_signing_key()
    document = public_key_document(
        [
            PublishedKey(old.public_b64, date(2026, 1, 1), date(2026, 6, 1)),
            PublishedKey(new.public_b64, date(2026, 6, 1)),
        ]
    )
    text = json.dumps(document)
    keys = json.loads(text)["keys"]
    assert [key["kid"] for key in keys] == [old.key_id.hex(), new.key_id.hex()]
    assert keys[0]["retired_on"] == "2026-06-01"
    assert "retired_on" not in keys[1]
    for key, made in zip(keys, (old, new), strict=True):
        assert (key["kty"], key["crv"]) == ("OKP", "Ed25519")
        assert base64.urlsafe_b64decode(key["x"] + "=") == base64.b64decode(made.public_b64)
        assert "d" not in key
        assert made.seed_b64 not in text


def test_the_document_says_when_it_was_made_and_which_key_was_stolen_from_when() -> None:
    stolen, waits = make_signing_key(), make_signing_key()
    moment = datetime(2026, 6, 1, 15, 30, tzinfo=timezone(timedelta(hours=5)))
    document = public_key_document(
        [
            PublishedKey(stolen.public_b64, date(2026, 1, 1), revoked_at=moment),
            PublishedKey(waits.public_b64, date(2026, 6, 1), signs_from=moment),
        ],
        made_at=1_800_000_000,
    )
    assert document["made_at"] == 1_800_000_000
    assert document["good_until"] == 1_800_000_000 + 30 * 24 * 3600
    first, second = json.loads(json.dumps(document))["keys"]
    assert first["revoked_at"] == "2026-06-01T10:30:00Z"
    assert first["kept"] == f"/.well-known/otau/kept/{stolen.key_id.hex()}.cbor"
    assert second["signs_from"] == "2026-06-01T10:30:00Z"
    assert not {"revoked_at", "kept", "retired_on"} & second.keys()


def test_a_new_key_does_not_show_its_secret() -> None:
    key = make_signing_key()
    assert key.seed_b64 not in f"{key!r} {key}"


def test_two_keys_of_one_id_are_refused() -> None:
    key = PublishedKey(make_signing_key().public_b64, date(2026, 1, 1))
    with pytest.raises(ValueError, match="share"):
        public_key_document([key, key])
