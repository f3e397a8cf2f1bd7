"""The person's own page: contacts, joining, sessions, recovery."""

import re
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.paper import make_paper_code, sign_in_by_paper
from accounts.actions.recovery import grant_recovery
from accounts.exceptions import CannotJoin, CannotRecover, ContactMalformed, PaperCodeWrong
from accounts.models import RecoveryGrant, User
from accounts.person import destroy_key, seal_for, unseal_for
from accounts.signals import accounts_joined
from demo.models import OutboxMessage
from tests import cast
from tests.accounts.whole_story import confirmed
from web.sealing import CannotUnseal

pytestmark = pytest.mark.django_db
IIN, OTHER = "900101300007", "850505400127"


def digits(text):
    return re.search(r"\b\d{6}\b", text).group()


@pytest.fixture
def prove(tasks_at_once):
    """After a fresh code type a contact and the code that came to it; return the last answer."""

    def prove(browser, contact):
        confirmed(browser, User.objects.get(pk=browser.session["_auth_user_id"]))
        with tasks_at_once():
            response = browser.post("/kk/account/contact/", {"contact": contact})
        assert response["Location"] == "/kk/account/contact/code/"
        body = mail.outbox[-1].body if "@" in contact else OutboxMessage.objects.first().body
        return browser.post("/kk/account/contact/code/", {"code": digits(body)})

    return prove


def proved(user, number=IIN, assurance="phone"):
    identity = declare_identity(user=user, kind="iin", country="KZ", number=number)
    return prove_identity(identity=identity, assurance=assurance)


def test_the_page_is_for_who_is_signed_in(client, signed_in):
    assert client.get("/kk/account/")["Location"] == "/kk/sign-in/?next=%2Fkk%2Faccount%2F"
    assert signed_in(cast.make_staff()).get("/kk/account/")["Location"] == "/kk/staff/2fa/"


def test_the_page_shows_the_account_in_few_queries(aigerim, signed_in, django_assert_num_queries):
    browser = signed_in(aigerim)
    with django_assert_num_queries(6):
        page = browser.get("/kk/account/")
    assert aigerim.email in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_name_changes_until_the_identity_is_confirmed(aigerim, signed_in):
    browser = signed_in(aigerim)
    browser.post("/kk/account/name/", {"name": "Бекова Айгерім"})
    proved(aigerim)
    browser.post("/kk/account/name/", {"name": "Басқа Біреу"})
    aigerim.refresh_from_db()
    assert aigerim.name == "Бекова Айгерім"
    assert (
        "<form"
        not in re.search(r"<main.*</main>", browser.get("/kk/account/name/").text, re.DOTALL)[0]
    )


def test_the_language_of_messages_changes(aigerim, signed_in):
    browser = signed_in(aigerim)
    assert browser.post("/kk/account/language/", {"language": "de"}).status_code == 422
    browser.post("/kk/account/language/", {"language": "ru"})
    aigerim.refresh_from_db()
    assert aigerim.language == "ru"


def test_a_phone_is_added_and_another_takes_its_place(aigerim, signed_in, prove):
    browser = signed_in(aigerim)
    prove(browser, "8 701 123 45 67")
    prove(browser, "+77011234568")
    aigerim.refresh_from_db()
    assert (str(aigerim.phone), aigerim.email) == ("+77011234568", "aigerim@example.org")


def test_a_contact_without_its_code_is_not_added(aigerim, signed_in, prove):
    browser = confirmed(signed_in(aigerim), aigerim)
    assert browser.post("/kk/account/contact/", {"contact": "x"}).status_code == 422
    assert browser.get("/kk/account/contact/code/")["Location"] == "/kk/account/contact/"
    browser.post("/kk/account/contact/", {"contact": "+77011234567"})
    assert browser.post("/kk/account/contact/code/", {"code": "000000"}).status_code == 422
    aigerim.refresh_from_db()
    assert aigerim.phone is None


def test_a_code_for_one_account_adds_the_contact_to_no_other(
    aigerim, daniyar, signed_in, tasks_at_once
):
    one = confirmed(signed_in(aigerim), aigerim)
    other = confirmed(signed_in(daniyar), daniyar)
    with tasks_at_once():
        one.post("/kk/account/contact/", {"contact": "new@example.org"})
    code = digits(mail.outbox[-1].body)
    other.post("/kk/account/contact/", {"contact": "new@example.org"})
    assert other.post("/kk/account/contact/code/", {"code": code}).status_code == 422


