"""The signed payload: what was signed comes back, and nothing else does."""

from dataclasses import replace
from datetime import date

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import base41
from certificates.cose import sign
from certificates.keys import key_id_of, load_public_key, make_signing_key
from certificates.numbers import number_from_integer
from certificates.payload import (
    PayloadDamaged,
    PayloadRefused,
    QrPayload,
    SignatureWrong,
    UnknownKey,
    name_digest,
    sign_payload,
    verify_payload,
)
from tests.certificates.sample import KEY_ID, NAME, PRIVATE_KEY, PUBLIC_KEYS, make_payload, signed

payloads = st.builds(
    QrPayload,
    number=st.integers(0, 23**12 - 1).map(number_from_integer),
    course_code=st.from_regex(r"[A-Z0-9-]{2,12}", fullmatch=True),
    edition=st.integers(1, 100_000),
    completed_on=st.dates(date(2020, 1, 1), date(2200, 1, 1)),
    valid_until=st.none() | st.dates(date(2020, 1, 1), date(2200, 1, 1)),
    name_hash=st.binary(min_size=10, max_size=10),
)


@given(payloads)
def test_what_was_signed_comes_back(payload: QrPayload) -> None:
    text = signed(payload)
    assert verify_payload(text, PUBLIC_KEYS) == payload
    assert verify_payload(text.lower(), PUBLIC_KEYS) == payload


# The facts of a proof, and others that CBOR or Python would take for the same.
FACTS = [1, 5, "NEKE", 1, 20_779, None, b"0123456789"]


@pytest.mark.parametrize(
    "body",
    [
        cbor2.dumps([True, *FACTS[1:]]),
        cbor2.dumps([1.0, *FACTS[1:]]),
        cbor2.dumps([*FACTS[:3], True, *FACTS[4:]]),
        cbor2.dumps(FACTS) + b"\0",
        b"\x9f" + cbor2.dumps(FACTS)[1:] + b"\xff",
        cbor2.dumps(FACTS).replace(b"\x05", b"\x18\x05"),
    ],
    ids=["true", "float", "edition true", "one more byte", "no length", "long number"],
)
def test_facts_that_only_mean_the_same_are_refused(body) -> None:
    assert verify_payload(base41.encode(sign(cbor2.dumps(FACTS), PRIVATE_KEY, KEY_ID)), PUBLIC_KEYS)
    with pytest.raises(PayloadDamaged):
        verify_payload(base41.encode(sign(body, PRIVATE_KEY, KEY_ID)), PUBLIC_KEYS)


def test_every_byte_changed_is_refused() -> None:
    encoded = base41.decode(signed())
    for place in range(len(encoded)):
        for flip in (0x01, 0x20, 0x80, 0xFF):
            changed = bytearray(encoded)
            changed[place] ^= flip
            with pytest.raises(PayloadRefused):
                verify_payload(base41.encode(bytes(changed)), PUBLIC_KEYS)


def test_every_character_changed_or_lost_is_refused() -> None:
    text = signed()
    for place in range(len(text)):
        for other in "0A:%":
            if other != text[place]:
                with pytest.raises(PayloadRefused):
                    verify_payload(text[:place] + other + text[place + 1 :], PUBLIC_KEYS)
        with pytest.raises(PayloadRefused):
            verify_payload(text[:place], PUBLIC_KEYS)


@given(st.text(max_size=500) | st.text(base41.ALPHABET, max_size=500))
def test_any_other_text_is_damaged(text: str) -> None:
    with pytest.raises(PayloadDamaged):
        verify_payload(text, PUBLIC_KEYS)


@given(st.binary(max_size=200))
def test_any_bytes_are_damaged(data: bytes) -> None:
    with pytest.raises(PayloadDamaged):
        verify_payload(base41.encode(data), PUBLIC_KEYS)


def test_another_key_is_unknown_and_a_stranger_with_our_key_id_is_wrong() -> None:
    stranger = load_public_key(make_signing_key().public_b64)
    with pytest.raises(UnknownKey):
        verify_payload(signed(), {key_id_of(stranger): stranger})
    with pytest.raises(SignatureWrong):
        verify_payload(signed(), {KEY_ID: stranger})


def test_the_same_signed_facts_in_another_encoding_are_damaged() -> None:
    encoded = base41.decode(signed())
    protected, _, body, signature = cbor2.loads(encoded).value
    others = [
        cbor2.dumps([protected, {}, body, signature]),
        cbor2.dumps(cbor2.CBORTag(18, [protected, {99: 1}, body, signature])),
        cbor2.dumps(cbor2.CBORTag(18, [protected, {}, body, signature, b""])),
        encoded + b"\x00",
        # The tag 18 written in two bytes, where one is enough.
        b"\xd8\x12" + encoded[1:],
    ]
    assert cbor2.loads(others[-1]) == cbor2.loads(encoded)
    for other in others:
        with pytest.raises(PayloadDamaged):
            verify_payload(base41.encode(other), PUBLIC_KEYS)


def test_the_text_holds_no_name_and_is_short() -> None:
    encoded = base41.decode(signed())
    assert NAME.encode() not in encoded
    assert len(encoded) <= 116


@pytest.mark.parametrize(
    "changes",
    [
        {"course_code": "neke"},
        {"edition": 0},
        {"name_hash": b"short"},
        {"number": "KM3D-CT4W-C7FN5"},
    ],
)
def test_facts_that_cannot_be_carried_are_not_signed(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        sign_payload(replace(make_payload(), **changes), PRIVATE_KEY, KEY_ID)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "same",
    [
        "ӘЙГЕРІМ ҒАЛЫМҚЫЗЫ ҚЫДЫРӘЛІ-НҰРМҰХАМБЕТОВА",
        "  Әйгерім   Ғалымқызы\tҚыдырәлі\N{EN DASH}Нұрмұхамбетова ",
        "Әи\N{COMBINING BREVE}герім Ғалымқызы Қыдырәлі - Нұрмұхамбетова",
    ],
)
def test_a_name_written_otherwise_still_matches(same: str) -> None:
    assert make_payload().name_matches(same)


@pytest.mark.parametrize("other", ["", "Айгерим", NAME + "й", "Әйгерім Ғалымқызы Қыдырәлі"])
def test_another_name_does_not_match(other: str) -> None:
    assert not make_payload().name_matches(other)


def test_the_dots_of_yo_do_not_matter_and_the_salt_does() -> None:
    assert name_digest("Семён", b"1") == name_digest("Семен", b"1")
    assert name_digest("Семён", b"1") != name_digest("Семён", b"2")


@given(st.binary(max_size=60))
def test_base41_returns_every_byte_and_needs_no_escape_in_an_address(data: bytes) -> None:
    text = base41.encode(data)
    assert base41.decode(text) == data
    assert not text or text[-1] not in ".:"


@pytest.mark.parametrize("text", ["A", "%%", "::", ":::", "ABCA", "a b"])
def test_text_that_no_bytes_make_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        base41.decode(text)
