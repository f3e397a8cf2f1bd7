"""A request that is sent twice is done once, and answered the same."""

import json
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from api import idempotency
from api.actions import tell_of_applications
from api.models import IdempotentRequest
from api.tasks import forget_requests
from registry.models import ApplicationFact, MarriageApplication
from tests.api.systems import AIGERIM, application, make_system, moment

NAME = '"7b3cf4a6-6f0b-4c0a-9c1e-2f4d7c8a9b10"'


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_same_request_gets_the_same_answer_and_is_not_done_again(self, almaty):
        first = almaty.ask("applications", application(), idempotency_key=NAME)
        MarriageApplication.objects.update(state="filed")

        again = almaty.ask("applications", application(), idempotency_key=NAME)

        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.data == {"result": "accepted"}
        assert again["Content-Type"] == first["Content-Type"]
        assert again["Idempotent-Replayed"] == "true"
        assert "Idempotent-Replayed" not in first.headers
        assert MarriageApplication.objects.get().state == "filed"

    def test_the_quotes_make_no_other_key(self, almaty):
        almaty.ask("applications", application(), idempotency_key=NAME)

        again = almaty.ask("applications", application(), idempotency_key=NAME.strip('"'))

        assert again.data == {"result": "accepted"}

    def test_another_body_or_address_under_the_key_is_refused(self, almaty):
        almaty.ask("applications", application(), idempotency_key=NAME)

        body = almaty.ask("applications", application("2"), idempotency_key=NAME)
        address = almaty.ask("applications/batch", application(), idempotency_key=NAME)

        for answer in (body, address):
            assert (answer.status_code, answer.data["code"]) == (422, "idempotency-key-reused")
        assert MarriageApplication.objects.count() == 1

    def test_another_client_may_have_a_key_of_the_same_name(self, almaty):
        almaty.ask("applications", application(), idempotency_key=NAME)

        other = make_system().ask("applications", application("2"), idempotency_key=NAME)

        assert other.data == {"result": "accepted"}

    def test_a_refusal_did_nothing_and_the_corrected_request_may_use_the_key(self, almaty):
        wrong = almaty.ask("applications", application(state="?"), idempotency_key=NAME)

        right = almaty.ask("applications", application(), idempotency_key=NAME)

        assert (wrong.status_code, right.data) == (422, {"result": "accepted"})

    def test_a_twin_of_a_request_in_flight_waits(self, almaty):
        hold(almaty, application())

        twin = almaty.ask("applications", application(), idempotency_key=NAME)

        assert (twin.status_code, twin.data["code"]) == (409, "request-in-flight")
        assert 1 <= int(twin["Retry-After"]) <= 5
        assert not MarriageApplication.objects.exists()

    def test_who_was_killed_in_the_middle_is_replaced(self, almaty):
        held = hold(almaty, application())
        IdempotentRequest.objects.update(held_until=timezone.now())

        next_one = almaty.ask("applications", application(), idempotency_key=NAME)

        assert next_one.data == {"result": "accepted"}
        assert IdempotentRequest.objects.get().attempt != held.attempt

    def test_who_was_replaced_and_lives_keeps_no_answer(self, almaty, rf):
        held = hold(almaty, application())
        IdempotentRequest.objects.update(attempt=uuid.uuid4())

        idempotency.settle(held, idempotency.AlreadyAnswered(200, "{}").response())

        assert IdempotentRequest.objects.get().answered_at is None

    def test_after_a_day_the_key_is_free(self, almaty):
        almaty.ask("applications", application(), idempotency_key=NAME)
        IdempotentRequest.objects.update(made_at=timezone.now() - timedelta(hours=24))

        other = almaty.ask("applications", application("2"), idempotency_key=NAME)

        assert other.data == {"result": "accepted"}

    def test_what_is_older_than_a_day_is_forgotten(self, almaty):
        for name, hours in (("a", 23), ("b", 24)):
            almaty.ask("applications", application(), idempotency_key=name)
            IdempotentRequest.objects.filter(
                made_at__gt=timezone.now() - timedelta(hours=1)
            ).update(made_at=timezone.now() - timedelta(hours=hours))

        forget_requests()

        assert IdempotentRequest.objects.count() == 1

    def test_what_is_kept_is_sealed_and_its_fingerprint_keyed(self, almaty, settings):
        almaty.ask("applications", application(), idempotency_key=NAME)
        kept = IdempotentRequest.objects.values().get()
        before = idempotency._digest(b"POST")
        settings.SECRET_KEY = "another"

        assert b"accepted" not in bytes(kept["sealed_answer"])
        assert AIGERIM["number"].encode() not in b"".join(
            bytes(value) for value in kept.values() if isinstance(value, (bytes, memoryview))
        )
        assert idempotency._digest(b"POST") != before

    @pytest.mark.parametrize("name", ['""', "", "a b", '"a', "x" * 201, "ключ", '"a"b"'])
    def test_a_key_that_cannot_be_read_is_refused(self, almaty, name):
        answer = almaty.ask("applications", application(), idempotency_key=name)

        assert (answer.status_code, answer.data["code"]) == (400, "bad-idempotency-key")
        assert not MarriageApplication.objects.exists()


def hold(system, body) -> IdempotentRequest:
    """Let a request be worked on and never be answered."""
    from django.test import RequestFactory

    request = RequestFactory().post(
        "/api/v1/applications", json.dumps(body), content_type="application/json",
        headers={"idempotency-key": NAME},
    )  # fmt: skip
    held = idempotency.begin(request, system.client)
    assert held is not None
    return held


def sent_at_once(system, monkeypatch, times: int = 4) -> tuple[list[int], int]:
    """Send one request several times at once; return the statuses, and how often it was done."""
    done, begin = [], threading.Barrier(times)

    def slow(**kwargs):
        done.append(1)
        threading.Event().wait(0.3)
        return tell_of_applications(**kwargs)

    monkeypatch.setattr("api.routers.applications.tell_of_applications", slow)
    statuses = []

    def send():
        try:
            begin.wait()
            body = application(updated_at=moment(18))
            statuses.append(system.ask("applications", body, idempotency_key=NAME).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses), len(done)


@pytest.mark.django_db(transaction=True)
def test_sent_several_times_at_once_it_is_done_once(monkeypatch):
    assert sent_at_once(make_system(), monkeypatch) == ([200, 409, 409, 409], 1)
    assert ApplicationFact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_held_key_it_would_be_done_several_times(monkeypatch):
    """The control."""
    monkeypatch.setattr("api.idempotency.begin", lambda request, client: None)

    statuses, done = sent_at_once(make_system(), monkeypatch)

    assert (statuses, done) == ([200] * 4, 4)
