"""News of one application delivered shuffled, repeated and at once end as if told in order."""

import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from accounts.identity import identity_key
from registry.actions import applications, learn_of_application
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import Applicant, ApplicationClaim, ApplicationFact, MarriageApplication
from registry.signals import application_became_known
from registry.standin import cast as couples
from registry.standing import standing_of
from tests.enrolments.story import without_row_locks
from tests.registry.histories import RECORD, deliveries
from tests.registry.people import identified
from tests.registry.test_claims_at_once import at_once

HER_KEY = identity_key(kind="iin", country="KZ", number=couples.AIGERIM.identity.number)
FIELDS = ("state", "ceremony_date", "region", "told_at", "office__code")


def tell(news):
    for one in news:
        learn_of_application(record=one.record, source=one.source)


def stands():
    application = MarriageApplication.objects.values(*FIELDS).get()
    keys = {bytes(one) for one in Applicant.objects.values_list("lookup_key", flat=True)}
    return application, keys


def facts():
    fields = ("state", "ceremony_date", "office_code", "region", "source", "told_at", "version")
    return sorted(map(repr, ApplicationFact.objects.values_list(*fields)))


@contextmanager
def taken_back():
    """What is done within is undone: facts cannot be deleted."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def offices(db):
    load_offices(file=OFFICES)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deliveries())
def test_however_news_are_delivered_it_ends_as_if_told_in_order(offices, aigerim, news):
    happened, delivered = news
    with taken_back():
        tell(happened)
        serial, kept = stands(), facts()
    with taken_back():
        tell(delivered[:1])
        hers = Applicant.objects.get(lookup_key=HER_KEY)
        identity = identified(aigerim, couples.AIGERIM)
        ApplicationClaim.objects.create(
            user=aigerim, identity=identity, sealed_number=b"", state="confirmed", applicant=hers
        )
        tell(delivered[1:])
        assert stands() == serial
        assert facts() == kept, "each is kept once"
        claim = ApplicationClaim.objects.get()
        assert (claim.state, claim.applicant_id) == ("confirmed", hers.pk), "nobody loses a link"


OLDER, NEWER = (
    replace(RECORD, version=at, updated_at=RECORD.updated_at + timedelta(minutes=at),
            ceremony_date=RECORD.ceremony_date + timedelta(days=at))
    for at in (3, 4)
)  # fmt: skip


def tell_both_at_once():
    """Tell the older and the newer news at one moment; each has read before the newer is written.

    The older one is written last, unless something makes them come in turn.
    """
    learn_of_application(record=RECORD, source="gateway")
    newer_is_kept, both_read = threading.Event(), threading.Barrier(2)
    plain = applications._stand

    def stand(application, known, number):
        with suppress(threading.BrokenBarrierError):
            both_read.wait(timeout=1)
        if standing_of(known).told_at == OLDER.updated_at:
            newer_is_kept.wait(timeout=1)
        plain(application, known, number)

    def newer():
        learn_of_application(record=NEWER, source="push")
        newer_is_kept.set()

    applications._stand = stand
    try:
        at_once(lambda: learn_of_application(record=OLDER, source="push"), newer)
    finally:
        applications._stand = plain
    application = MarriageApplication.objects.get()
    assert application.facts.count() == 3
    return application.ceremony_date


@pytest.mark.django_db(transaction=True)
def test_told_at_once_the_newest_is_believed():
    assert tell_both_at_once() == NEWER.ceremony_date


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_older_one_wins(monkeypatch):
    """The control: both have read before either wrote, so the last to write decides."""
    with without_row_locks(monkeypatch):
        assert tell_both_at_once() == OLDER.ceremony_date


@pytest.mark.django_db(transaction=True)
def test_an_application_told_of_many_times_at_once_becomes_known_once():
    heard = []

    def hear(sender, **kwargs):
        heard.append(1)

    application_became_known.connect(hear)
    at_once(*(lambda: learn_of_application(record=RECORD, source="push") for _ in range(4)))
    application_became_known.disconnect(hear)
    assert len(heard) == 1
    assert ApplicationFact.objects.count() == 1
    assert Applicant.objects.count() == 2
