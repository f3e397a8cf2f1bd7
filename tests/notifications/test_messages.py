"""What is owed is a row; a task delivers it, a sweep resumes, twice does no harm."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from demo.models import OutboxMessage
from notifications.actions import MOST_TRIES, owe_message, pause_after, take
from notifications.models import Message
from notifications.tasks import deliver_message, deliver_pending_messages
from notifications.texts import SUBJECTS, subject_of, text_of
from tests import cast

pytestmark = pytest.mark.django_db


def owe(user, key="one", kind="certificate_ready"):
    return owe_message(recipient=user, kind=kind, dedupe_key=key)


def later(message, **kwargs):
    Message.objects.filter(pk=message.pk).update(
        next_try_at=timezone.now() - timedelta(seconds=1), **kwargs
    )


@pytest.fixture
def dead_server(monkeypatch):
    def dead(self, *args, **kwargs):
        raise ConnectionRefusedError("aigerim@example.org refused")

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", dead)
        yield patch


def test_a_message_goes_to_the_persons_contact_in_their_language(aigerim, irina):
    deliver_message(owe(irina).pk)
    assert mail.outbox[0].to == ["irina@example.org"]
    assert "/ru/" in mail.outbox[0].body
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


def test_a_dead_server_is_asked_again_later_and_no_address_is_logged(aigerim, dead_server, caplog):
    message = owe(aigerim)
    deliver_message(message.pk)
    message.refresh_from_db()
    assert (message.state, message.tries) == ("pending", 1)
    assert message.next_try_at > timezone.now()
    assert "aigerim@" not in caplog.text
    dead_server.undo()
    later(message)
    deliver_pending_messages()
    message.refresh_from_db()
    assert message.state == "sent"


def test_the_pauses_grow_up_to_six_hours():
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES + 1)]
    assert pauses[0] == timedelta(minutes=1)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)


def test_after_ten_tries_a_message_is_given_up(aigerim, dead_server):
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


# What is told to people of the workshop says which page it is about; to learners nothing is named.
FOR_STAFF = [kind for kind in Message.Kind.values if kind.startswith("work_")]
FOR_LEARNERS = [kind for kind in Message.Kind.values if kind not in FOR_STAFF]


@pytest.mark.parametrize("kind", FOR_STAFF)
@pytest.mark.parametrize("contact", ["a@example.org", "+77011234567"])
def test_every_kind_for_staff_names_the_page_and_leads_to_it(aigerim, kind, contact):
    context = {"title": "Тыңдау", "path": "/admin/pages/7/edit/", "comment": "Дұрыс емес"}
    message = owe_message(recipient=aigerim, kind=kind, dedupe_key="x", context=context)
    subject, text = subject_of(message), text_of(message, contact)
    assert subject.startswith("Otau: ")
    assert "Тыңдау" not in subject
    assert not cast.unsaid_words(subject)
    assert "Тыңдау" in text
    assert "/admin/pages/7/edit/" in text


@pytest.mark.parametrize("kind", FOR_LEARNERS)
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("contact", ["a@example.org", "+77011234567"])
def test_every_kind_for_learners_has_neutral_words(aigerim, kind, language, contact):
    aigerim.language = language
    message = owe_message(recipient=aigerim, kind=kind, dedupe_key="x")
    subject, text = subject_of(message), text_of(message, contact)
    assert subject == cast.said("Otau: there is news on your page", language)
    assert not cast.unsaid_words(subject)
    assert not cast.unsaid_words(text)
    assert f"/{language}/" in text
    assert translation.get_language() == "kk"


def test_every_kind_has_a_subject():
    assert set(SUBJECTS) == set(Message.Kind)
