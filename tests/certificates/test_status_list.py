"""The list of ended certificates: fresh, signed, small, and nobody's name in it."""

import datetime as dt
import hashlib
import threading
import time

import pytest
from django.core.cache import cache
from django.db import connections, transaction
from django.utils import timezone

from accounts.actions.erasing import erase_account
from certificates.actions import revoke, supersede
from certificates.models import Certificate, CertificateEvent
from certificates.state import state_of
from certificates.tasks import make_status_list
from certificates.trust import status
from enrolments.models import CoursePolicy
from tests import cast
from tests.certificates.story import completed
from tests.certificates.trusted import (
    KEYS,
    STATUS,
    configured,
    entries,
    opened,
    published,
    status_of,
)
from web.locks import hold

ERROR = CertificateEvent.Reason.GRANTED_IN_ERROR


def entry(certificate: Certificate) -> bytes:
    """Worked out once more, as a stranger would."""
    return hashlib.sha256(f"otau-status-1{certificate.number}".encode("ascii")).digest()[:8]


@pytest.fixture
def certificates(edition):
    return [completed(cast.make_learner(), edition).certificates.get() for _ in range(3)]


@pytest.mark.django_db
class TestWhatItSays:
    def test_revoked_and_replaced_ones_are_in_it_at_once_and_no_other(self, client, certificates):
        assert status_of(client)[4:] == [b"", b""]
        gone, wrong, good = certificates
        revoke(certificate=gone, reason=ERROR)
        new = supersede(certificate=wrong, by=None, name="Басқа Есім")

        version, name, made_at, good_until, revoked, superseded = status_of(client)

        assert (version, name, good_until - made_at) == (1, "otau-status", 7 * 24 * 3600)
        assert abs(made_at - time.time()) < 60
        assert entries(revoked, 8) == [entry(gone)]
        assert entries(superseded, 8) == [entry(wrong)]
        assert not {entry(good), entry(new)} & {*entries(revoked, 8), *entries(superseded, 8)}

    def test_the_entries_are_in_order(self, client, edition):
        for _ in range(9):
            revoke(
                certificate=completed(cast.make_learner(), edition).certificates.get(),
                reason=ERROR,
            )
        assert len(entries(status_of(client)[4], 8)) == 9

    def test_no_name_and_no_number_stands_in_it_and_an_erasure_changes_nothing(
        self, client, aigerim, edition
    ):
        certificate = completed(aigerim, edition).certificates.get()
        revoke(certificate=certificate, reason=ERROR)
        content = client.get(STATUS).content
        assert certificate.number.encode() not in content
        assert aigerim.name.encode() not in content
        erase_account(user=aigerim)
        cache.clear()
        assert entries(status_of(client)[4], 8) == [entry(certificate)]

    def test_one_whose_day_is_over_is_not_in_it(self, client, aigerim, edition, monkeypatch):
        CoursePolicy.objects.create(
            course=edition.course, valid_from=dt.date(2020, 1, 1), validity_months=1
        )
        certificate = completed(aigerim, edition).certificates.get()
        later = timezone.localdate() + dt.timedelta(days=70)
        monkeypatch.setattr(timezone, "localdate", lambda *args: later)
        assert state_of(certificate) == "expired"
        assert status_of(client)[4:] == [b"", b""]


