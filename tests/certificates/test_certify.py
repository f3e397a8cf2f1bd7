"""Certified once, frozen, and never changed."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.person import destroy_key
from certificates.actions import certify, revoke, supersede
from certificates.documents.issuing import issue_certificate
from certificates.exceptions import AlreadyEnded, NotCompleted
from certificates.models import Certificate, CertificateEvent, CertificateIssue
from certificates.names import holder_name
from certificates.payload import verify_payload
from certificates.signing import public_keys
from certificates.state import State, state_of
from certificates.validity import months_later
from enrolments.actions import enrol
from enrolments.models import CoursePolicy
from notifications.models import Message
from notifications.tasks import deliver_pending_messages
from tests.certificates.story import completed, settle_all
from tests.notifications.story import choose
from web.sealing import CannotUnseal

pytestmark = pytest.mark.django_db


def test_the_last_requirement_certifies_and_the_worker_issues(aigerim, edition, tasks_at_once):
    with tasks_at_once():
        enrolment = completed(aigerim, edition)

    certificate = enrolment.certificates.get()
    facts = verify_payload(certificate.issue.signed_payload, public_keys())
    assert facts.number == certificate.number
    assert facts.completed_on == timezone.localdate(enrolment.completed_at)
    assert facts.name_matches("Айгерім  СӘРСЕНОВА")
    assert not facts.name_matches("Данияр Оспанов")
    assert certificate.assurance == "none"
    assert certificate.name_source == "declared"
    assert not Message.objects.exists()  # who chose nothing is told nothing


def test_who_chose_news_is_told_that_the_certificate_is_ready(aigerim, edition, tasks_at_once):
    choose(aigerim, reminders=False)
    with tasks_at_once():
        completed(aigerim, edition)
    message = Message.objects.get(recipient=aigerim)
    assert (message.kind, message.state) == (Message.Kind.CERTIFICATE_READY, "sent")


def test_news_of_a_certificate_that_was_revoked_meanwhile_is_not_sent(
    aigerim, edition, tasks_at_once, settings
):
    choose(aigerim)
    hour = timezone.localtime().hour
    settings.MESSAGE_HOURS = (hour - 3, hour - 2) if hour > 12 else (hour + 3, hour + 4)
    with tasks_at_once():
        enrolment = completed(aigerim, edition)
    message = Message.objects.get()
    assert message.state == "pending"
    revoke(
        certificate=enrolment.certificates.get(), reason=CertificateEvent.Reason.IDENTITY_DISPLACED
    )
    settings.MESSAGE_HOURS = (0, 24)
    Message.objects.update(next_try_at=timezone.now())
    deliver_pending_messages()
    message.refresh_from_db()
    assert message.state == "not_needed"


def test_one_requirement_left_is_no_certificate(aigerim, edition, tasks_at_once):
    with tasks_at_once():
        enrolment = enrol(user=aigerim, course=edition.course)
        settle_all(enrolment, but=1)

    assert not Certificate.objects.exists()
    with pytest.raises(NotCompleted):
        certify(enrolment=enrolment)


def test_certifying_twice_is_one_certificate(aigerim, edition):
    enrolment = completed(aigerim, edition)

    assert certify(enrolment=enrolment) == certify(enrolment=enrolment)
    assert enrolment.certificates.count() == 1


def test_what_was_certified_does_not_change_with_the_person_or_the_policy(aigerim, edition):
    CoursePolicy.objects.create(
        course=edition.course, valid_from=dt.date(2020, 1, 1), validity_months=12
    )
    certificate = completed(aigerim, edition).certificates.get()
    until = certificate.valid_until

    aigerim.name = "Басқа Адам"
    aigerim.save()
    CoursePolicy.objects.create(
        course=edition.course, valid_from=dt.date(2020, 1, 2), validity_months=1
    )

    certificate.refresh_from_db()
    assert holder_name(Certificate.objects.get()) == "Айгерім Сәрсенова"
    assert certificate.valid_until == until == months_later(certificate.completed_on, 12)


@pytest.mark.parametrize("model", [Certificate, CertificateIssue, CertificateEvent])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_facts(
    aigerim, edition, tasks_at_once, model, verb
):
    with tasks_at_once():
        certificate = completed(aigerim, edition).certificates.get()
    issue_certificate(certificate_id=certificate.pk)
    revoke(certificate=certificate, reason="granted_in_error")
    table = model._meta.db_table
    statement = {"update": f"update {table} set id = id", "delete": f"delete from {table}"}[verb]

    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_corrected_name_is_a_new_certificate_and_the_old_one_says_so(aigerim, edition):
    old = completed(aigerim, edition).certificates.get()

    new = supersede(certificate=old, by=None, name="Айгерім Серікқызы Сәрсенова")

    assert (new.generation, new.supersedes, new.completed_on) == (2, old, old.completed_on)
    assert holder_name(new) == "Айгерім Серікқызы Сәрсенова"
    assert state_of(old) == State.SUPERSEDED
    assert state_of(new) == State.VALID
    with pytest.raises(AlreadyEnded):
        supersede(certificate=old, by=None)
    with pytest.raises(AlreadyEnded):
        revoke(certificate=old, reason="granted_in_error")


def test_after_erasure_the_fact_stays_and_the_name_is_unreadable(aigerim, edition):
    certificate = completed(aigerim, edition).certificates.get()

    destroy_key(aigerim)

    assert Certificate.objects.filter(pk=certificate.pk).exists()
    with pytest.raises(CannotUnseal):
        holder_name(certificate)


def test_the_sealed_name_is_not_the_name(aigerim, edition):
    certificate = completed(aigerim, edition).certificates.get()

    with connection.cursor() as cursor:
        cursor.execute("select certificates_certificate::text from certificates_certificate")
        stored = cursor.fetchone()[0]

    assert "Айгерім" not in stored
    assert "Айгерім".encode().hex() not in stored
    assert certificate.number in stored


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 5, 5), None, None),
    ],
)
def test_validity_ends_on_the_same_day_of_the_month_or_its_last(day, months, then):
    assert months_later(day, months) == then
