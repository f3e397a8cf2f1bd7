"""What is owed is a row; a task delivers it, a sweep resumes, twice does no harm."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from demo.models import OutboxMessage
from notifications.actions import MOST_TRIES, pause_after, take
from notifications.models import Message
from notifications.tasks import (
    FAILURES_IN_A_ROW,
    KEEP_MESSAGES,
    deliver_message,
    deliver_pending_messages,
    forget_messages,
)
from tests import cast
from tests.notifications.story import later, owe

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead_server(settings):
    """A mail server that does not answer at all, until `revive`."""
    alive = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }

    def revive():
        settings.MAILERS = alive

    return revive


def test_a_message_goes_to_the_persons_contact_in_their_language(aigerim, irina):
    deliver_message(owe(irina).pk)
    assert mail.outbox[0].to == ["irina@example.org"]
    assert mail.outbox[0].subject == cast.said("Otau: there are comments on a page", "ru")
    assert owe(aigerim, "two").language == "kk"


def test_who_has_a_phone_only_gets_an_sms(daniyar):
    deliver_message(owe(daniyar).pk)
    message = OutboxMessage.objects.get()
    assert (message.channel, message.recipient) == ("sms", "+77000000002")


def test_the_same_message_owed_twice_is_one(aigerim):
    assert owe(aigerim) == owe(aigerim)
    assert Message.objects.count() == 1


def test_two_bells_send_once(aigerim):
    message = owe(aigerim)
    deliver_message(message.pk)
    deliver_message(message.pk)
    deliver_pending_messages()
    assert len(mail.outbox) == 1
    message.refresh_from_db()
    assert (message.state, message.tries) == ("sent", 1)
    assert message.sent_at


def test_the_sweep_finds_what_no_bell_was_rung_for(aigerim, daniyar):
    owe(aigerim)
    owe(daniyar, "two")
    deliver_pending_messages()
    assert not Message.objects.exclude(state="sent").exists()


def test_a_killed_worker_leaves_a_message_that_the_sweep_resumes(aigerim):
    message = owe(aigerim)
    take(message_id=message.pk)  # … and the worker is gone
    deliver_pending_messages()
    assert not mail.outbox
    later(message)
    deliver_pending_messages()
    assert len(mail.outbox) == 1


def test_a_dead_server_is_asked_again_soon_and_no_address_is_logged(aigerim, dead_server, caplog):
    message = owe(aigerim)
    deliver_message(message.pk)
    message.refresh_from_db()
    assert (message.state, message.tries, message.tried_at) == ("pending", 0, None)
    assert timezone.now() < message.next_try_at < timezone.now() + timedelta(minutes=5)
    assert "was not taken" in caplog.text
    assert "aigerim@" not in caplog.text
    dead_server()
    later(message)
    deliver_pending_messages()
    message.refresh_from_db()
    assert message.state == "sent"


def test_no_outage_is_so_long_that_a_message_is_lost(aigerim, dead_server):
    message = owe(aigerim)
    for _ in range(MOST_TRIES + 2):
        later(message)
        deliver_pending_messages()
    message.refresh_from_db()
    assert (message.state, message.tries) == ("pending", 0)


def test_a_dead_mail_server_is_spared_and_keeps_no_sms_back(aigerim, daniyar, dead_server):
    letters = [owe(aigerim, f"letter {number}") for number in range(FAILURES_IN_A_ROW + 2)]
    for letter in letters:
        later(letter)
    owe(daniyar, "sms")
    deliver_pending_messages()
    assert OutboxMessage.objects.get().channel == "sms"
    due = Message.objects.filter(state="pending", next_try_at__lte=timezone.now())
    assert due.count() == 2


def test_the_pauses_grow_up_to_six_hours():
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES + 1)]
    assert pauses[0] == timedelta(minutes=1)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)


def test_a_message_that_is_refused_ten_times_is_given_up(aigerim, mail_server):
    mail_server.mode = "refuses"
    message = owe(aigerim)
    for _ in range(MOST_TRIES + 1):
        later(message)
        deliver_pending_messages()
    message.refresh_from_db()
    assert (message.state, message.tries) == ("given_up", MOST_TRIES)


def test_nobody_is_written_to_after_their_account_closed(aigerim):
    message = owe(aigerim)
    aigerim.is_active = False
    aigerim.save()
    deliver_message(message.pk)
    message.refresh_from_db()
    assert message.state == "given_up"
    assert not mail.outbox


def test_a_message_that_is_gone_is_no_error():
    deliver_message(4711)


def test_what_was_settled_a_year_ago_is_forgotten(aigerim):
    old, waiting = owe(aigerim, "old"), owe(aigerim, "waiting")
    deliver_message(old.pk)
    fresh = owe(aigerim, "fresh")
    deliver_message(fresh.pk)
    Message.objects.exclude(pk=fresh.pk).update(owed_at=timezone.now() - KEEP_MESSAGES)
    forget_messages()
    assert set(Message.objects.all()) == {waiting, fresh}
