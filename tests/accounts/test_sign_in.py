"""One door for old and new, and nothing that tells them apart."""

import logging
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.consent import publish_consent_text
from accounts.contacts import parse_contact
from accounts.exceptions import ContactMalformed, TooManyCodes
from accounts.models import OneTimeCode, User
from accounts.tasks import forget_expired, send_code, send_pending_codes
from demo.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/kk/sign-in/", "/kk/sign-in/code/"


def words_of(response, contact: str) -> str:
    """What a person sees, without tokens and nonces."""
    text = response.text.replace(contact, "CONTACT")
    return re.sub(r'(value|nonce)="[^"]+"', "", text)


def code_in(text: str) -> str:
    return re.search(r"\b\d{6}\b", text).group()


@pytest.fixture
def ask(client, tasks_at_once):
    def ask(contact, browser=None, **data):
        with tasks_at_once():
            return (browser or client).post(SIGN_IN, {"contact": contact, **data})

    return ask


@pytest.fixture
def newest_code():
    return lambda: code_in(mail.outbox[-1].body)


def test_a_newcomer_is_made_only_when_the_code_is_right(client, ask, newest_code):
    response = ask("New.Comer@Example.ORG ")
    assert response.status_code == 302
    assert response["Location"] == CODE
    assert not User.objects.exists()
    assert mail.outbox[-1].to == ["new.comer@example.org"]

    response = client.post(CODE, {"code": newest_code()})
    assert response["Location"] == "/kk/welcome/?next=%2Fkk%2Flearn%2F"
    user = User.objects.get()
    assert user.email == "new.comer@example.org"
    assert user.email_confirmed_at
    assert client.session["_auth_user_id"] == str(user.pk)


def test_somebody_who_comes_again_finds_the_same_account(client, aigerim, ask, newest_code):
    ask(aigerim.email)
    client.post(CODE, {"code": newest_code()})
    assert client.session["_auth_user_id"] == str(aigerim.pk)
    assert User.objects.count() == 1


@pytest.mark.parametrize("typed", ["8 700 000 00 02", "+7 (700) 000-00-02", "87000000002"])
def test_a_phone_may_be_typed_as_one_likes(client, daniyar, ask, typed):
    ask(typed)
    message = OutboxMessage.objects.get()
    assert (message.channel, message.recipient) == ("sms", "+77000000002")
    client.post(CODE, {"code": code_in(message.body)})
    assert client.session["_auth_user_id"] == str(daniyar.pk)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "name@", "@example.org", "12345", "a" * 300 + "@example.org", "я", "+7", "\0"],
)
def test_what_is_no_contact_is_refused_with_words_and_kept_in_the_field(client, ask, typed):
    response = ask(typed)
    assert response.status_code == 422
    assert "error-summary" in response.text
    assert not OneTimeCode.objects.exists()


def test_the_code_field_is_one_and_made_for_digits(client, ask):
    ask("someone@example.org")
    page = client.get(CODE).text
    assert page.count('name="code"') == 1
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page


def test_new_old_and_staff_contacts_cannot_be_told_apart(
    client, aigerim, django_capture_on_commit_callbacks
):
    """The same words, status, queries and tasks; only the messages differ."""
    staff = cast.make_staff(email="clerk@example.org")
    seen, tasks = [], django_capture_on_commit_callbacks
    for contact in ("nobody@example.org", aigerim.email, staff.email):
        browser = client.__class__()
        with CaptureQueriesContext(connection) as queries, tasks() as rung:
            response = browser.post(SIGN_IN, {"contact": contact})
        assert len(rung) == 1
        page = browser.get(CODE)
        words = words_of(page, contact)
        shapes = [re.sub(r"'[^']*'|\d+", "?", query["sql"])[:60] for query in queries]
        seen.append((response.status_code, response["Location"], shapes, words))
    assert seen[0] == seen[1] == seen[2]
    assert OneTimeCode.objects.count() == 3


def test_a_wrong_code_sounds_the_same_for_everybody(client, aigerim, ask):
    cast.make_staff(email="clerk@example.org")
    pages = []
    for contact in ("nobody@example.org", aigerim.email, "clerk@example.org"):
        browser = client.__class__()
        ask(contact, browser)
        with CaptureQueriesContext(connection) as queries:
            response = browser.post(CODE, {"code": "000000"})
        assert response.status_code == 422
        pages.append((words_of(response, contact), len(queries)))
    assert pages[0] == pages[1] == pages[2]


