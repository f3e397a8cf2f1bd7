"""Whoever is shown a certificate checks it by its number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.erasing import erase_account
from accounts.actions.record import lookups_of
from accounts.models import Lookup
from certificates.actions import supersede
from certificates.addresses import qr_text
from certificates.documents.issuing import issue_certificate, payload_of
from certificates.payload import name_digest, number_salt, sign_payload
from certificates.signing import current_key
from registry.standin import cast as people
from tests import cast
from tests.api.systems import make_system
from tests.certificates.at_the_desk import certified, ended
from tests.certificates.jobs.story import steal_key
from tests.certificates.sample import BASE_URL, PRIVATE_KEY

pytestmark = pytest.mark.django_db
CHECK = "certificates/query"


@pytest.fixture
def verifier(db):
    """An employer's system: it may check certificates and nothing else."""
    return make_system("certificates:read")


def test_a_valid_one_says_what_the_paper_says_and_no_name(verifier):
    certificate = certified(people.AIGERIM, assurance="seen")
    answer = verifier.ask(CHECK, {"certificate": certificate.number})
    assert answer.status_code == 200
    assert (answer.data["state"], answer.data["number"]) == ("valid", certificate.number)
    assert answer.data["course"] | {"title_kk": "", "title_ru": ""} == {
        "code": "NEKE", "title_kk": "", "title_ru": "", "edition": 1, "hours": 1.0,
    }  # fmt: skip
    assert (answer.data["completed_on"], answer.data["mode"], answer.data["assurance"]) == (
        "2026-11-20", "alone", "seen",
    )  # fmt: skip
    assert answer.data["name_matches"] is None
    assert "Айгер" not in answer.text
    assert "АЙГЕР" not in answer.text


def test_the_holder_can_read_who_checked(verifier):
    certificate = certified(people.AIGERIM, assurance="seen")
    verifier.ask(CHECK, {"certificate": certificate.number})
    (lookup,) = lookups_of(certificate.enrolment.user)
    assert (lookup.client, lookup.purpose) == (verifier.client.public_id, "certificate")


def test_the_text_of_the_code_and_a_typed_number_are_read(verifier):
    number = certified(people.AIGERIM).number
    bare = number.replace("-", "").lower()
    for text in (bare, f"https://otau.example.kz/kk/c/{number}/", f"HTTPS://X.KZ/C/{bare}#PROOF"):
        assert verifier.ask(CHECK, {"certificate": text}).data["number"] == number


@pytest.mark.parametrize("kind", ["revoked", "superseded", "expired"])
def test_what_does_not_hold_says_why(verifier, kind):
    yesterday = timezone.localdate() - timedelta(days=1)
    certificate = certified(people.AIGERIM, valid_until=yesterday if kind == "expired" else None)
    if kind != "expired":
        ended(certificate, kind)
    assert verifier.ask(CHECK, {"certificate": certificate.number}).data["state"] == kind


def test_a_replaced_one_names_its_successor(verifier):
    certificate = certified(people.AIGERIM)
    replacement = supersede(certificate=certificate, by=cast.make_staff(), name="Айгерім")
    answer = verifier.ask(CHECK, {"certificate": certificate.number})
    assert (answer.data["state"], answer.data["replaced_by"]) == ("superseded", replacement.number)


@pytest.mark.parametrize(
    "text, state, number",
    [
        ("7K4M-N2XT-9WCDF", "not_issued", "7K4M-N2XT-9WCDF"),
        ("7K4M-N2XT-9WCDJ", "misread", None),
        ("қате", "misread", None),
        ("\x00", "misread", None),
    ],
)
def test_what_was_never_issued_is_told_from_a_slip(verifier, text, state, number):
    answer = verifier.ask(CHECK, {"certificate": text})
    assert (answer.status_code, answer.data["state"], answer.data["number"]) == (200, state, number)
    assert not Lookup.objects.exists()


def test_a_name_is_compared_a_few_times(verifier):
    number = certified(people.AIGERIM, name="Сәрсенова Айгерім").number
    said = [
        verifier.ask(CHECK, {"certificate": number, "name": name}).data["name_matches"]
        for name in ("СӘРСЕНОВА  АЙГЕРІМ", "Біреу")
    ]
    assert said == [True, False]
    for _ in range(11):
        answer = verifier.ask(CHECK, {"certificate": number, "name": "Біреу"})
    assert (answer.status_code, answer.data["code"]) == (429, "too-many-requests")
    assert verifier.ask(CHECK, {"certificate": number}).status_code == 200


def test_a_system_that_goes_on_trying_shuts_out_no_other(verifier, monkeypatch):
    monkeypatch.setattr("certificates.views.NAMES_PER_CERTIFICATE", {"limit": 15, "seconds": 3600})
    number = certified(people.AIGERIM, name="Айгерім").number
    for _ in range(20):
        verifier.ask(CHECK, {"certificate": number, "name": "Біреу"})
    asked = {"certificate": number, "name": "Айгерім"}
    assert make_system("certificates:read").ask(CHECK, asked).data["name_matches"]


def test_an_erased_holders_certificate_goes_on_proving_and_nobody_is_recorded(verifier):
    certificate = certified(people.AIGERIM, name="Айгерім")
    assert name_digest("Айгерім", number_salt(certificate.number))
    erase_account(user=certificate.enrolment.user)
    answer = verifier.ask(CHECK, {"certificate": certificate.number, "name": "Айгерім"})
    assert (answer.data["state"], answer.data["name_matches"]) == ("valid", True)
    assert not Lookup.objects.exists()


def test_without_the_scope_nothing_is_checked(db):
    number = certified(people.AIGERIM).number
    answer = make_system("changes:read").ask(CHECK, {"certificate": number})
    assert answer.status_code == 403


def test_the_code_as_scanned_says_what_its_signature_is_worth(verifier, settings):
    """A number that was issued may stand in a code that somebody else made."""
    certificate = certified(people.AIGERIM, name="Айгерім")
    issue = issue_certificate(certificate_id=certificate.pk)
    said = payload_of(certificate)
    forged = sign_payload(replace(said, edition=9), PRIVATE_KEY, bytes.fromhex(issue.key_id))

    def asked(proof, number=certificate.number):
        answer = verifier.ask(CHECK, {"certificate": qr_text(BASE_URL, number, proof)})
        return answer.data["state"], answer.data["proof"]

    assert verifier.ask(CHECK, {"certificate": certificate.number}).data["proof"] is None
    assert asked(issue.signed_payload) == ("valid", "right")
    assert asked(forged) == ("valid", "wrong")
    assert asked(issue.signed_payload, "7K4M-N2XT-9WCDF") == ("not_issued", "wrong")

    key, private_key = current_key()
    thiefs = sign_payload(replace(said, edition=9), private_key, key)
    steal_key(settings, issue)
    assert asked(thiefs) == ("valid", "stolen")
    assert asked(issue.signed_payload) == ("valid", "stolen")  # issued after the theft