@pytest.mark.django_db
class TestHowItIsServed:
    def test_caches_may_keep_it_and_ask_whether_it_changed(self, client, certificates):
        first = client.get(STATUS)
        assert first["Content-Type"] == "application/cose"
        assert first["Cache-Control"] == "public, max-age=300"
        again = client.get(STATUS, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, max-age=300"
        head = client.head(STATUS)
        assert (head["ETag"], head["Content-Length"]) == (first["ETag"], str(len(first.content)))
        assert head.content == b""
        assert client.post(STATUS).status_code == 405
        revoke(certificate=certificates[0], reason=ERROR)
        changed = client.get(STATUS, headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200
        assert not changed.cookies

    def test_downloads_cost_one_signature_and_two_queries_whatever_its_length(
        self, client, certificates, monkeypatch, django_assert_num_queries
    ):
        made = []
        sign = status.signed_status
        monkeypatch.setattr(
            status, "signed_status", lambda *args, **more: made.append(1) or sign(*args, **more)
        )
        for certificate in [None, *certificates]:
            if certificate:
                revoke(certificate=certificate, reason=ERROR)
            client.get(STATUS)
            with django_assert_num_queries(3):  # one of them is a lock of this test's transaction
                client.get(STATUS, headers={"Accept-Encoding": "gzip"})
        assert len(made) == 4

    def test_the_same_entries_keep_their_signature_for_an_hour(self, client, monkeypatch):
        began = time.time()
        first = client.get(STATUS)
        monkeypatch.setattr(status.time, "time", lambda: began + 30 * 60)
        assert client.get(STATUS)["ETag"] == first["ETag"]
        monkeypatch.setattr(status.time, "time", lambda: began + 61 * 60)
        assert client.get(STATUS)["ETag"] != first["ETag"]

    def test_it_is_ready_before_somebody_asks(self, client, certificates, monkeypatch):
        revoke(certificate=certificates[0], reason=ERROR)
        make_status_list()
        monkeypatch.setattr(status, "signed_status", None)
        assert len(entries(status_of(client)[4], 8)) == 1

    def test_a_list_that_takes_long_is_made_with_pauses(self, client, certificates, monkeypatch):
        status_of(client)
        cache.set(status.PLACE, cache.get(status.PLACE)._replace(took=30.0))
        revoke(certificate=certificates[0], reason=ERROR)
        assert status_of(client)[4] == b""
        began = time.time()
        monkeypatch.setattr(status.time, "time", lambda: began + 61)
        assert len(entries(status_of(client)[4], 8)) == 1

    def test_a_list_that_the_cache_dropped_is_made_again(self, client):
        first = client.get(STATUS)
        cache.delete(f"{status.PLACE}:{first['ETag'].strip(chr(34))}")
        assert client.get(STATUS).status_code == 200

    def test_without_a_key_that_may_sign_it_says_so_and_the_keys_stay_published(
        self, client, settings
    ):
        _, row = published(hours_ago=2)
        configured(settings)
        answer = client.get(STATUS)
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert b"signing_keys check" in answer.content
        assert [key["kid"] for key in client.get(KEYS).json()["keys"]] == [row.key_id]

    def test_a_revoked_key_signs_no_list_from_that_moment_on(self, client, settings):
        old, row = published(hours_ago=2)
        new, _ = published(hours_ago=1)
        configured(settings, new, old)
        status_of(client)
        row.revocations.create(stolen_from=row.published_at, reason="stolen")
        assert opened(client.get(STATUS).content, new)[1] == "otau-status"


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_fact_with_a_smaller_number_that_commits_later_is_not_missed(
        self, client, certificates
    ):
        assert self.after_a_late_commit(client, certificates) == 2

    def test_by_the_newest_number_alone_it_would_be(self, client, certificates, monkeypatch):
        """The control: the count of what is committed is left out."""
        monkeypatch.setattr(
            status, "NEWEST", "select coalesce(max(id), 0), 0 from certificates_certificateevent"
        )
        assert self.after_a_late_commit(client, certificates) == 1

    def test_while_another_makes_the_next_list_the_last_one_is_served(self, client, certificates):
        first = client.get(STATUS)
        makes, may_end = threading.Event(), threading.Event()

        def make() -> None:
            with transaction.atomic():
                hold(status.LOCK)
                makes.set()
                may_end.wait(timeout=20)
            connections.close_all()

        thread = threading.Thread(target=make)
        thread.start()
        assert makes.wait(timeout=20)
        revoke(certificate=certificates[0], reason=ERROR)
        assert client.get(STATUS)["ETag"] == first["ETag"]
        may_end.set()
        thread.join(timeout=20)
        assert len(entries(status_of(client)[4], 8)) == 1

    def after_a_late_commit(self, client, certificates) -> int:
        drawn, may_commit = threading.Event(), threading.Event()

        def slow() -> None:
            with transaction.atomic():
                revoke(certificate=certificates[0], reason=ERROR)
                drawn.set()
                may_commit.wait(timeout=20)
            connections.close_all()

        thread = threading.Thread(target=slow)
        thread.start()
        assert drawn.wait(timeout=20)
        revoke(certificate=certificates[1], reason=ERROR)
        assert len(entries(status_of(client)[4], 8)) == 1
        may_commit.set()
        thread.join(timeout=20)
        return len(entries(status_of(client)[4], 8))
