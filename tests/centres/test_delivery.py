"""A request is a row, then an e-mail: nothing is lost, and twice is the same e-mail."""

import json
import logging
import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from centres import tasks
from centres.actions import take, withdraw_visit_request
from centres.mail import message_id
from centres.models import CentreMail, VisitRequest
from centres.tasks import deliver_mail, deliver_pending_mails
from config.embedded.places import ROOT
from notifications.actions import MOST_TRIES
from tests import cast
from tests.centres import mail_server as servers
from tests.centres.mail_server import MailServer, mail_server
from tests.centres.story import MAILBOX, PHONE, asked, due, make_centre, typed
from tests.certificates.test_issue_once import at_once
from tests.told import told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings):
    """A mail server that Otau sends to."""
    with mail_server() as running:
        settings.MAILERS = running.mailers
        yield running


@pytest.fixture
def request_of(aigerim) -> VisitRequest:
    return asked(aigerim, make_centre("almaty"))


def mail_of(request, kind="request") -> CentreMail:
    return request.mails.get(kind=kind)


def test_the_subject_is_neutral_and_the_text_is_in_both_languages(server, request_of):
    deliver_mail(mail_of(request_of).pk)
    [came] = server.came
    kk, ru = (told("Otau: a request for your centre", language) for language in ("kk", "ru"))
    assert came["Subject"] == " / ".join(dict.fromkeys([kk, ru]))
    assert not cast.unsaid_words(f"{came['Subject']} {came['From']}")
    assert came["To"] == MAILBOX
    assert came["Reply-To"] is None
    text = came.get_content()
    assert text.count(request_of.reference) == text.count(PHONE) == text.count("Айгерім") == 2
    assert not cast.unsaid_words(text)


def test_a_dead_server_is_asked_again_later_and_nothing_private_is_logged(
    server, request_of, caplog
):
    caplog.set_level(logging.DEBUG)
    mailed = mail_of(request_of)
    for behaviour in (servers.REFUSES, servers.HANGS):
        server.behaviour = behaviour
        due()
        deliver_pending_mails()
        mailed.refresh_from_db()
        assert mailed.state == "pending"
        assert mailed.next_try_at > timezone.now()
        assert not server.came
    server.behaviour = servers.GOOD
    due()
    deliver_pending_mails()
    deliver_pending_mails()
    request_of.refresh_from_db()
    mailed.refresh_from_db()
    assert (mailed.state, mailed.tries, len(server.came)) == ("sent", 3, 1)
    assert request_of.sent_at
    for record in caplog.records:
        for word in (PHONE, MAILBOX, "Айгерім", "aigerim@"):
            assert word not in record.getMessage() + str(record.exc_text or "")


def test_a_server_that_breaks_off_after_taking_it_gets_the_same_message_again(server, request_of):
    """At least once: nobody can know whether it was taken, so the same Message-ID comes again."""
    server.behaviour = servers.BREAKS_OFF
    deliver_mail(mail_of(request_of).pk)
    assert mail_of(request_of).state == "pending"
    server.behaviour = servers.GOOD
    due()
    deliver_pending_mails()
    assert server.ids == [message_id(mail_of(request_of))] * 2
    assert mail_of(request_of).state == "sent"


def test_every_request_and_every_withdrawal_has_a_message_id_of_its_own(server, aigerim, irina):
    centre = make_centre()
    rows = [asked(person, centre) for person in (aigerim, irina)]
    deliver_pending_mails()
    for row in rows:
        withdraw_visit_request(request=row)
    deliver_pending_mails()
    assert len(set(server.ids)) == 4
    assert [came["In-Reply-To"] for came in server.came[2:]] == server.ids[:2]
    for came in server.came[2:]:
        assert not any(word in came.get_content() for word in ("Айгерім", PHONE, "Ирина"))


def test_the_broker_is_gone_and_the_sweep_delivers(signed_in, aigerim, server, monkeypatch):
    def no_broker(*args, **kwargs):
        raise OperationalError("no broker")

    make_centre("almaty")
    monkeypatch.setattr(tasks.deliver_mail, "delay", no_broker)
    assert signed_in(aigerim).post("/kk/requests/new/almaty/", typed()).status_code == 302
    assert not server.came
    deliver_pending_mails()
    assert len(server.came) == 1


def test_after_the_last_try_the_person_and_the_staff_are_told(
    server, request_of, aigerim, signed_in
):
    server.behaviour = servers.REFUSES
    for _ in range(MOST_TRIES + 1):
        due()
        deliver_pending_mails()
    request_of.refresh_from_db()
    assert request_of.undelivered_at
    assert request_of.sealed_details == b""
    assert mail_of(request_of).tries == MOST_TRIES

    page = signed_in(aigerim).get(f"/kk/requests/{request_of.key}/").text
    assert told("Your request could not be delivered") in page
    assert request_of.centre.phone in page
    assert told("Withdraw the request") not in page

    listed = signed_in(cast.make_staff(superuser=True)).get("/admin/undelivered-requests/").text
    assert request_of.centre.name_kk in listed
    for word in ("Айгерім", "Сәрсенова", PHONE, str(request_of.key), request_of.reference):
        assert word not in listed
    again = asked(aigerim, request_of.centre)
    assert again != request_of


