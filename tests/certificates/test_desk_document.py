"""What a clerk does with a document in hand: raise an account, let somebody in, decide."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.identity import prove_identity
from accounts.actions.record import verify_chain
from accounts.exceptions import IdentityProvedElsewhere
from accounts.models import Identity, IdentityConflict, LookupSubject, RecoveryGrant
from certificates.models import Certificate
from certificates.names import readable_name
from certificates.state import state_of
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import RegistryOffice
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_desk import asked, certified, ended
from tests.registry.people import identified

ANSWER, SEEN, RECOVERY = "/kk/desk/answer/", "/kk/desk/seen/", "/kk/desk/recovery/"
pytestmark = pytest.mark.usefixtures("asked_registry")


@pytest.fixture(autouse=True)
def offices(db):
    load_offices(file=OFFICES)


@pytest.fixture
def clerk():
    return cast.make_clerk(RegistryOffice.objects.get(code="KZ-43-02"))


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def seen_form(desk, position=1) -> dict[str, str]:
    page = desk.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
    form = next(form for one, form in page.context["answers"] if one.position == position)
    return {"question": form["question"].value(), "document_seen": "on"}


class TestSeen:
    def test_the_account_the_person_names_is_raised_and_the_answer_shown_again(
        self, desk, clerk, aigerim
    ):
        identified(aigerim, couples.AIGERIM)
        identified(cast.make_learner(), couples.AIGERIM)
        page = desk.post(SEEN, seen_form(desk) | {"contact": "Aigerim@example.org"})
        assert page.status_code == 200
        assertContains(page, couples.AIGERIM.name)
        identity = aigerim.identities.active().get()
        assert (identity.assurance, identity.proved_by) == ("seen", clerk)
        assert "seen" in LookupSubject.objects.values_list("answer", flat=True)
        assert verify_chain()

    @pytest.mark.parametrize("contact", ["somebody@example.org", "+7 701 000 00 99", "…"])
    def test_another_account_is_not_raised(self, desk, aigerim, contact):
        identified(aigerim, couples.AIGERIM)
        cast.make_learner(email="somebody@example.org")
        page = desk.post(SEEN, seen_form(desk) | {"contact": contact})
        assert page.status_code == 422
        assert aigerim.identities.active().get().assurance == "declared"

    def test_without_the_document_nothing_is_raised(self, desk, aigerim):
        identified(aigerim, couples.AIGERIM)
        sent = seen_form(desk) | {"contact": "aigerim@example.org"}
        del sent["document_seen"]
        assert desk.post(SEEN, sent).status_code == 422
        assert aigerim.identities.active().get().assurance == "declared"

    def test_only_at_the_office_of_the_application(self, desk, signed_in, aigerim):
        identified(aigerim, couples.AIGERIM)
        sent = seen_form(desk) | {"contact": "aigerim@example.org"}
        elsewhere = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-75-01")))
        assert elsewhere.post(SEEN, sent).status_code == 302
        assert aigerim.identities.active().get().assurance == "declared"

    def test_two_seen_documents_stand_in_the_queue(self, desk, aigerim):
        identified(cast.make_learner(), couples.AIGERIM, "seen")
        identified(aigerim, couples.AIGERIM)
        page = desk.post(SEEN, seen_form(desk) | {"contact": "aigerim@example.org"})
        assert page.status_code == 422
        assert IdentityConflict.objects.count() == 1


class TestRecovery:
    def form(self, who=couples.AIGERIM, contact="+7 701 000 00 77"):
        return {
            "identity_number": who.identity.number, "contact": contact, "document_seen": "on"
        }  # fmt: skip

    def test_a_confirmed_identity_opens_the_account_from_a_new_contact(self, desk, clerk, aigerim):
        identified(aigerim, couples.AIGERIM, "seen", by=clerk)
        assert desk.post(RECOVERY, self.form())["Location"] == RECOVERY
        grant = RecoveryGrant.objects.get()
        assert (grant.user, grant.granted_by) == (aigerim, clerk)
        assert LookupSubject.objects.get().lookup.purpose == "recovery"

    def test_a_declared_one_does_not(self, desk, aigerim):
        identified(aigerim, couples.AIGERIM)
        assert desk.post(RECOVERY, self.form()).status_code == 422
        assert not RecoveryGrant.objects.exists()
        assert LookupSubject.objects.count() == 1

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_what_is_mistyped_is_said(self, desk, language):
        page = desk.post(f"/{language}/desk/recovery/", self.form(contact="…"))
        assert page.status_code == 422
        assert desk.post(RECOVERY, self.form() | {"identity_number": "1"}).status_code == 422


@pytest.fixture
def conflict(clerk, aigerim):
    """Aigerim proved by phone; somebody had their document seen and displaced her."""
    identity = identified(aigerim, couples.AIGERIM, "phone")
    other = identified(cast.make_learner(), couples.AIGERIM)
    prove_identity(identity=other, assurance="seen", by=clerk)
    identity.refresh_from_db()
    assert identity.displaced_at
    return IdentityConflict.objects.get()


class TestDecisions:
    def decide(self, desk, conflict, resolution, who=couples.AIGERIM):
        sent = {
            "identity_number": who.identity.number, "resolution": resolution, "document_seen": "on"
        }  # fmt: skip
        return desk.post(f"/kk/desk/queue/{conflict.pk}/", sent)

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_the_queue_shows_no_number(self, desk, conflict, language):
        for page in (
            desk.get(f"/{language}/desk/queue/"),
            desk.get(f"/{language}/desk/queue/{conflict.pk}/"),
        ):
            assert page.status_code == 200
            assertNotContains(page, couples.AIGERIM.identity.number)
            assert not re.search(r"\d{12}", page.content.decode())

    def test_kept_changes_nothing_but_the_queue(self, desk, clerk, conflict, aigerim):
        assert self.decide(desk, conflict, "kept")["Location"] == "/kk/desk/queue/"
        conflict.refresh_from_db()
        assert (conflict.resolution, conflict.resolved_by) == ("kept", clerk)
        assert not aigerim.identities.active().exists()
        assert desk.get(f"/kk/desk/queue/{conflict.pk}/")["Location"] == "/kk/desk/queue/"

    def test_who_comes_second_is_told_and_changes_nothing(self, desk, signed_in, conflict, aigerim):
        second = signed_in(cast.make_clerk())
        self.decide(desk, conflict, "kept")
        response = self.decide(second, conflict, "restored")
        assert response["Location"] == "/kk/desk/queue/"
        assert len(second.get("/kk/desk/queue/").context["messages"]) == 1
        conflict.refresh_from_db()
        assert conflict.resolution == "kept"
        assert not aigerim.identities.active().exists()

    @pytest.mark.parametrize("resolution", ["kept", "restored"])
    def test_what_a_decision_did_is_said(self, desk, conflict, resolution):
        self.decide(desk, conflict, resolution)
        (told,) = desk.get("/kk/desk/queue/").context["messages"]
        assert told.tags == "success"

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_what_each_decision_does_stands_beside_both_accounts(self, desk, conflict, language):
        page = desk.get(f"/{language}/desk/queue/{conflict.pk}/")
        with translation.override(language):
            assertContains(page, gettext("What each decision does"))
            assertContains(page, gettext("it lost the identity"))

    def test_restored_gives_the_identity_back(self, desk, clerk, conflict, aigerim):
        self.decide(desk, conflict, "restored")
        identity = aigerim.identities.active().get()
        assert (identity.assurance, identity.proved_by) == ("seen", clerk)
        conflict.winner.refresh_from_db()
        assert conflict.winner.displaced_at
        with pytest.raises(IdentityProvedElsewhere):
            prove_identity(identity=conflict.winner, assurance="seen", by=clerk)

    @pytest.mark.parametrize("times", [1, 2])
    def test_what_was_revoked_with_the_identity_is_certified_anew(
        self, desk, clerk, aigerim, times
    ):
        """A forged document at a lax desk takes nobody's completion away for good."""
        mine = certified(couples.AIGERIM, aigerim, assurance="phone")
        other = cast.make_course("OTHER", "other")
        in_error = certified(None, aigerim, assurance="phone", course=other)
        ended(in_error)
        identity = aigerim.identities.active().get()
        for _time in range(times):
            forger = cast.make_learner()
            theirs = certified(couples.AIGERIM, forger)
            Identity.objects.filter(pk=identity.pk).update(assurance="phone")
            prove_identity(identity=forger.identities.active().get(), assurance="seen", by=clerk)
            assert not Certificate.objects.unrevoked().filter(enrolment__user=aigerim).exists()
            conflict = IdentityConflict.objects.get(resolved_at=None)
            assert self.decide(desk, conflict, "restored").status_code == 302
            (again,) = Certificate.objects.unrevoked().filter(enrolment__user=aigerim)
            assert (again.enrolment, again.assurance) == (mine.enrolment, "seen")
            assert readable_name(again) == aigerim.name
            assert not Certificate.objects.unrevoked().filter(pk=theirs.pk).exists()
        assert again.generation == 1 + times
        mine.refresh_from_db()
        assert state_of(mine) == "revoked"
        assert Certificate.objects.filter(enrolment=in_error.enrolment).count() == 1

    def test_kept_certifies_nothing(self, desk, clerk, aigerim):
        certified(couples.AIGERIM, aigerim, assurance="phone")
        prove_identity(
            identity=identified(cast.make_learner(), couples.AIGERIM), assurance="seen", by=clerk
        )
        self.decide(desk, IdentityConflict.objects.get(), "kept")
        assert not Certificate.objects.unrevoked().exists()

    def test_who_guesses_whose_number_it_is_is_slowed(self, desk, conflict):
        pages = [self.decide(desk, conflict, "kept", couples.OLGA) for _ in range(12)]
        assert [page.status_code for page in pages] == [422] * 11 + [429]
        assert self.decide(desk, conflict, "kept").status_code == 429
        conflict.refresh_from_db()
        assert conflict.resolved_at is None

    def test_another_document_decides_nothing_and_is_recorded(self, desk, conflict):
        assert self.decide(desk, conflict, "restored", couples.OLGA).status_code == 422
        conflict.refresh_from_db()
        assert conflict.resolved_at is None
        assert LookupSubject.objects.count() == 1

    def test_a_queue_of_any_length_costs_the_same(
        self, desk, clerk, conflict, django_assert_num_queries
    ):
        with django_assert_num_queries(5):
            desk.get("/kk/desk/queue/")
        for _ in range(30):
            winner = identified(cast.make_learner(), couples.OLGA)
            loser = identified(cast.make_learner(), couples.OLGA)
            IdentityConflict.objects.create(winner=winner, loser=loser)
        with django_assert_num_queries(5):
            desk.get("/kk/desk/queue/")
