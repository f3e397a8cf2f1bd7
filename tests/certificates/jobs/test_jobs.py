"""A job about many certificates: chosen, proposed, confirmed by another, done row by row."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.erasing import erase_account
from certificates.actions import revoke
from certificates.documents.issuing import issue_certificate
from certificates.jobs import deciding, running
from certificates.jobs.exceptions import JobElsewhere, JobOfOneself, JobTooOld, NobodyChosen
from certificates.jobs.models import BulkJob, BulkJobRow
from certificates.jobs.tasks import go_on_with_bulk_jobs
from certificates.models import Certificate, CertificateEvent, CertificateIssue
from certificates.state import State, state_of
from certificates.tasks import issue_pending_certificates
from notifications.models import Message
from tests import cast
from tests.certificates.jobs.story import (
    NEW_TITLE,
    certified,
    confirmed,
    corrected,
    opened,
    run,
    steal_key,
    two,
)
from tests.certificates.story import completed
from tests.certificates.trusted import configured, published
from tests.notifications.story import choose

pytestmark = pytest.mark.django_db
Row = BulkJobRow.State


@pytest.fixture
def people():
    return two()


def results(job) -> dict[str, int]:
    """How many rows ended how."""
    found: dict[str, int] = {}
    for state, why in job.rows.values_list("state", "why"):
        key = f"{state} {why}".strip()
        found[key] = found.get(key, 0) + 1
    return found


def test_a_corrected_title_reaches_every_certificate_of_the_edition(people, edition, eager):
    old = certified(edition, 3)
    corrected(edition)
    job = confirmed(people, course=edition.course, edition_number=edition.number)

    run(job)

    assert (job.state, results(job)) == ("done", {"done": 3})
    for one in old:
        new = one.superseded_by
        assert (new.course_title_kk, new.course_title_ru) == (NEW_TITLE["kk"], NEW_TITLE["ru"])
        assert (new.edition_number, new.completed_on) == (one.edition_number, one.completed_on)
        assert new.issue.pdf
        event = one.events.get()
        assert (event.reason, event.by) == ("title_corrected", people[1])


def test_nothing_happens_before_another_person_has_confirmed(people, edition):
    certified(edition, 2)
    job = opened(people[0], "granted_in_error", course=edition.course)
    assert not running.work_on(job_id=job.pk)
    deciding.propose(job=job, by=people[0])
    assert not running.work_on(job_id=job.pk)
    with pytest.raises(JobOfOneself):
        deciding.confirm(job=job, by=people[0])
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        BulkJob.objects.update(state="running", decided_by=people[0])
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        BulkJob.objects.update(state="running")
    assert not CertificateEvent.objects.exists()
    deciding.confirm(job=job, by=people[1])
    run(job)
    assert set(CertificateEvent.objects.values_list("kind", "reason", "by")) == {
        ("revoked", "granted_in_error", people[1].pk)
    }


def test_a_proposal_of_last_week_is_not_confirmed(people, edition):
    certified(edition, 1)
    job = opened(people[0], "granted_in_error", course=edition.course)
    deciding.propose(job=job, by=people[0])
    BulkJob.objects.update(proposed_at=timezone.now() - timedelta(days=8))
    with pytest.raises(JobTooOld):
        deciding.confirm(job=job, by=people[1])


def test_what_is_left_out_says_why(people, edition):
    stays, ended, expired, gone = certified(edition, 4)
    corrected(edition)
    revoke(certificate=ended, reason="granted_in_error")
    make_expired(expired)
    erase_account(user=gone.enrolment.user)
    job = opened(people[0], course=edition.course)
    assert results(job) == {
        "waiting": 1, "left_out ended": 1, "left_out expired": 1, "left_out erased": 1,
    }  # fmt: skip
    assert job.rows.waiting().get().certificate == stays

    # A revocation reaches also what has expired and whose holder is gone.
    revocation = opened(people[0], "granted_in_error", course=edition.course)
    assert results(revocation) == {"waiting": 3, "left_out ended": 1}


def make_expired(certificate):
    """Let the time of a certificate have ended, against the trigger that keeps facts."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        Certificate.objects.filter(pk=certificate.pk).update(
            valid_until=timezone.localdate() - timedelta(days=1)
        )
        cursor.execute("set session_replication_role = origin")


def test_where_no_word_would_change_nothing_is_done(people, edition):
    certified(edition, 2)
    job = opened(people[0], course=edition.course)  # no newer edition, no newer issuer
    assert results(job) == {"left_out same": 2}
    with pytest.raises(NobodyChosen):
        deciding.propose(job=job, by=people[0])


def test_a_new_issuer_is_a_reason_too(people, edition, settings):
    certified(edition, 1)
    settings.CERTIFICATE_ISSUER_KK, settings.CERTIFICATE_ISSUER_RU = "Жаңа орталық", "Новый центр"
    job = run(confirmed(people, "words_corrected", course=edition.course))
    assert results(job) == {"done": 1}
    new = Certificate.objects.get(generation=2)
    assert (new.issuer_kk, new.issuer_ru) == ("Жаңа орталық", "Новый центр")


