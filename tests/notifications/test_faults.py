"""Dead servers, killed workers, a lost broker: nothing is lost, nothing comes twice.

Each has a control in which the protection is off and the fault appears.
"""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from config.embedded.places import ROOT
from notifications import tasks
from notifications.models import Message
from notifications.tasks import deliver_message, deliver_pending_messages
from tests.enrolments.story import at_once, slow_after, without_row_locks
from tests.notifications.story import later, owe

pytestmark = pytest.mark.django_db(transaction=True)


def sweep_later(message):
    later(message)
    deliver_pending_messages()
    message.refresh_from_db()


@pytest.mark.parametrize("mode", ["hangs", "refuses", "drops"])
def test_a_mail_server_that_recovers_gets_every_message_once(aigerim, mail_server, mode):
    mail_server.mode = mode
    message = owe(aigerim)
    deliver_message(message.pk)
    message.refresh_from_db()
    assert message.state == "pending"
    mail_server.mode = "well"
    sweep_later(message)
    deliver_pending_messages()
    assert message.state == "sent"
    # The one that was kept without an answer came again under its own name: a mailbox has it once.
    assert len(mail_server.taken) == (2 if mode == "drops" else 1)
    assert len(mail_server.copies()) == 1


def test_without_a_name_of_its_own_an_unanswered_message_would_be_two(
    aigerim, mail_server, monkeypatch
):
    """The control: the library makes a new Message-ID for every try."""
    monkeypatch.setattr(tasks, "headers_of", lambda message: {})
    mail_server.mode = "drops"
    message = owe(aigerim)
    deliver_message(message.pk)
    mail_server.mode = "well"
    sweep_later(message)
    assert len(mail_server.copies()) == 2


def test_a_server_that_hangs_costs_no_try_and_one_that_answers_nothing_does(aigerim, mail_server):
    tries = {}
    for mode in ("hangs", "drops"):
        mail_server.mode = mode
        message = owe(aigerim, mode)
        deliver_message(message.pk)
        message.refresh_from_db()
        tries[mode] = message.tries
    assert tries == {"hangs": 0, "drops": 1}


def two_workers(message):
    def work():
        with slow_after('select "notifications_message"'):
            return deliver_message(message.pk)

    assert at_once(work, work) == [None, None]


def test_two_workers_send_one_message_once(aigerim, mail_server):
    for run in range(3):
        two_workers(owe(aigerim, f"run {run}"))
    assert len(mail_server.taken) == 3


def test_without_the_lock_two_workers_would_send_it_twice(aigerim, mail_server, monkeypatch):
    """The control: both read the message before either has counted its try."""
    with without_row_locks(monkeypatch):
        for run in range(3):
            two_workers(owe(aigerim, f"run {run}"))
    assert len(mail_server.taken) > 3, "the control no longer shows the fault"


WORKER = """
import json, os, signal, sys, django
django.setup()
from django.conf import settings
settings.MAILERS = json.loads(sys.argv[3])
from notifications import tasks
from notifications.models import Message
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "settled first":
    def take_and_settle(*, message_id, take=tasks.take):
        message = take(message_id=message_id)
        tasks.mark_sent(message=message)
        return message
    tasks.take, tasks.deliver = take_and_settle, die
elif sys.argv[2] != "nowhere":
    setattr(tasks, sys.argv[2], die)
tasks.deliver_message(int(sys.argv[1]))
"""


def in_a_process(script, *arguments, **env):
    """Run `script` beside the test on the same database; return what became of it."""
    env = os.environ | env | {
        "OTAU_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings",
        "OTAU_DATABASE": connection.settings_dict["NAME"],
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip


def worker(message, dies_at, mail_server):
    """Deliver in a process of its own that is killed at a step; return its exit code."""
    done = in_a_process(WORKER, str(message.pk), dies_at, json.dumps(mail_server.mailer))
    return done.returncode


@pytest.mark.kill
@pytest.mark.parametrize(("step", "taken"), [("deliver", 0), ("mark_sent", 1)])
def test_a_worker_killed_in_a_try_loses_nothing_and_doubles_nothing(
    aigerim, mail_server, step, taken
):
    message = owe(aigerim)
    assert worker(message, step, mail_server) == -9
    assert len(mail_server.taken) == taken
    deliver_pending_messages()
    assert len(mail_server.taken) == taken  # its pause is not over: somebody may be at it
    sweep_later(message)
    assert message.state == "sent"
    assert len(mail_server.copies()) == 1


@pytest.mark.kill
def test_a_worker_that_is_not_killed_sends(aigerim, mail_server):
    """The control of the kills: the same process without a kill does the work."""
    message = owe(aigerim)
    assert worker(message, "nowhere", mail_server) == 0
    assert len(mail_server.taken) == 1


@pytest.mark.kill
def test_settled_before_it_is_sent_a_message_would_be_lost(aigerim, mail_server):
    """The control: a worker that writes "sent" first and is killed then."""
    message = owe(aigerim)
    assert worker(message, "settled first", mail_server) == -9
    sweep_later(message)
    assert not mail_server.taken


CALLER = """
import sys, django
django.setup()
from django.db import transaction
from accounts.models import User
from notifications.tasks import deliver_message
from tests.notifications.story import owe
from web.bells import ring
with transaction.atomic():
    message = owe(User.objects.get(pk=sys.argv[1]))
    ring(deliver_message, message.pk) if sys.argv[2] == "ring" else deliver_message.delay(message.pk)
"""


def owe_without_broker(user, how):
    return in_a_process(CALLER, str(user.pk), how, REDIS_URL="redis://127.0.0.1:1/0",
                        CACHE_URL="redis://127.0.0.1:1/1")  # fmt: skip


@pytest.mark.kill
def test_without_a_broker_what_is_owed_waits_for_the_sweep(aigerim, mail_server):
    done = owe_without_broker(aigerim, "ring")
    assert done.returncode == 0, done.stderr
    assert "waits for its sweep" in done.stderr
    deliver_pending_messages()
    assert Message.objects.get().state == "sent"
    assert len(mail_server.taken) == 1


@pytest.mark.kill
def test_rung_inside_the_transaction_a_lost_broker_would_lose_the_message(aigerim, mail_server):
    """The control: a task sent before the commit takes the row with it."""
    assert owe_without_broker(aigerim, "send").returncode == 1
    assert not Message.objects.exists()