def test_staff_get_a_message_without_a_code_and_never_a_session_by_one(client, ask):
    clerk = cast.make_staff(email="clerk@example.org")
    User.objects.filter(pk=clerk.pk).update(phone="+77010000009")
    ask("clerk@example.org")
    assert not re.search(r"\d{6}", mail.outbox[-1].body)
    assert "/kk/staff/login/" in mail.outbox[-1].body
    ask("+77010000009")
    assert not re.search(r"\d{6}", OutboxMessage.objects.get().body)


def test_even_the_right_code_opens_no_session_of_staff(client, ask, newest_code):
    ask("clerk@example.org")
    code = newest_code()
    cast.make_staff(email="clerk@example.org")
    response = client.post(CODE, {"code": code})
    assert response.status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_learner_who_joins_the_staff_leaves_the_session_of_the_code(
    client, aigerim, ask, newest_code
):
    ask(aigerim.email)
    client.post(CODE, {"code": newest_code()})
    User.objects.filter(pk=aigerim.pk).update(is_staff=True)
    response = client.get("/kk/account/")
    assert response.status_code == 302
    assert response["Location"].startswith(SIGN_IN)


def test_a_code_works_once(client, ask, newest_code):
    ask("one@example.org")
    code, begun = newest_code(), client.session["sign_in"]
    client.post(CODE, {"code": code})
    other = client.__class__()
    with_session = other.session
    with_session["sign_in"] = begun
    with_session.save()
    other.cookies["otau_session"] = with_session.session_key
    assert other.post(CODE, {"code": code}).status_code == 422
    assert User.objects.count() == 1


def test_a_code_ends_after_ten_minutes(client, ask, newest_code):
    ask("late@example.org")
    code = OneTimeCode.objects.get()
    assert code.expires_at - code.created_at <= timedelta(minutes=10)
    OneTimeCode.objects.update(expires_at=timezone.now())
    assert client.post(CODE, {"code": newest_code()}).status_code == 422
    assert not User.objects.exists()


def test_a_code_has_five_tries(client, ask, newest_code):
    ask("try@example.org")
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 422
    assert OneTimeCode.objects.get().tries == 5
    assert client.post(CODE, {"code": right}).status_code == 422
    assert not User.objects.exists()


def test_only_the_newest_code_is_valid(client, ask, tasks_at_once, newest_code):
    ask("again@example.org")
    first = newest_code()
    with tasks_at_once():
        client.post("/kk/sign-in/again/")
    second = newest_code()
    if first != second:
        assert client.post(CODE, {"code": first}).status_code == 422
    assert client.post(CODE, {"code": second}).status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "<script>"])
def test_what_is_no_code_is_no_try(client, ask, typed):
    ask("odd@example.org")
    assert client.post(CODE, {"code": typed}).status_code == 422
    assert OneTimeCode.objects.get().tries == 0


def test_a_code_may_be_typed_with_a_space(client, ask, newest_code):
    ask("space@example.org")
    code = newest_code()
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]}"}).status_code == 302


def test_a_code_belongs_to_its_contact_and_purpose(client, aigerim, ask, newest_code, signed_in):
    """A code that somebody was sent for their own contact opens nobody else's account."""
    ask("mallory@example.org")
    code = newest_code()
    session = client.session
    session["sign_in"] = session["sign_in"] | {"contact": aigerim.email}
    session.save()
    assert client.post(CODE, {"code": code}).status_code == 422


def test_without_a_contact_the_code_page_leads_back(client):
    assert client.get(CODE)["Location"] == SIGN_IN
    assert client.post(CODE, {"code": "123456"})["Location"] == SIGN_IN
    assert client.post("/kk/sign-in/again/")["Location"] == SIGN_IN


def test_the_session_is_a_new_one_after_signing_in(client, ask, newest_code):
    ask("fixed@example.org")
    before = client.session.session_key
    client.post(CODE, {"code": newest_code()})
    assert client.session.session_key != before
    assert "sign_in" not in client.session