def test_the_words_that_were_confirmed_are_the_ones_written(people, edition):
    certified(edition, 1)
    corrected(edition)
    job = confirmed(people, course=edition.course)
    cast.make_edition(edition.course)  # published meanwhile, under another title again
    run(job)
    assert Certificate.objects.get(generation=2).course_title_kk == NEW_TITLE["kk"]


def test_a_list_of_numbers_says_which_are_unknown(people, edition):
    first, second, _third = certified(edition, 3)
    job = opened(
        people[0], "granted_in_error", numbers=[second.number, "0000-0000-00001", first.number]
    )
    assert {row.certificate for row in job.rows.all()} == {first, second}
    assert (job.unknown, job.numbers) == (["0000-0000-00001"], [])


def test_those_that_a_revoked_key_signed_are_signed_anew(people, edition, settings):
    signed, pending = certified(edition, 2)
    issue = issue_certificate(certificate_id=signed.pk)
    assert results(opened(people[0], "key_revoked")) == {}
    steal_key(settings, issue)
    job = run(confirmed(people, "key_revoked", key_id=issue.key_id))
    assert results(job) == {"done": 1}
    assert signed.superseded_by.issue.signed_payload != signed.issue.signed_payload
    assert state_of(pending) == State.VALID
    assert signed.superseded_by.course_title_kk == signed.course_title_kk


def test_what_is_unticked_stays(people, edition):
    first, second = certified(edition, 2)
    job = opened(people[0], "granted_in_error", course=edition.course)
    rows = dict(job.rows.values_list("certificate", "pk"))
    deciding.choose_rows(job=job, shown=rows.values(), kept=[rows[first.pk]], by=people[0])
    assert results(job) == {"waiting": 1, "left_out unticked": 1}
    deciding.choose_rows(job=job, shown=rows.values(), kept=[rows[second.pk]], by=people[0])
    deciding.propose(job=job, by=people[0])
    with pytest.raises(JobElsewhere):
        deciding.choose_rows(job=job, shown=rows.values(), kept=[], by=people[0])
    deciding.confirm(job=job, by=people[1])
    run(job)
    assert (state_of(first), state_of(second)) == (State.VALID, State.REVOKED)


def test_who_is_to_confirm_does_not_choose_what_they_confirm(people, edition):
    spared, other = certified(edition, 2)
    job = opened(people[0], "granted_in_error", course=edition.course)
    rows = dict(job.rows.values_list("certificate", "pk"))
    with pytest.raises(JobElsewhere):
        deciding.choose_rows(job=job, shown=rows.values(), kept=[rows[other.pk]], by=people[1])
    deciding.propose(job=job, by=people[0])
    deciding.confirm(job=job, by=people[1])
    run(job)
    assert state_of(spared) == State.REVOKED


@pytest.mark.parametrize("way", [deciding.resume, deciding.try_again])
def test_what_another_stopped_is_not_taken_up_by_its_author_alone(people, edition, way):
    certified(edition, 2)
    job = confirmed(people, "granted_in_error", course=edition.course)
    deciding.stop(job=job, by=people[1])
    job.rows.filter(pk=job.rows.first().pk).update(state="failed", why="ours")
    with pytest.raises(JobOfOneself):
        way(job=job, by=people[0])
    run(job)
    assert (job.state, CertificateEvent.objects.count()) == ("stopped", 0)
    way(job=job, by=people[1])
    run(job)
    assert (job.state, CertificateEvent.objects.exists()) == ("done", True)


def test_what_changed_since_the_preview_is_left_out(people, edition):
    first, second, third = certified(edition, 3)
    corrected(edition)
    job = confirmed(people, course=edition.course)
    revoke(certificate=first, reason="granted_in_error")
    erase_account(user=second.enrolment.user)
    run(job)
    assert results(job) == {"left_out ended": 1, "left_out erased": 1, "done": 1}
    assert third.superseded_by.issue


def test_a_letter_that_the_font_lacks_is_told_and_may_be_tried_again(people, edition):
    strange, plain = certified(edition, 1, name="Ама 漢")[0], certified(edition, 1)[0]
    corrected(edition)
    job = run(confirmed(people, course=edition.course))
    assert (job.state, results(job)) == ("done", {"failed letters": 1, "done": 1})
    assert deciding.try_again(job=job, by=people[0]) == 1
    assert results(job) == {"replaced": 1, "done": 1}
    run(job)
    assert (job.state, results(job)) == ("done", {"failed letters": 1, "done": 1})
    assert (strange.superseded_by.generation, plain.superseded_by.generation) == (2, 2)