def test_a_staff_contact_is_given_to_nobody(aigerim, signed_in, tasks_at_once):
    cast.make_staff(email="clerk@example.org")
    browser = confirmed(signed_in(aigerim), aigerim)
    with tasks_at_once():
        browser.post("/kk/account/contact/", {"contact": "clerk@example.org"})
    assert not re.search(r"\d{6}", mail.outbox[-1].body)


def test_one_of_two_contacts_can_be_removed_but_not_the_last(aigerim, signed_in, prove):
    browser = confirmed(signed_in(aigerim), aigerim)
    browser.post("/kk/account/contact/remove/", {"field": "email"})
    aigerim.refresh_from_db()
    assert aigerim.email
    prove(browser, "+77011234567")
    browser.post("/kk/account/contact/remove/", {"field": "password"})
    browser.post("/kk/account/contact/remove/", {"field": "email"})
    aigerim.refresh_from_db()
    assert (aigerim.email, str(aigerim.phone)) == (None, "+77011234567")


def test_whoever_holds_the_phone_adds_no_contact_of_theirs_and_removes_none(
    aigerim, signed_in, prove, tasks_at_once
):
    prove(signed_in(aigerim), "+77011234567")
    browser = signed_in(aigerim)
    with tasks_at_once():
        sent = browser.post("/kk/account/contact/", {"contact": "thief@example.org"})
    assert sent["Location"] == "/kk/account/confirm/?next=%2Fkk%2Faccount%2Fcontact%2F"
    assert "thief@example.org" not in [to for message in mail.outbox for to in message.to]
    assert browser.get("/kk/account/contact/").status_code == 302
    removed = browser.post("/kk/account/contact/remove/", {"field": "email"})
    assert removed["Location"] == "/kk/account/confirm/?next=%2Fkk%2Faccount%2F"
    aigerim.refresh_from_db()
    assert (aigerim.email, str(aigerim.phone)) == ("aigerim@example.org", "+77011234567")


def test_two_accounts_of_one_person_are_joined_when_both_contacts_are_proved(
    aigerim, daniyar, signed_in, prove
):
    heard = []

    def joined(sender, kept, gone, **kwargs):
        heard.append((kept.pk, gone.pk))

    accounts_joined.connect(joined)
    proved(daniyar)
    browser, other = signed_in(aigerim), signed_in(daniyar)
    assert prove(browser, "+77000000002")["Location"] == "/kk/account/join/"
    assert "+77000000002" in browser.get("/kk/account/join/").text
    browser.post("/kk/account/join/")
    accounts_joined.disconnect(joined)
    aigerim.refresh_from_db()
    daniyar.refresh_from_db()
    assert (str(aigerim.phone), aigerim.identities.get().assurance) == ("+77000000002", "phone")
    assert (daniyar.phone, daniyar.is_active, daniyar.name) == (None, False, "")
    assert heard == [(aigerim.pk, daniyar.pk)]
    assert browser.get("/kk/account/").status_code == 200
    assert other.get("/kk/account/").status_code == 302


def test_accounts_with_two_confirmed_identities_are_not_joined(aigerim, daniyar, signed_in, prove):
    proved(aigerim)
    proved(daniyar, OTHER)
    browser = signed_in(aigerim)
    prove(browser, "+77000000002")
    browser.post("/kk/account/join/")
    daniyar.refresh_from_db()
    assert daniyar.is_active
    told = cast.said(
        "These two accounts cannot be joined by themselves, because both are in use for the same "
        "thing. Nothing was changed. A registry office or a support centre can help you."
    )
    assert told in browser.get("/kk/account/").text


def test_a_receiver_can_refuse_and_nothing_is_changed(aigerim, daniyar, signed_in, prove):
    def refuse(sender, **kwargs):
        raise CannotJoin

    accounts_joined.connect(refuse)
    browser = signed_in(aigerim)
    prove(browser, "+77000000002")
    browser.post("/kk/account/join/")
    accounts_joined.disconnect(refuse)
    aigerim.refresh_from_db()
    daniyar.refresh_from_db()
    assert aigerim.phone is None
    assert str(daniyar.phone) == "+77000000002"


def test_an_offer_to_join_is_this_sessions_and_ends(aigerim, daniyar, signed_in, prove):
    browser = signed_in(aigerim)
    assert browser.post("/kk/account/join/").status_code == 302
    prove(browser, "+77000000002")
    session = browser.session
    session["join"] |= {"at": time.time() - 3600}
    session.save()
    browser.post("/kk/account/join/")
    daniyar.refresh_from_db()
    assert daniyar.is_active


def test_signing_out_everywhere_keeps_this_session_only(aigerim, signed_in):
    here, there = signed_in(aigerim), signed_in(aigerim)
    here.post("/kk/sign-out/everywhere/")
    assert here.get("/kk/account/").status_code == 200
    assert there.get("/kk/account/").status_code == 302


