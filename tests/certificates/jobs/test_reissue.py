"""One certificate issued anew: the issuer's words differ, what is of the holder does not."""

import datetime as dt

import pytest

from certificates.actions import reissue, supersede
from certificates.documents.issuing import issue_certificate
from certificates.exceptions import AlreadyEnded
from certificates.models import Certificate, CertificateEvent
from certificates.names import holder_name
from certificates.payload import verify_payload
from certificates.signing import public_keys
from certificates.state import State, state_of
from enrolments.models import CoursePolicy
from tests.certificates.story import completed
from web.sealing import CannotUnseal

pytestmark = pytest.mark.django_db

TITLES = {"course_title_kk": "Отау құру", "course_title_ru": "Свой дом"}
NEW = {
    "id", "number", "generation", "supersedes", "certified_at", "name_digest",
    "course_title_kk", "course_title_ru",
}  # fmt: skip


@pytest.fixture
def old(aigerim, edition) -> Certificate:
    return completed(aigerim, edition).certificates.get()


def test_only_number_generation_title_and_day_of_issue_differ(old, aigerim, edition):
    aigerim.name = "Басқа Адам"
    aigerim.save()
    CoursePolicy.objects.create(
        course=edition.course, valid_from=dt.date(2020, 1, 1), validity_months=1
    )

    new = reissue(certificate=old, reason="title_corrected", by=None, words=TITLES)

    new.refresh_from_db()
    differing = {
        field.name
        for field in Certificate._meta.fields
        if getattr(new, field.attname) != getattr(old, field.attname)
    }
    assert differing == NEW
    assert (new.supersedes, new.generation) == (old, 2)
    assert (new.course_title_kk, new.course_title_ru) == ("Отау құру", "Свой дом")
    assert holder_name(new) == holder_name(old) == "Айгерім Сәрсенова"
    assert (state_of(old), state_of(new)) == (State.SUPERSEDED, State.VALID)
    assert old.events.get().reason == CertificateEvent.Reason.TITLE_CORRECTED


def test_its_proof_is_of_the_same_name(old):
    new = reissue(certificate=old, reason="key_revoked", by=None)
    signed = issue_certificate(certificate_id=new.pk).signed_payload
    facts = verify_payload(signed, public_keys())
    assert (facts.number, facts.completed_on) == (new.number, old.completed_on)
    assert facts.name_matches("Айгерім Сәрсенова")


def test_a_corrected_title_stays_when_the_name_is_corrected_later(old):
    new = reissue(certificate=old, reason="title_corrected", by=None, words=TITLES)
    newest = supersede(certificate=new, by=None, name="Айгерім Серікқызы Сәрсенова")
    assert (newest.course_title_kk, newest.course_title_ru) == ("Отау құру", "Свой дом")


def test_what_has_ended_is_not_issued_anew(old):
    reissue(certificate=old, reason="title_corrected", by=None, words=TITLES)
    with pytest.raises(AlreadyEnded):
        reissue(certificate=old, reason="title_corrected", by=None, words=TITLES)
    assert Certificate.objects.count() == 2


def test_of_somebody_who_is_gone_nothing_is_left_half_done(old, aigerim):
    from django.db import transaction

    from accounts.person import destroy_key

    destroy_key(aigerim)
    with pytest.raises(CannotUnseal), transaction.atomic():
        reissue(certificate=old, reason="title_corrected", by=None, words=TITLES)
    assert state_of(Certificate.objects.get()) == State.VALID
