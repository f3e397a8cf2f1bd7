"""No registry is connected: an application that was imported or pushed is linked all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts.actions.identity import prove_identity
from accounts.models import Identity
from registry.actions import follow_application, make_claim, settle_claim
from registry.models import Applicant, ApplicationClaim
from registry.questions import ceremony_date_to_show, region_of, registered_name
from registry.standin import cast as couples
from registry.standin.server import DEMONSTRATION_TOKEN, Mode
from registry.tasks import check_waiting_claims
from tests import cast
from tests.registry.people import identified, plain, ready, told, typed

pytestmark = pytest.mark.django_db
PAGE = "/kk/application/"
HERS = couples.AIGERIM_AND_DANIYAR


@pytest.fixture(autouse=True)
def not_connected(settings):
    settings.REGISTRY_GATEWAY = {"backend": "none"}


def record(**changes):
    return replace(HERS.on(timezone.localdate()), **changes)


def nameless(one):
    return replace(one, applicants=tuple(replace(who, name="") for who in one.applicants))


def claimed(user, who=couples.AIGERIM, application=HERS):
    return make_claim(user=user, **(typed(who, application) | {"country": "KZ"}))


@pytest.mark.parametrize("source", ["import", "push", "clerk"])
def test_what_was_told_before_the_claim_is_linked_as_declared(
    aigerim, signed_in, tasks_at_once, source
):
    told(record(), source)
    client = signed_in(aigerim)
    with tasks_at_once():
        client.post(PAGE, typed(couples.AIGERIM, HERS))
    claim = aigerim.claims.get()
    assert (claim.state, claim.identity.assurance) == ("confirmed", "declared")
    assert region_of(aigerim) == "KZ-43"
    assert registered_name(aigerim) is None
    ready(aigerim)
    assertContains(client.get(PAGE), "Қызылорда")


@pytest.mark.parametrize("source", ["import", "push", "clerk"])
def test_what_is_told_after_it_is_linked_within_a_minute(aigerim, tasks_at_once, source):
    claim = claimed(aigerim)
    for _ in range(4):
        settle_claim(claim_id=claim.pk)
        ApplicationClaim.objects.update(next_check_at=timezone.now())
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    assert claim.state == "waiting"
    assert claim.next_check_at > timezone.now() + timedelta(minutes=3)
    told(record(), source)
    with tasks_at_once():
        check_waiting_claims()
    assert aigerim.claims.get().state == "confirmed"


@pytest.mark.parametrize("case", ["unknown", "somebody else's", "withdrawn", "linked", "proved"])
def test_whatever_does_not_fit_waits_alike_and_its_page_is_the_same(
    aigerim, signed_in, tasks_at_once, case
):
    """So that nobody learns by it which numbers exist, and what became of them."""

    def page_of(user, who):
        client = signed_in(user)
        with tasks_at_once():
            client.post(PAGE, typed(who, HERS))
        ready(user)
        assert user.claims.order_by("-pk").first().state == "waiting"
        return plain(client.get(PAGE))

    unknown = page_of(cast.make_learner(), couples.SAULE)
    who = couples.OLGA if case == "somebody else's" else couples.AIGERIM
    if case != "unknown":
        told(record(state="withdrawn" if case == "withdrawn" else "confirmed"), "import")
    if case == "linked":
        other = cast.make_learner()
        settle_claim(claim_id=claimed(other).pk)
        assert other.claims.get().state == "confirmed"
    if case == "proved":
        identified(cast.make_learner(), couples.AIGERIM, "seen")
    assert page_of(aigerim, who) == unknown


def test_whose_document_is_seen_takes_it_from_who_only_declared(aigerim, tasks_at_once):
    told(record(), "import")
    impostor = cast.make_learner()
    settle_claim(claim_id=claimed(impostor).pk)
    claim = claimed(aigerim)
    assert settle_claim(claim_id=claim.pk).state == "waiting"
    prove_identity(
        identity=Identity.objects.active().get(user=aigerim), assurance="seen",
        by=cast.make_clerk(),
    )  # fmt: skip
    ApplicationClaim.objects.filter(user=aigerim).update(next_check_at=timezone.now())
    assert settle_claim(claim_id=claim.pk).state == "confirmed"
    assert impostor.claims.get().state == "unlinked"


def test_where_no_name_was_told_the_page_of_a_proved_person_names_the_day(aigerim, signed_in):
    identified(aigerim, couples.AIGERIM, "seen")
    told(nameless(record()), "import")
    settle_claim(claim_id=claimed(aigerim).pk)
    ready(aigerim)
    assert registered_name(aigerim) is None
    day = ceremony_date_to_show(aigerim)
    assert day == record().ceremony_date
    page = signed_in(aigerim).get(PAGE)
    assertContains(page, cast.said("Ceremony date"))
    assertContains(page, str(day.day))


def test_the_registrys_words_come_with_its_first_answer(
    aigerim, settings, standing_in, tasks_at_once
):
    """Linked by an import; later a registry is connected, and asked as it is every day."""
    told(nameless(record()), "import")
    identified(aigerim, couples.AIGERIM, "seen")
    claim = settle_claim(claim_id=claimed(aigerim).pk)
    assert Applicant.objects.exclude(sealed_name=None).count() == 0
    standing_in.mode = Mode()
    settings.REGISTRY_GATEWAY = {
        "backend": "http", "url": standing_in.url, "token": DEMONSTRATION_TOKEN, "timeout": 1.0,
    }  # fmt: skip
    ApplicationClaim.objects.update(next_check_at=timezone.now())
    follow_application(claim_id=claim.pk)
    assert registered_name(aigerim) == couples.AIGERIM.name
    assert Applicant.objects.exclude(sealed_name=None).count() == 1, "of him the key alone is kept"


@pytest.mark.parametrize(("state", "shown"), [("confirmed", True), ("withdrawn", False)])
def test_a_name_that_comes_late_comes_with_no_end(aigerim, signed_in, state, shown):
    """She was linked by a file before she had an account; her page gains nothing by an end."""
    told(record(), "import")
    identified(aigerim, couples.AIGERIM, "seen")
    settle_claim(claim_id=claimed(aigerim).pk)
    ready(aigerim)
    client = signed_in(aigerim)
    before = plain(client.get(PAGE))
    told(record(state=state, updated_at=timezone.now()), "push")
    assert (plain(client.get(PAGE)) != before) is shown
