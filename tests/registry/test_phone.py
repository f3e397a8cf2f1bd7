"""Proof by the phone on the application."""

import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from demo.models import OutboxMessage
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.standin import cast as couples
from tests import cast
from tests.registry.people import identified, numbers, plain, ready

PAGE, SEND, CODE = "/kk/application/", "/kk/application/phone/code/", "/kk/application/phone/"
pytestmark = pytest.mark.usefixtures("asked_registry")


@pytest.fixture(autouse=True)
def offices(db):
    load_offices(file=OFFICES)


@pytest.fixture
def claims(signed_in, tasks_at_once):
    """`claims(user, who, number)` returns the browser of somebody whose claim is answered."""

    def claim(user, who, number):
        client = signed_in(user)
        with tasks_at_once():
            client.post(PAGE, numbers(who.identity, number))
        ready(user)
        return client

    return claim


def asks_for_code(client, tasks_at_once):
    with tasks_at_once():
        response = client.post(SEND)
    assert (response.status_code, response["Location"]) == (302, CODE)


def code_sent_to(phone) -> str:
    message = OutboxMessage.objects.filter(recipient=phone).latest("pk")
    return re.search(r"\d{6}", message.body.replace(" ", "")).group()


def test_the_code_goes_to_the_phone_on_the_application_and_proves_who_holds_it(
    aigerim, claims, tasks_at_once
):
    client = claims(aigerim, couples.AIGERIM, "43-02-00001")
    page = client.get(PAGE)
    assertContains(page, "01")
    assertNotContains(page, couples.AIGERIM.phone)
    asks_for_code(client, tasks_at_once)
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    done = client.post(CODE, {"code": code_sent_to(couples.AIGERIM.phone)})
    assert done.status_code == 302
    assert aigerim.identities.active().get().assurance == "phone"
    assertContains(client.get(PAGE), couples.AIGERIM.name)


def test_a_phone_written_for_both_proves_nobody(aigerim, claims, tasks_at_once):
    client = claims(aigerim, couples.MADINA, "79-01-00001")
    assertNotContains(client.get(PAGE), SEND)
    asks_for_code(client, tasks_at_once)
    assert not OutboxMessage.objects.exists()


def test_what_one_person_filed_for_two_proves_nobody_by_phone(aigerim, claims, tasks_at_once):
    """Anybody may begin an application with another's number and a phone of their own beside it."""
    client = claims(aigerim, couples.ZARINA, "75-02-00001")
    assert aigerim.claims.get().state == "confirmed"
    assertNotContains(client.get(PAGE), SEND)
    asks_for_code(client, tasks_at_once)
    assert not OutboxMessage.objects.exists()


def test_the_rightful_person_gets_the_application_from_who_linked_it_first(
    aigerim, claims, tasks_at_once
):
    impostor = cast.make_learner()
    claims(impostor, couples.AIGERIM, "43-02-00001")
    client = claims(aigerim, couples.AIGERIM, "43-02-00001")
    assert aigerim.claims.get().state == "refused"
    asks_for_code(client, tasks_at_once)
    client.post(CODE, {"code": code_sent_to(couples.AIGERIM.phone)})
    assert aigerim.claims.get().state == "confirmed"
    assert impostor.claims.get().state == "unlinked"
    assert impostor.identities.active().count() == 0


def test_who_was_refused_cannot_tell_whether_a_code_went_out(irina, claims, tasks_at_once):
    claims(irina, couples.AIGERIM, "43-02-00001")
    pages = {}
    for why, who, number in [
        ("unknown", couples.AIGERIM, "43-02-99999"),
        ("not theirs", couples.OLGA, "43-02-00001"),
        ("withdrawn", couples.ASEL, "71-01-00001"),
        ("linked by another", couples.AIGERIM, "43-02-00001"),
    ]:
        user = cast.make_learner()
        client = claims(user, who, number)
        assert user.claims.get().state == "refused"
        asks_for_code(client, tasks_at_once)
        wrong = client.post(CODE, {"code": "000000"})
        assert wrong.status_code == 422
        pages[why] = plain(client.get(CODE)), plain(wrong)
    assert OutboxMessage.objects.count() == 1
    assert set(pages.values()) == {pages["unknown"]}


def test_codes_to_one_phone_are_limited_in_silence(aigerim, claims, tasks_at_once):
    client = claims(aigerim, couples.AIGERIM, "43-02-00001")
    for _ in range(6):
        asks_for_code(client, tasks_at_once)
    assert OutboxMessage.objects.count() == 3


def test_declaring_another_number_and_theirs_again_gives_no_new_codes(
    aigerim, claims, tasks_at_once
):
    for _ in range(2):
        client = claims(aigerim, couples.AIGERIM, "43-02-00001")
        for _ in range(3):
            asks_for_code(client, tasks_at_once)
        client.post(f"{PAGE}unlink/")
        claims(aigerim, couples.OLGA, "43-02-99999")
    assert aigerim.identities.count() > 2
    assert OutboxMessage.objects.count() == 3


def test_many_accounts_have_one_limit_for_one_phone(claims, tasks_at_once):
    for _ in range(5):
        client = claims(cast.make_learner(), couples.AIGERIM, "43-02-00001")
        for _ in range(3):
            asks_for_code(client, tasks_at_once)
    assert OutboxMessage.objects.count() == 12


def test_one_who_knows_both_numbers_cannot_use_up_the_codes_of_whom_they_name(
    aigerim, claims, tasks_at_once
):
    hers = claims(aigerim, couples.AIGERIM, "43-02-00001")
    his = claims(cast.make_learner(), couples.AIGERIM, "43-02-00001")
    for _ in range(15):
        asks_for_code(his, tasks_at_once)
    OutboxMessage.objects.all().delete()
    asks_for_code(hers, tasks_at_once)
    assert OutboxMessage.objects.count() == 1


def test_against_a_seen_document_the_phone_does_not_decide(aigerim, claims, tasks_at_once):
    client = claims(aigerim, couples.AIGERIM, "43-02-00001")
    asks_for_code(client, tasks_at_once)
    code = code_sent_to(couples.AIGERIM.phone)
    identified(cast.make_learner(), couples.AIGERIM, "seen")
    assert client.post(CODE, {"code": code}).status_code in (302, 422)
    assert aigerim.identities.filter(assurance="phone").count() == 0


def test_before_there_is_an_answer_there_is_nothing_to_confirm(aigerim, signed_in):
    assert signed_in(aigerim).get(CODE)["Location"] == PAGE
