"""A settled name that is wrong: the clerk corrects it, and certificates follow."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.names import correct_name
from accounts.actions.record import verify_chain
from accounts.models import LookupSubject, NameCorrection
from certificates.held import certificates
from certificates.models import Certificate
from certificates.names import holder_name
from certificates.state import State, state_of
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_desk import certified, ended
from tests.certificates.story import completed
from tests.registry.people import identified

PAGE = "/kk/desk/name/"
NEW = "Сәрсенова Айгерім Серікқызы"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return cast.make_clerk()


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def typed(who=couples.AIGERIM, **other) -> dict[str, str]:
    passport = who.identity.kind == "passport"
    return {
        "identity_number": who.identity.number,
        "country": who.identity.country if passport else "", "name": NEW, "document_seen": "on",
    } | other  # fmt: skip


def test_the_name_of_a_confirmed_account_is_corrected_and_recorded(desk, clerk, aigerim):
    identified(aigerim, couples.AIGERIM, "phone")
    page = desk.post(PAGE, typed())
    assertContains(page, NEW)
    assertContains(page, "Айгерім Сәрсенова")
    aigerim.refresh_from_db()
    assert aigerim.name == NEW
    row = NameCorrection.objects.get()
    assert (row.user, row.by, row.place) == (aigerim, clerk, "KZ-75-01 АХАТ бөлімі / РАГС KZ-75-01")
    # The clerk holds the document: the account is as sure as that from now on.
    identity = aigerim.identities.active().get()
    assert (identity.assurance, identity.proved_by) == ("seen", clerk)
    assert LookupSubject.objects.get().lookup.purpose == "name"
    assert verify_chain()
    assert couples.AIGERIM.identity.number not in page.text


def test_the_person_reads_who_looked_and_what_changed(desk, aigerim, signed_in):
    identified(aigerim, couples.AIGERIM, "phone")
    desk.post(PAGE, typed())
    browser = signed_in(aigerim)
    assertContains(browser.get("/kk/account/lookups/"), "KZ-75-01 АХАТ бөлімі")
    assertContains(browser.get("/kk/account/name/"), NEW)


def test_sent_again_it_changes_nothing_and_says_so(desk, aigerim):
    identified(aigerim, couples.AIGERIM, "phone")
    desk.post(PAGE, typed())
    assert desk.post(PAGE, typed()).status_code == 422
    assert NameCorrection.objects.count() == 1


def test_where_nothing_is_corrected_nothing_is_changed(desk, aigerim):
    identified(aigerim, couples.AIGERIM, "phone")
    page = desk.post(PAGE, typed(name=f" {aigerim.name} "))
    assert page.status_code == 422
    assert aigerim.identities.active().get().assurance == "phone"
    assert LookupSubject.objects.get().lookup.purpose == "name"


def test_an_account_without_a_confirmed_identity_is_not_touched(desk, aigerim):
    identified(aigerim, couples.AIGERIM)
    page = desk.post(PAGE, typed())
    assert page.status_code == 422
    assertNotContains(page, "Айгерім Сәрсенова", status_code=422)
    aigerim.refresh_from_db()
    assert aigerim.name == "Айгерім Сәрсенова"
    assert LookupSubject.objects.count() == 1


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    "wrong",
    [{"identity_number": "123"}, {"name": "12 34"}, {"name": ""}, {"document_seen": ""}],
)
def test_what_is_mistyped_is_said_and_stays(desk, aigerim, wrong, language):
    identified(aigerim, couples.AIGERIM, "phone")
    page = desk.post(f"/{language}/desk/name/", typed(**wrong))
    assert page.status_code == 422
    assert not NameCorrection.objects.exists()
    assert not LookupSubject.objects.exists()


def test_only_a_clerk_corrects(signed_in, aigerim, client):
    identified(aigerim, couples.AIGERIM, "phone")
    assert client.post(PAGE, typed()).status_code == 302
    assert signed_in(aigerim).post(PAGE, typed()).status_code == 403
    assert signed_in(cast.make_staff()).post(PAGE, typed()).status_code == 403
    assert not NameCorrection.objects.exists()


class TestCertificates:
    def test_a_valid_one_is_replaced_and_says_where_the_name_is_from(
        self, desk, aigerim, edition, signed_in, tasks_at_once
    ):
        identified(aigerim, couples.AIGERIM, "phone")
        old = completed(aigerim, edition).certificates.get()
        with tasks_at_once():
            page = desk.post(PAGE, typed())
        assert page.context["replaced"] == 1
        new = Certificate.objects.get(supersedes=old)
        assert (holder_name(new), new.name_source) == (NEW, "document")
        said = {item.key: str(item.text) for item in next(certificates(aigerim))}
        assert said["name_source"] == "құжатыңыздан"
        assert (state_of(old), state_of(new)) == (State.SUPERSEDED, State.VALID)
        assert new.issue.pdf
        assertContains(signed_in(aigerim).get("/kk/certificates/"), new.number)

    def test_what_has_ended_and_what_bears_the_name_already_stay(self, clerk):
        revoked = certified(couples.AIGERIM, assurance="phone")
        user = revoked.enrolment.user
        ended(revoked)
        right = certified(user=user, name=NEW, course=cast.make_course("OTHER", "other"))
        correct_name(user=user, name=NEW, place="А / Б", by=clerk)
        assert Certificate.objects.count() == 2
        assert state_of(right) == State.VALID

    def test_another_persons_stay(self, clerk, aigerim, irina, edition):
        theirs = completed(irina, edition).certificates.get()
        correct_name(user=aigerim, name=NEW, place="А / Б", by=clerk)
        assert state_of(theirs) == State.VALID

    def test_a_later_one_is_made_out_to_the_corrected_name(self, clerk, aigerim, edition):
        correct_name(user=aigerim, name=NEW, place="А / Б", by=clerk)
        later = completed(aigerim, edition).certificates.get()
        assert (holder_name(later), later.name_source) == (NEW, "document")
