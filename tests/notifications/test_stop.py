"""One tap stops messages: without signing in, for scanners not, for strangers nothing."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from demo.models import OutboxMessage
from notifications.actions import owe_message
from notifications.models import Message, MessageChoice, StopLink
from notifications.tasks import deliver_message
from tests.notifications.story import choose, stop_path
from web.redaction import redact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_so")]


@pytest.fixture
def letter(aigerim):
    """A reminder that Aigerim got by e-mail."""
    choose(aigerim)
    deliver_message(owe_message(recipient=aigerim, kind="quiet_week", dedupe_key="one").pk)
    return mail.outbox[0]


@pytest.fixture
def path(letter):
    return stop_path(letter.body)


@pytest.fixture
def careful():
    """A browser whose forms need their token, as real ones do."""
    return Client(enforce_csrf_checks=True)


def has_chosen(user):
    choice = MessageChoice.objects.get(user=user)
    return choice.reminders_at is not None or choice.news_at is not None


def plain(response):
    text = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', "", response.text)
    return re.sub(r"/(kk|ru)/s/[\w-]+", "", text)


def test_the_link_asks_and_its_button_stops_everything(aigerim, path, careful):
    waiting = owe_message(recipient=aigerim, kind="claim_refused", dedupe_key="two")
    page = careful.get(path)
    assert page.status_code == 200
    assert page.text.count("<form") == 1
    assertNotContains(page, aigerim.name)
    assert has_chosen(aigerim)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    done = careful.post(path, {"csrfmiddlewaretoken": token})
    assert done.status_code == 200
    assert "<form" not in done.text
    assert not has_chosen(aigerim)
    waiting.refresh_from_db()
    assert waiting.state == "not_needed"
    deliver_message(owe_message(recipient=aigerim, kind="quiet_month", dedupe_key="three").pk)
    assert len(mail.outbox) == 1


def test_an_sms_has_the_same_link(daniyar, careful):
    choose(daniyar)
    deliver_message(owe_message(recipient=daniyar, kind="nothing_begun", dedupe_key="one").pk)
    path = stop_path(OutboxMessage.objects.get().body)
    careful.post(path, {"List-Unsubscribe": "One-Click"})
    assert not has_chosen(daniyar)


def test_a_refused_form_leaves_no_link_in_the_log(aigerim, path, careful, caplog):
    assert careful.post(path).status_code == 403
    assert "/kk/s/[link]" in redact(caplog.text)
    assert path.rsplit("/", 1)[1] not in redact(caplog.text)
    assert has_chosen(aigerim)


def test_opening_it_stops_nothing_however_often(aigerim, path, careful):
    for method in (careful.get, careful.head, careful.get):
        method(path)
    assert has_chosen(aigerim)


def test_the_mail_programs_own_button_stops_without_a_form_of_ours(aigerim, letter, careful):
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://127.0.0.1:8000(.+)>", letter.extra_headers["List-Unsubscribe"])
    response = careful.post(address[1], {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not has_chosen(aigerim)


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "Yes"}, {"one-click": "One-Click"}])
def test_no_other_post_goes_without_the_forms_token(aigerim, path, careful, body):
    assert careful.post(path, body).status_code == 403
    assert has_chosen(aigerim)


def test_a_stranger_learns_nothing_from_the_page(aigerim, path, client):
    wrong = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert plain(client.get(path)) == plain(client.get(wrong))
    assert plain(client.post(wrong)) == plain(client.post(path))
    known = client.post(path, {"List-Unsubscribe": "One-Click"})
    unknown = client.post(wrong, {"List-Unsubscribe": "One-Click"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)


def test_a_stranger_stops_nobody(aigerim, path, client):
    for wrong in (path[:-1] + "!", path + "x", path[:-4], "/kk/s/" + "x" * 500):
        client.post(wrong, {"List-Unsubscribe": "One-Click"})
    assert has_chosen(aigerim)


def test_the_link_signs_nobody_in_and_is_told_to_no_other_page(path, client):
    page = client.get(path)
    assert "_auth_user_id" not in client.session
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assertContains(page, "noindex")


def test_an_old_link_stops_what_was_chosen_anew(aigerim, path, client):
    client.post(path)
    choose(aigerim)
    assert has_chosen(aigerim)
    client.post(path)
    assert not has_chosen(aigerim)


def test_the_link_is_kept_as_a_digest_and_sealed(aigerim, path):
    token = path.rpartition("/")[2]
    assert len(token) * 6 >= 128
    link = StopLink.objects.get()
    assert token.encode() not in bytes(link.token_digest) + bytes(link.sealed_token)
    assert not Message.objects.filter(context__icontains=token).exists()
