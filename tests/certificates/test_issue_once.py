"""One document per certificate under any race or crash; each test has its control."""

import threading
import time
from functools import partial

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connections

from accounts.actions.identity import prove_identity
from certificates import actions, receivers
from certificates.actions import revoke, supersede
from certificates.documents import issuing
from certificates.documents.issuing import issue_certificate
from certificates.exceptions import AlreadyEnded
from certificates.models import Certificate, CertificateIssue
from certificates.signals import certificate_issued
from enrolments.actions import enrol, settle_requirement
from notifications.actions import owe_if_chosen
from notifications.models import Message
from registry.standin import cast as couples
from tests import cast, parents
from tests.certificates.story import completed, settle_all
from tests.enrolments.story import slow_after
from tests.notifications.story import choose
from tests.registry.people import identified

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run `calls` in threads that start together; return what each raised, or None."""
    gate, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(position, call):
        try:
            gate.wait(timeout=10)
            call()
        except Exception as error:  # noqa: BLE001 handed to the test
            outcomes[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.fixture
def pending(aigerim, edition) -> Certificate:
    """A certificate that nobody has issued yet."""
    return completed(aigerim, edition).certificates.get()


@pytest.fixture
def erzhan(db):
    return cast.make_staff()


def test_two_last_requirements_at_once_end_in_one_certificate(edition):
    for _round in range(5):
        learner = cast.make_learner()
        enrolment = enrol(user=learner, course=edition.course)
        first, second = settle_all(enrolment, but=2)

        outcomes = at_once(
            *(
                partial(settle_requirement, enrolment=enrolment, kind="lesson", key=key)
                for key in (first, second)
            )
        )

        assert outcomes == [None, None]
        assert enrolment.certificates.count() == 1


def test_two_workers_on_one_certificate_end_in_one_issue(pending):
    outcomes = at_once(*[lambda: issue_certificate(certificate_id=pending.pk)] * 4)

    assert outcomes == [None] * 4
    assert CertificateIssue.objects.filter(certificate=pending).count() == 1
    assert len(files_of(pending)) == 2


def test_without_the_unique_row_two_workers_would_issue_twice(pending, monkeypatch):
    """The control: the lock is off and the row is plainly inserted, so the race shows itself."""
    monkeypatch.setattr(issuing, "LOCK", "select %s, %s")
    gate = threading.Barrier(2)
    rendered = issuing.render_pdf

    def render_together(facts):
        gate.wait(timeout=10)
        return rendered(facts)

    monkeypatch.setattr(issuing, "render_pdf", render_together)
    monkeypatch.setattr(
        CertificateIssue.objects, "get_or_create",
        lambda defaults, **key: (CertificateIssue.objects.create(**key, **defaults), True),
    )  # fmt: skip

    outcomes = at_once(*[lambda: issue_certificate(certificate_id=pending.pk)] * 2)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1


FINISHERS = 50


def last_ones(edition, learners):
    """Return for each learner the call that settles their last requirement."""
    calls = []
    for learner in learners:
        enrolment = enrol(user=learner, course=edition.course)
        (key,) = settle_all(enrolment, but=1)
        calls.append(partial(settle_requirement, enrolment=enrolment, kind="lesson", key=key))
    return calls


def test_fifty_who_finish_at_once_get_one_certificate_each(edition):
    calls = last_ones(edition, [cast.make_learner() for _ in range(FINISHERS)])

    assert at_once(*calls) == [None] * FINISHERS

    assert Certificate.objects.count() == FINISHERS
    assert Certificate.objects.values("enrolment").distinct().count() == FINISHERS
    assert Certificate.objects.values("number").distinct().count() == FINISHERS


def test_one_who_finishes_fifty_times_at_once_gets_one_certificate(edition, aigerim):
    (call,) = last_ones(edition, [aigerim])

    assert at_once(*[call] * FINISHERS) == [None] * FINISHERS

    assert Certificate.objects.count() == 1


def certify_together(monkeypatch, many):
    """Let `many` be about to insert before any of them does."""
    gate, numbers = threading.Barrier(many), actions.make_number

    def number_together():
        gate.wait(timeout=20)
        return numbers()

    monkeypatch.setattr(actions, "make_number", number_together)


def test_without_the_lock_all_but_one_of_fifty_would_run_into_the_constraint(
    edition, aigerim, monkeypatch
):
    """The control: each sees no certificate, and the unique row lets one through."""
    enrolment = completed(aigerim, edition)
    certify_together(monkeypatch, FINISHERS)
    monkeypatch.setattr(
        "certificates.models.CertificateQuerySet.first", lambda self: None, raising=False
    )

    outcomes = at_once(*[partial(actions.certify, enrolment=enrolment)] * FINISHERS)

    assert sum(isinstance(one, IntegrityError) for one in outcomes) == FINISHERS
    assert Certificate.objects.count() == 1


def test_five_fast_clicks_on_a_wish_end_in_one_certificate(aigerim, signed_in):
    course = parents.make_course()
    completed(aigerim, cast.make_edition(course, modules=1, lessons=1))
    browsers = [signed_in(aigerim) for _ in range(5)]
    address = f"/kk/certificates/wish/{course.slug}/"
    answers = []

    def click(browser):
        answers.append(browser.post(address, {"name": "Айгерім Сәрсенова"}).status_code)

    assert at_once(*[partial(click, browser) for browser in browsers]) == [None] * 5

    assert answers == [302] * 5
    assert Certificate.objects.count() == 1


def both_ends(certificate, by):
    return at_once(
        lambda: supersede(certificate=certificate, by=by, name="Айгерім Оспанова"),
        lambda: revoke(certificate=certificate, reason="granted_in_error", by=by),
    )


def test_replaced_and_revoked_at_once_a_certificate_ends_in_one_way(edition, erzhan):
    for _round in range(4):
        certificate = completed(cast.make_learner(), edition).certificates.get()
        outcomes = both_ends(certificate, erzhan)
        assert sum(isinstance(one, AlreadyEnded) for one in outcomes) == 1
        ended = certificate.events.get()
        successors = Certificate.objects.filter(supersedes=certificate).count()
        assert successors == (1 if ended.kind == "superseded" else 0)


def test_without_the_lock_the_second_end_would_run_into_the_constraint(
    edition, erzhan, monkeypatch
):
    """The control: both see no end, and the unique row lets one through."""
    seen = 0
    with monkeypatch.context() as patch:
        patch.setattr(actions, "hold_ends", lambda *certificate_ids: None)
        for _round in range(4):
            certificate = completed(cast.make_learner(), edition).certificates.get()

            def slowly(do, certificate=certificate):
                def run():
                    with slow_after('select 1 as "a" from "certificates_certificateevent"', 0.2):
                        do(certificate=certificate, by=erzhan)

                return run

            outcomes = at_once(
                slowly(partial(supersede, name="Айгерім Оспанова")),
                slowly(partial(revoke, reason="granted_in_error")),
            )
            seen += sum(isinstance(one, IntegrityError) for one in outcomes)
    assert seen, "the control no longer shows the fault"


def complete_and_displace(edition, monkeypatch):
    """Complete by an identity that is displaced before the certificate is committed."""
    impostor = cast.make_learner(name="Басқа Біреу")
    mine = identified(impostor, couples.AIGERIM)
    hers = identified(cast.make_learner(), couples.AIGERIM)
    (finish,) = last_ones(edition, [impostor])
    at_assurance, proving = threading.Event(), threading.Event()

    def slow_assurance(user, claim):
        """As of whoever linked an application by this number; the window is after it was read."""
        identity = user.identities.active().first()
        found = identity.assurance if identity else "none"
        at_assurance.set()
        proving.wait(timeout=10)
        time.sleep(0.3)  # as long as the proof needs, if nothing makes it wait
        return found

    monkeypatch.setattr(actions, "assurance_of", slow_assurance)

    def prove():
        at_assurance.wait(timeout=10)
        proving.set()
        prove_identity(identity=hers, assurance="seen", by=cast.make_staff())

    assert at_once(finish, prove) == [None, None]
    mine.refresh_from_db()
    assert mine.displaced_at is not None
    return Certificate.objects.get()


def test_what_is_completed_while_its_identity_is_displaced_is_revoked(edition, monkeypatch):
    certificate = complete_and_displace(edition, monkeypatch)
    assert certificate.events.get().reason == "identity_displaced"


def test_without_the_lock_on_the_identity_it_would_stay_valid(edition, monkeypatch):
    """The control."""
    monkeypatch.setattr(actions, "_hold_identity", lambda user: None)
    certificate = complete_and_displace(edition, monkeypatch)
    assert certificate.assurance == "declared"
    assert not certificate.events.exists()


def files_of(certificate: Certificate) -> list[str]:
    _, files = storages["private"].listdir(f"certificates/{certificate.number[:2]}")
    return [name for name in files if certificate.number in name]


def announced_twice(pending):
    choose(pending.enrolment.user)
    for _ in range(2):
        certificate_issued.send(sender=Certificate, certificate=pending)
    return Message.objects.filter(kind="certificate_ready").count()


def test_what_is_announced_twice_is_told_once(pending):
    assert announced_twice(pending) == 1


def test_without_a_key_of_its_own_it_would_be_told_twice(pending, monkeypatch):
    """The control: every announcement makes a message of its own."""
    keys = iter("ab")

    def owe_under_another_key(**given):
        return owe_if_chosen(**given | {"dedupe_key": next(keys)})

    monkeypatch.setattr(receivers, "owe_if_chosen", owe_under_another_key)
    assert announced_twice(pending) == 2