def test_a_document_that_cannot_be_made_does_not_hold_up_the_others(people, edition, monkeypatch):
    first, *_others = certified(edition, 3)
    corrected(edition)
    job = confirmed(people, course=edition.course)
    make = running.issue_certificate

    def fail_once(*, certificate_id):
        if Certificate.objects.get(pk=certificate_id).supersedes_id == first.pk:
            raise ConnectionError
        return make(certificate_id=certificate_id)

    monkeypatch.setattr(running, "issue_certificate", fail_once)
    for _bell in range(running.MOST_TRIES + 1):
        with pytest.raises(ConnectionError) if _bell < running.MOST_TRIES else transaction.atomic():
            run(job)
    job.refresh_from_db()
    assert (job.state, results(job)) == ("done", {"failed ours": 1, "done": 2})
    monkeypatch.undo()
    assert deciding.try_again(job=job, by=people[0]) == 1
    run(job)
    assert (job.state, results(job)) == ("done", {"done": 3})


def test_stop_touches_no_further_certificate_and_resume_goes_on(people, edition, monkeypatch):
    monkeypatch.setattr(running, "A_BATCH", 2)
    certified(edition, 5)
    corrected(edition)
    job = confirmed(people, course=edition.course)
    running.take_batch(job_id=job.pk)
    deciding.stop(job=job, by=people[0])
    run(job)
    assert results(job) == {"done": 2, "waiting": 3}, "what was replaced got its document"
    assert Certificate.objects.filter(generation=2).count() == 2
    deciding.resume(job=job, by=people[0])
    run(job)
    assert (job.state, results(job)) == ("done", {"done": 5})


def test_the_holder_gets_one_message_for_the_job_if_they_chose_news(
    people, edition, eager, settings, django_capture_on_commit_callbacks
):
    told, silent = cast.make_learner(), cast.make_learner()
    other = cast.make_edition(cast.make_course("ATA", "ata"))
    for person in (told, silent):
        completed(person, edition)
    completed(told, other)
    choose(told, reminders=False)
    one = Certificate.objects.order_by("pk")
    for certificate in one:
        issue_certificate(certificate_id=certificate.pk)
    Message.objects.all().delete()
    issue = CertificateIssue.objects.earliest("issued_at")
    steal_key(settings, issue)
    with django_capture_on_commit_callbacks(execute=True):
        job = run(confirmed(people, "key_revoked", key_id=issue.key_id))
    assert results(job) == {"done": 3}
    message = Message.objects.get()
    assert (message.recipient, message.kind) == (told, "certificate_reissued")


def test_the_ordinary_sweep_leaves_a_jobs_documents_to_the_job(people, edition, eager):
    certified(edition, 2)
    issue_pending_certificates()
    corrected(edition)
    job = confirmed(people, course=edition.course)
    running.take_batch(job_id=job.pk)
    alone = certified(edition, 1)[0]
    issue_pending_certificates()
    assert set(Certificate.objects.pending()) == set(Certificate.objects.filter(generation=2))
    assert alone.issue


def test_the_sweep_rings_for_what_nobody_works_on(
    people, edition, eager, django_capture_on_commit_callbacks
):
    certified(edition, 3)
    corrected(edition)
    with django_capture_on_commit_callbacks(execute=True):
        job = deciding.open_job(
            kind="title", reason="title_corrected", basis="?", by=people[0], course=edition.course
        )
        go_on_with_bulk_jobs()
    job.refresh_from_db()
    assert (job.state, job.rows.count()) == ("preview", 3)
    deciding.propose(job=job, by=people[0])
    deciding.confirm(job=job, by=people[1])
    assert running.unheard_of() == []
    BulkJob.objects.update(worked_at=timezone.now() - timedelta(minutes=5))
    with django_capture_on_commit_callbacks(execute=True):
        go_on_with_bulk_jobs()
    job.refresh_from_db()
    assert (job.state, results(job)) == ("done", {"done": 3})
    assert running.unheard_of() == []


@pytest.mark.parametrize("missing", ["a key for codes", "a chain for documents"])
def test_while_no_document_can_be_signed_nothing_is_replaced_and_no_try_is_counted(
    people, edition, settings, missing
):
    one = certified(edition, 1)[0]
    with_issue = issue_certificate(certificate_id=one.pk)
    corrected(edition)
    job = confirmed(people, course=edition.course)
    first, chain = settings.CERTIFICATE_SIGNING_KEY, settings.DOCUMENT_SIGNING
    if missing == "a key for codes":
        waits, _ = published(hours_ago=0, waits=24)
        configured(settings, waits)
    else:
        settings.DOCUMENT_SIGNING = "-----BEGIN"

    for _ in range(running.MOST_TRIES + 1):
        assert running.work_on(job_id=job.pk) is False

    assert (results(job), state_of(one)) == ({"waiting": 1}, State.VALID)
    settings.CERTIFICATE_SIGNING_KEY, settings.DOCUMENT_SIGNING = first, chain
    assert results(run(job)) == {"done": 1}
    assert one.superseded_by.issue.key_id == with_issue.key_id