WANTED = pytest.mark.parametrize(
    "wanted,reached",
    [
        ("/kk/courses/", "/kk/courses/"),
        ("https://evil.example/", "/kk/learn/"),
        ("//evil.example/", "/kk/learn/"),
        ("/\\evil.example", "/kk/learn/"),
        ("javascript:alert(1)", "/kk/learn/"),
        ("", "/kk/learn/"),
    ],
)


@WANTED
def test_one_comes_out_where_one_wanted_but_never_outside(
    client, aigerim, ask, newest_code, wanted, reached
):
    ask(aigerim.email, next=wanted)
    assert client.post(CODE, {"code": newest_code()})["Location"] == reached


@WANTED
def test_a_newcomer_is_welcomed_first_and_then_led_there_but_never_outside(
    client, ask, newest_code, wanted, reached
):
    cast.consent_text()
    ask("next@example.org", next=wanted)
    response = client.post(CODE, {"code": newest_code()})
    assert response["Location"] == f"/kk/welcome/?{urlencode({'next': reached})}"
    response = client.post(response["Location"], {"name": "Жаңа Оқушы", "language": "kk"})
    assert response["Location"] == f"/kk/welcome/consent/?{urlencode({'next': reached})}"
    response = client.post(response["Location"], {"version": "2026-01-01"})
    assert response["Location"] == reached


@WANTED
def test_who_has_not_agreed_to_the_newest_text_is_asked_first(
    client, aigerim, ask, newest_code, wanted, reached
):
    publish_consent_text(version="2027-01-01", text_kk="# Жаңа", text_ru="# Новое")
    ask(aigerim.email, next=wanted)
    response = client.post(CODE, {"code": newest_code()})
    assert response["Location"] == f"/kk/welcome/consent/?{urlencode({'next': reached})}"


def test_the_contact_stands_in_no_address(client, ask):
    response = ask("hidden@example.org")
    assert "hidden" not in response["Location"]
    assert "hidden" not in client.get(CODE).request["QUERY_STRING"]


@pytest.mark.parametrize(
    "typed",
    [
        "Aigerim@exam\u00adple.org", "aigerim@exam\u200bple.org", "aigerim@example.org\u2060",
        "aigerim@\uff45xample.org",
    ],
)  # fmt: skip
def test_signs_that_mail_servers_pass_over_make_no_second_address(
    client, aigerim, ask, newest_code, typed
):
    """Else one mailbox gets as many codes as there are ways to hide a sign in it."""
    ask(typed)
    client.post(CODE, {"code": newest_code()})
    assert client.session["_auth_user_id"] == str(aigerim.pk)


@pytest.mark.parametrize("domain", ["\u2066example.org", "ex\u2028ample.org", "example.org\u202e"])
def test_an_address_turns_no_line_and_begins_none(domain):
    with pytest.raises(ContactMalformed):
        parse_contact(f"a@{domain}")


@pytest.mark.parametrize("email", ["a@пример.қаз", "a@example.org", "a.b+c@sub.example-1.kz"])
def test_an_address_is_kept_as_it_is_read(email):
    assert parse_contact(email) == email
    assert parse_contact(email.upper()) == email


def test_after_five_codes_the_page_is_the_same_and_no_more_are_sent(client, ask):
    answers = {ask("flood@example.org").status_code for _ in range(8)}
    assert answers == {302}
    assert len(mail.outbox) == 5
    ask("neighbour@example.org")
    assert len(mail.outbox) == 6


def test_a_busy_address_is_slowed_and_not_shut_out(client, ask):
    for number in range(62):
        ask(f"office{number}@example.org", client.__class__())
    assert len(mail.outbox) == 60
    send_pending_codes()
    assert len(mail.outbox) == 62


def test_a_closed_account_is_told_only_to_who_proves_the_contact(client, aigerim, ask, newest_code):
    User.objects.filter(pk=aigerim.pk).update(is_active=False)
    ask(aigerim.email)
    response = client.post(CODE, {"code": newest_code()})
    assert response.status_code == 422
    assert "_auth_user_id" not in client.session