# --- Recovery ---


@pytest.fixture
def clerk(db):
    return cast.make_staff()


def grant(clerk, contact="+77015556677", number=IIN):
    return grant_recovery(kind="iin", country="KZ", number=number, contact=contact, by=clerk)


def sign_in(browser, contact, tasks_at_once):
    with tasks_at_once():
        browser.post("/kk/sign-in/", {"contact": contact})
    body = mail.outbox[-1].body if "@" in contact else OutboxMessage.objects.first().body
    return browser.post("/kk/sign-in/code/", {"code": digits(body)})


def test_a_granted_contact_opens_the_account_and_ends_other_sessions(
    client, daniyar, clerk, signed_in, tasks_at_once
):
    proved(daniyar)
    thief = signed_in(daniyar)
    given = grant(clerk)
    sign_in(client, "+77015556677", tasks_at_once)
    daniyar.refresh_from_db()
    given.refresh_from_db()
    assert client.session["_auth_user_id"] == str(daniyar.pk)
    assert str(daniyar.phone) == "+77015556677"
    assert given.used_at
    assert thief.get("/kk/account/").status_code == 302
    assert User.objects.filter(is_staff=False).count() == 1


@pytest.mark.parametrize("new", ["daniyar.new@example.org", "+77015556677"])
def test_what_was_lost_no_longer_opens_the_account(client, daniyar, clerk, tasks_at_once, new):
    proved(daniyar)
    lost, mailbox = str(daniyar.phone), "daniyar@example.org"
    User.objects.filter(pk=daniyar.pk).update(email=mailbox, email_confirmed_at=timezone.now())
    _code, paper = make_paper_code(user=daniyar, by=clerk)
    grant(clerk, new)
    sign_in(client, new, tasks_at_once)
    assert client.session["_auth_user_id"] == str(daniyar.pk)
    for contact in (lost, mailbox):
        thief = Client()
        sign_in(thief, contact, tasks_at_once)
        assert thief.session["_auth_user_id"] != str(daniyar.pk)
    with pytest.raises(PaperCodeWrong):
        sign_in_by_paper(code=paper, door="")


def test_until_it_is_used_a_grant_takes_nothing(client, daniyar, clerk, tasks_at_once):
    proved(daniyar)
    grant(clerk, "daniyar.new@example.org")
    sign_in(client, str(daniyar.phone), tasks_at_once)
    assert client.session["_auth_user_id"] == str(daniyar.pk)


def test_an_old_grant_opens_nothing(client, daniyar, clerk, tasks_at_once):
    proved(daniyar)
    grant(clerk)
    RecoveryGrant.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sign_in(client, "+77015556677", tasks_at_once)
    assert client.session["_auth_user_id"] != str(daniyar.pk)


def test_only_the_newest_grant_of_an_account_is_open(client, daniyar, clerk, tasks_at_once):
    proved(daniyar)
    grant(clerk, "mistyped@example.org")
    grant(clerk)
    sign_in(client, "mistyped@example.org", tasks_at_once)
    assert client.session["_auth_user_id"] != str(daniyar.pk)


def test_a_declared_identity_recovers_nothing(daniyar, clerk):
    declare_identity(user=daniyar, kind="iin", country="KZ", number=IIN)
    with pytest.raises(CannotRecover):
        grant(clerk)


@pytest.mark.parametrize("contact", ["aigerim@example.org", "+77000000002"])
def test_a_contact_in_use_is_refused(aigerim, daniyar, clerk, contact):
    proved(daniyar)
    with pytest.raises(CannotRecover):
        grant(clerk, contact)
    assert not RecoveryGrant.objects.exists()


def test_a_malformed_contact_is_refused(daniyar, clerk):
    proved(daniyar)
    with pytest.raises(ContactMalformed):
        grant(clerk, "8 701")


# --- The key of a person ---


def test_what_is_sealed_for_a_person_is_unreadable_without_their_key(aigerim, daniyar):
    sealed = seal_for(aigerim, "Айгерім", "certificate.name")
    assert unseal_for(aigerim, sealed, "certificate.name") == "Айгерім"
    seal_for(daniyar, "x", "certificate.name")
    for wrong in ((daniyar, sealed, "certificate.name"), (aigerim, sealed, "elsewhere")):
        with pytest.raises(CannotUnseal):
            unseal_for(*wrong)
    destroy_key(aigerim)
    with pytest.raises(CannotUnseal):
        unseal_for(aigerim, sealed, "certificate.name")