def test_staff_see_nothing_in_the_list_while_it_is_still_tried(server, request_of, signed_in):
    """The control: the page above lists what was given up, not whatever there is."""
    server.behaviour = servers.REFUSES
    deliver_pending_mails()
    listed = signed_in(cast.make_staff(superuser=True)).get("/admin/undelivered-requests/").text
    assert request_of.centre.name_kk not in listed
    assert told("Every request was delivered.") in listed


def test_a_centre_that_left_the_directory_or_lost_its_mailbox_gets_nothing(server, aigerim):
    gone, silent = asked(aigerim), asked(aigerim)
    gone.centre.delete()
    silent.centre.email = ""
    silent.centre.save()
    deliver_pending_mails()
    assert not server.came
    for row in (gone, silent):
        row.refresh_from_db()
        assert row.undelivered_at
    gone.refresh_from_db()
    assert gone.centre is None


def test_a_corrected_mailbox_gets_what_waits(server, request_of):
    server.behaviour = servers.REFUSES
    deliver_pending_mails()
    server.behaviour = servers.GOOD
    request_of.centre.email = "right@centre.example.org"
    request_of.centre.save()
    due()
    deliver_pending_mails()
    assert server.came[0]["To"] == "right@centre.example.org"


def test_four_bells_at_once_send_once(server, request_of):
    pk = mail_of(request_of).pk
    assert at_once(*[lambda: deliver_mail(pk)] * 4) == [None] * 4
    assert len(server.came) == 1


def test_bells_that_do_not_take_it_first_would_send_it_twice(server, request_of, monkeypatch):
    """The control: without counting the try under a lock each bell sends."""
    monkeypatch.setattr(
        tasks, "take",
        lambda mail_id: CentreMail.objects.select_related("request__user", "request__centre").get(
            pk=mail_id, state="pending"
        ),
    )  # fmt: skip
    pk = mail_of(request_of).pk
    real, ready = tasks.deliver, threading.Barrier(2)

    def together(**message):
        ready.wait(timeout=10)
        real(**message)

    monkeypatch.setattr(tasks, "deliver", together)
    at_once(*[lambda: deliver_mail(pk)] * 2)
    assert len(server.came) == 2


KILL = """
import json, os, signal, sys
from django.conf import settings
settings.MAILERS = json.loads(sys.argv[3])
import django
django.setup()
from centres import tasks
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] != "control":
    setattr(tasks, sys.argv[2], die)
tasks.deliver_mail(int(sys.argv[1]))
"""


def worker(mailed: CentreMail, dies_at: str, server: MailServer) -> int:
    """Deliver in a process of its own that is killed at a step; return its exit code."""
    env = os.environ | {
        "OTAU_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings",
        "OTAU_DATABASE": connection.settings_dict["NAME"],
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", KILL, str(mailed.pk), dies_at, json.dumps(server.mailers)],
        cwd=ROOT, env=env, check=False, capture_output=True,
    ).returncode  # fmt: skip


@pytest.mark.kill
@pytest.mark.parametrize(
    ("step", "came"),
    [("take", 1), ("text_of", 1), ("deliver", 1), ("mark_sent", 2)],
)
def test_a_worker_killed_at_any_step_loses_nothing(server, request_of, step, came):
    """Killed after the server had it and before that was noted, it comes twice under one id."""
    mailed = mail_of(request_of)
    assert worker(mailed, step, server) == -9
    assert mail_of(request_of).state == "pending"
    due()
    deliver_pending_mails()
    due()
    deliver_pending_mails()
    assert server.ids == [message_id(mailed)] * came
    assert mail_of(request_of).state == "sent"


@pytest.mark.kill
def test_a_worker_that_is_not_killed_delivers(server, request_of):
    """The control of the kills: the same process without a kill does the work."""
    assert worker(mail_of(request_of), "control", server) == 0
    assert len(server.came) == 1
    assert mail_of(request_of).state == "sent"
    due()
    deliver_pending_mails()
    assert len(server.came) == 1


def test_the_try_under_way_is_waited_for_before_the_withdrawal_goes(server, request_of):
    taken = take(mail_id=mail_of(request_of).pk)
    withdrawal = withdraw_visit_request(request=request_of)
    assert withdrawal.next_try_at == taken.next_try_at
    assert withdrawal.next_try_at > timezone.now() + timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _nothing_goes_round_the_server():
    yield
    assert not getattr(mail, "outbox", [])