def test_signing_out_wants_a_post(client, aigerim, signed_in):
    browser = signed_in(aigerim)
    assert browser.get("/kk/sign-out/").status_code == 405
    assert browser.post("/kk/sign-out/").status_code == 302
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    "email,phone,subject",
    [
        ("quiet@example.org", "+77010000001", "Otau: your code"),
        ("clerk@example.org", "+77010000009", "Otau: how to sign in"),
    ],
)
def test_messages_are_neutral(client, tasks_at_once, language, email, phone, subject):
    clerk = cast.make_staff(email="clerk@example.org")
    User.objects.filter(pk=clerk.pk).update(phone="+77010000009")
    for contact in (email, phone):
        with tasks_at_once():
            client.post(f"/{language}/sign-in/", {"contact": contact})
    letter, short = mail.outbox[-1], OutboxMessage.objects.get(channel="sms")
    assert letter.subject == cast.said(subject, language)
    for text in (letter.subject, letter.body, short.body):
        assert not cast.unsaid_words(text)
        assert not any(word in text.lower() for word in ("course", "курс"))


def test_the_readable_code_is_wiped_when_it_was_sent(ask):
    ask("wiped@example.org")
    code = OneTimeCode.objects.get()
    assert code.sent_at
    assert code.sealed_code is None
    send_code(code.pk)
    assert len(mail.outbox) == 1


def test_neither_code_nor_contact_reaches_a_log(client, ask, newest_code, caplog):
    with caplog.at_level(logging.DEBUG):
        ask("secret.person@example.org")
        code = newest_code()
        client.post(CODE, {"code": "000000"})
        client.post(CODE, {"code": code})
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert code not in ours
    assert "secret.person" not in ours


def test_a_dead_mail_server_keeps_the_code_for_the_sweep(
    client, ask, settings, caplog, newest_code
):
    alive = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    assert ask("owed@example.org").status_code == 302
    assert not mail.outbox
    assert "owed@" not in caplog.text
    settings.MAILERS = alive
    send_pending_codes()
    send_pending_codes()
    assert len(mail.outbox) == 1
    assert client.post(CODE, {"code": newest_code()}).status_code == 302


def test_expired_codes_and_sessions_are_forgotten(client, ask):
    ask("old@example.org")
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(days=2))
    ask("young@example.org")
    forget_expired()
    assert OneTimeCode.objects.count() == 1


def test_the_pages_cost_few_queries(client, ask, newest_code, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(SIGN_IN)
    ask("count@example.org")
    with django_assert_num_queries(1):
        client.get(CODE)


def test_the_pages_are_private(client, ask):
    ask("private@example.org")
    for address in (SIGN_IN, CODE):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_guessing_over_many_contacts_is_slowed_and_spoils_no_code(client, ask, newest_code):
    ask("somebody@example.org")
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"
    for number in range(26):
        guesser = client.__class__()
        guesser.post(SIGN_IN, {"contact": f"guessed{number}@example.org"})
        for _ in range(4):
            guesser.post(CODE, {"code": wrong})
    waiting = client.post(CODE, {"code": right})
    assert "_auth_user_id" not in client.session
    assert str(TooManyCodes.words) in waiting.text
    elsewhere = client.__class__(REMOTE_ADDR="203.0.113.9")
    elsewhere.cookies = client.cookies
    assert elsewhere.post(CODE, {"code": right}).status_code == 302
    assert "_auth_user_id" in elsewhere.session


def test_a_stranger_neither_ends_my_code_nor_uses_up_my_tries(client, ask, newest_code, aigerim):
    ask(aigerim.email)
    mine = newest_code()
    stranger = Client()
    ask(aigerim.email, stranger)
    for _ in range(7):
        stranger.post(CODE, {"code": "000000"})

    assert client.post(CODE, {"code": mine}).status_code == 302


def test_my_code_opens_nothing_in_another_browser(ask, newest_code, aigerim):
    stranger = Client()
    ask(aigerim.email, stranger)
    ask(aigerim.email)

    assert stranger.post(CODE, {"code": newest_code()}).status_code == 422


def test_codes_asked_for_elsewhere_do_not_use_up_mine(client, ask, newest_code, aigerim):
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(50):
        ask(aigerim.email, stranger)
    before = len(mail.outbox)

    ask(aigerim.email)

    assert len(mail.outbox) == before + 1
    assert before <= 5
    assert client.post(CODE, {"code": newest_code()}).status_code == 302
