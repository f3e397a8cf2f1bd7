"""A clerk unlinks an application from a page it does not belong to, and learns no more than that."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils.translation import gettext
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.identity import prove_identity
from accounts.models import LookupSubject
from registry.actions import make_claim, settle_claim, unlink_by_clerk
from registry.models import ApplicationClaim, ClaimUnlinking
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_desk import asked
from tests.registry.people import ready, typed

UNLINK, NOW, MINE = "/kk/desk/unlink/", "/kk/desk/unlink/now/", "/kk/application/"
HER, ONE = couples.AIGERIM, couples.AIGERIM_AND_DANIYAR
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_registry")]


@pytest.fixture
def office():
    return cast.make_office("KZ-43-02", "KZ-43")


@pytest.fixture
def clerk(office):
    return cast.make_clerk(office)


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


@pytest.fixture
def impostor(office):
    """Somebody who typed her number, and linked her application."""
    user = cast.make_learner(name="Басқа Адам", email="somebody@example.org")
    claimed(user)
    return user


def claimed(user) -> ApplicationClaim:
    claim = make_claim(user=user, **(typed(HER, ONE) | {"country": "KZ"}))
    claim = settle_claim(claim_id=claim.pk)
    ready(user)
    return claim


def ask(desk, who=HER, **more):
    return desk.post(UNLINK, asked(who, ONE) | {"document_seen": "on"} | more)


def answers():
    return list(
        LookupSubject.objects.order_by("lookup__sequence").values_list("lookup__purpose", "answer")
    )


def test_the_clerk_sees_that_a_page_is_linked_and_not_whose(desk, impostor):
    page = ask(desk)
    assert page.context["is_linked"]
    assertContains(page, impostor.identities.get().get_assurance_display())
    for told in (impostor.name, impostor.email, HER.name, HER.identity.number, ONE.number):
        assertNotContains(page, told)
    assert answers() == [("unlink", "linked")]
    assert "no-store" in page["Cache-Control"]


def test_it_is_unlinked_and_its_owner_reads_neutral_words(desk, clerk, impostor, signed_in):
    page = desk.post(NOW, {"question": ask(desk).context["question"]})
    assert page.context["was_linked"]
    assert impostor.claims.get().state == "unlinked"
    assert (ClaimUnlinking.objects.get().by, answers()[-1]) == (clerk, ("unlink", "unlinked"))
    mine = signed_in(impostor).get(MINE)
    assertContains(mine, gettext("The application is no longer linked to your page"))
    assertContains(mine, "/account/questions/new/?about=claim")
    assertNotContains(mine, "KZ-43-02")


def test_a_number_that_is_only_declared_is_not_linked_again(desk, impostor):
    desk.post(NOW, {"question": ask(desk).context["question"]})
    assert claimed(impostor).state == "refused"
    somebody = cast.make_learner()
    assert claimed(somebody).state == "confirmed", "the bar is of one account alone"


def test_one_that_was_confirmed_is(desk, clerk, impostor):
    desk.post(NOW, {"question": ask(desk).context["question"]})
    prove_identity(identity=impostor.identities.get(), assurance="seen", by=clerk)
    assert claimed(impostor).state == "confirmed"


def test_sent_twice_it_is_done_once(desk, impostor):
    question = ask(desk).context["question"]
    assert desk.post(NOW, {"question": question}).context["was_linked"]
    assert not desk.post(NOW, {"question": question}).context["was_linked"]
    assert ClaimUnlinking.objects.count() == 1
    assert not ask(desk).context["is_linked"]


def test_the_other_applicants_link_is_neither_seen_nor_touched(desk, impostor):
    page = ask(desk, couples.DANIYAR)
    assert not page.context["is_linked"]
    assert not desk.post(NOW, {"question": page.context["question"]}).context["was_linked"]
    assert impostor.claims.get().state == "confirmed"


def test_another_offices_clerk_learns_nothing_and_does_nothing(desk, signed_in, impostor):
    elsewhere = signed_in(cast.make_clerk(cast.make_office("KZ-75-01")))
    page = ask(elsewhere)
    assert (page.status_code, answers()) == (422, [("unlink", "other_office")])
    not_linked = ask(elsewhere, couples.DANIYAR)
    assert page.context["form"].non_field_errors() == not_linked.context["form"].non_field_errors()
    stolen = ask(desk).context["question"]
    assert elsewhere.post(NOW, {"question": stolen}).status_code == 422
    assert impostor.claims.get().state == "confirmed"


@pytest.mark.parametrize("question", ["", "…", "AAAA", "\0"])
def test_a_made_up_question_does_nothing(desk, impostor, question):
    assert desk.post(NOW, {"question": question}).status_code == 422
    assert desk.get(NOW)["Location"] == UNLINK


def test_a_question_of_another_page_of_the_desk_does_nothing(desk, impostor):
    page = desk.post("/kk/desk/answer/", asked(HER, ONE))
    form = page.context["answers"][0][1]
    assert desk.post(NOW, {"question": form["question"].value()}).status_code == 422
    assert impostor.claims.get().state == "confirmed"


@pytest.mark.parametrize("change", [
    {"document_seen": ""}, {"identity_number": "040317900018"}, {"application_number": ""},
    {"identity_number": "0\0"}, {"application_number": "x" * 100}, {"country": "XX"},
])  # fmt: skip
def test_what_is_mistyped_is_said_and_nothing_recorded(desk, impostor, change):
    assert ask(desk, **change).status_code == 422
    assert answers() == []


def test_wrong_pairs_are_recorded_and_slow_the_next_question(desk):
    for _ in range(11):
        assert ask(desk, couples.OLGA).status_code == 422
    assert answers() == [("unlink", "no_pair")] * 11
    assert ask(desk).status_code == 429
    assert desk.post("/kk/desk/answer/", asked(HER, ONE)).status_code == 429, "one count for both"
    cache.clear()


def test_without_the_registry_what_it_told_us_is_taken(desk, impostor, asked_registry):
    asked_registry.mode = asked_registry.mode.__class__("down")
    assert ask(desk).context["is_linked"]
    assert ask(desk, couples.OLGA).status_code == 422


def test_a_learner_does_not_come_in(signed_in, impostor):
    browser = signed_in(impostor)
    assert browser.get(UNLINK).status_code == browser.post(NOW).status_code == 403


def test_the_fact_is_never_changed(desk, clerk, office, impostor):
    applicant = impostor.claims.get().applicant
    assert unlink_by_clerk(applicant=applicant, office=office, by=clerk)
    fact = ClaimUnlinking.objects.get()
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        fact.save()
