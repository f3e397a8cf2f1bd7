"""Signed messages: opened only as they were written; the text of a QR code stays as it was."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import base41
from certificates.cose import (
    MessageDamaged,
    MessageRefused,
    SignatureWrong,
    UnknownKey,
    key_id_in,
    open_signed,
    sign,
)
from certificates.keys import key_id_of, load_public_key, make_signing_key
from tests.certificates.sample import KEY_ID, PRIVATE_KEY, PUBLIC_KEYS, signed

# Written down from the first release that issued certificates: papers in drawers carry such text.
FIXED = (
    "I2WV8BJ70QQ0T5D1XD7HOOA5$60810S/T8YDJB8CBFRMA$KA3Z34N6TNCJGBX0YOL7-YXAJY5-V-W9BMS$67A7LZ7E0Y"
    "QX0WVS9DCIFH0I0W1RVFHK22U3HO3SIG0E/HFOJ9DB47N6ATB0W4RKRGXGYEKSN$VCG2GAO98:L0PKI40"
)


def message(body: bytes = b"body") -> bytes:
    return sign(body, PRIVATE_KEY, KEY_ID)


def test_the_text_of_a_qr_code_is_the_same_byte_for_byte():
    assert signed() == FIXED


@given(st.binary(max_size=3000))
def test_what_was_signed_comes_back_with_the_id_of_its_key(body):
    assert open_signed(message(body), PUBLIC_KEYS) == body
    assert key_id_in(message(body)) == KEY_ID


def test_every_byte_changed_and_every_end_cut_off_is_refused():
    whole = message()
    for place in range(len(whole)):
        for flip in (0x01, 0x20, 0x80, 0xFF):
            changed = bytearray(whole)
            changed[place] ^= flip
            with pytest.raises(MessageRefused):
                open_signed(bytes(changed), PUBLIC_KEYS)
        with pytest.raises(MessageDamaged):
            open_signed(whole[:place], PUBLIC_KEYS)
    with pytest.raises(MessageDamaged):
        open_signed(whole + b"\0", PUBLIC_KEYS)


def test_another_key_is_unknown_and_a_stranger_with_our_key_id_is_wrong():
    stranger = load_public_key(make_signing_key().public_b64)
    with pytest.raises(UnknownKey):
        open_signed(message(), {key_id_of(stranger): stranger})
    with pytest.raises(SignatureWrong):
        open_signed(message(), {KEY_ID: stranger})


def test_the_same_message_in_another_encoding_is_damaged():
    whole = message()
    protected, _, body, signature = cbor2.loads(whole).value
    others = [
        cbor2.dumps([protected, {}, body, signature]),
        cbor2.dumps(cbor2.CBORTag(18, [protected, {99: 1}, body, signature])),
        cbor2.dumps(cbor2.CBORTag(18, [protected, {}, body, signature, b""])),
        b"\xd8\x12" + whole[1:],
        base41.decode(FIXED)[:-1],
    ]
    for other in others:
        with pytest.raises(MessageDamaged):
            open_signed(other, PUBLIC_KEYS)
