"""The text of the QR code: opened by any phone, read by the desk."""

import re
from urllib.parse import urlsplit

import pytest

from certificates.addresses import NotACertificateAddress, public_address, qr_text, split_qr_text
from certificates.rendering.code import qr_code
from tests.certificates.sample import BASE_URL, NUMBER, signed

PROOF = signed()


def test_an_address_is_cut_into_number_and_proof() -> None:
    text = qr_text(BASE_URL, NUMBER, PROOF)
    assert split_qr_text(text) == (NUMBER, PROOF)
    assert split_qr_text(f"  {text}\r\n") == (NUMBER, PROOF)


def test_the_proof_stays_behind_the_hash_and_needs_no_escape() -> None:
    text = qr_text(BASE_URL, NUMBER, PROOF)
    parts = urlsplit(text)
    assert parts.fragment == PROOF
    assert parts.query == ""
    assert parts.path == "/C/KM3DCT4WC7FN4"
    # RFC 3986, section 3.5: what may stand bare in a fragment.
    assert re.fullmatch(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/?]+", parts.fragment)


def test_the_code_is_version_8_for_an_ordinary_host_and_9_for_a_long_one() -> None:
    assert qr_code(qr_text("https://otau.enbek.gov.kz", NUMBER, PROOF)).version == 8
    assert qr_code(qr_text("https://otau-kurs.okosh.gov.kz", NUMBER, PROOF)).version == 9


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        NUMBER.lower().replace("-", " "),
        f"https://otau.example.kz/c/{NUMBER}",
        f"HTTPS://ANOTHER.EXAMPLE/C/{NUMBER}",
        f"http://127.0.0.1:8000/kk/c/{NUMBER}/",
        f"otau.example.kz/ru/c/{NUMBER.lower()}",
        f"https://otau.example.kz/c/{NUMBER}?from=camera#",
    ],
)
def test_an_address_without_proof_and_a_bare_number_are_read(text: str) -> None:
    assert split_qr_text(text) == (NUMBER, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "#" + PROOF,
        "KM3D-CT4W-C7FN5",
        "https://otau.example.kz/",
        f"https://otau.example.kz/x/{NUMBER}",
        f"https://otau.example.kz/c/{NUMBER}/edit",
        "http://[/c/x",
        "1" * 1000,
    ],
)
def test_anything_else_is_not_a_certificate(text: str) -> None:
    with pytest.raises(NotACertificateAddress):
        split_qr_text(text)


@pytest.mark.parametrize(
    "base",
    [
        "otau.example.kz",
        "ftp://otau.example.kz",
        "https://otau.example.kz/site",
        "https://otau.example.kz?x=1",
        "https://me@otau.example.kz",
        "https://отау.қаз",
    ],
)
def test_a_base_that_cannot_be_in_capitals_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="base"):
        qr_text(base, NUMBER, PROOF)


def test_the_address_to_read_out_has_the_number_in_groups() -> None:
    assert (
        public_address("https://Otau.example.kz/", NUMBER) == f"https://otau.example.kz/c/{NUMBER}"
    )
