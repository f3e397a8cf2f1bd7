"""Ready-made facts, keys and payloads for the tests of certificates."""

from datetime import date
from decimal import Decimal
from typing import Any

from certificates.addresses import qr_text
from certificates.keys import key_id_of, load_signing_key
from certificates.payload import QrPayload, name_digest, number_salt, sign_payload
from certificates.rendering.facts import CertificateFacts

BASE_URL = "https://otau.example.kz"
NUMBER = "KM3D-CT4W-C7FN4"
SEED = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
PRIVATE_KEY = load_signing_key(SEED)
PUBLIC_KEY = PRIVATE_KEY.public_key()
KEY_ID = key_id_of(PUBLIC_KEY)
PUBLIC_KEYS = {KEY_ID: PUBLIC_KEY}
NAME = "Әйгерім Ғалымқызы Қыдырәлі-Нұрмұхамбетова"


def make_payload(**changes: Any) -> QrPayload:
    """Return a payload for `NAME`, with `changes`."""
    values: dict[str, Any] = {
        "number": NUMBER,
        "course_code": "NEKE",
        "edition": 3,
        "completed_on": date(2026, 11, 22),
        "valid_until": date(2027, 11, 22),
        "name_hash": name_digest(NAME, number_salt(NUMBER)),
    }
    return QrPayload(**(values | changes))


def signed(payload: QrPayload | None = None) -> str:
    """Return the signed text of a payload."""
    return sign_payload(payload or make_payload(), PRIVATE_KEY, KEY_ID)


def make_facts(**changes: Any) -> CertificateFacts:
    """Return the facts of a certificate for `NAME`, with `changes`."""
    values: dict[str, Any] = {
        "number": NUMBER,
        "generation": 1,
        "holder_name": NAME,
        "name_source": "declared",
        "course_title_kk": "Отау құру: отбасылық өмірге дайындық",
        "course_title_ru": "Свой дом: подготовка к семейной жизни",
        "edition_number": 3,
        "hours": Decimal("6.0"),
        "mode": "alone",
        "assurance": "none",
        "completed_on": date(2026, 11, 22),
        "issued_on": date(2026, 11, 23),
        "valid_until": date(2027, 11, 22),
        "issuer_kk": "Қазақстан Республикасының Мәдениет және ақпарат министрлігі",
        "issuer_ru": "Министерство культуры и информации Республики Казахстан",
        "base_url": BASE_URL,
        "qr_text": qr_text(BASE_URL, NUMBER, signed()),
    }
    return CertificateFacts(**(values | changes))
