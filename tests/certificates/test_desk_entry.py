"""Where no registry is connected a clerk enters applications, with both documents in hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import LookupSubject
from registry.actions import make_claim, settle_claim
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import Applicant, ApplicationFact, MarriageApplication, RegistryOffice
from registry.standin import cast as couples
from tests import cast
from tests.registry.people import identified, told, typed

pytestmark = pytest.mark.django_db
PAGE = "/kk/desk/application/"
HERS = couples.AIGERIM_AND_DANIYAR


@pytest.fixture(autouse=True)
def not_connected(db, settings):
    load_offices(file=OFFICES)
    settings.REGISTRY_GATEWAY = {"backend": "none"}


def office(code="KZ-43-02"):
    return RegistryOffice.objects.get(code=code)


@pytest.fixture
def clerk(signed_in):
    return signed_in(cast.make_clerk(office()))


def day(ahead=9):
    return timezone.localdate() + timedelta(days=ahead)


def entered(couple=(couples.AIGERIM, couples.DANIYAR), **changes):
    """What a clerk types."""
    first, second = (one.identity for one in couple)
    given = {
        "application_number": HERS.number, "state": "confirmed",
        "ceremony_date": day().isoformat(), "first_number": first.number,
        "second_number": second.number, "documents_seen": "on",
    }  # fmt: skip
    for who, one in (("first", first), ("second", second)):
        if one.kind == "passport":
            given[f"{who}_country"] = one.country
    return given | changes


def stands():
    application = MarriageApplication.objects.get()
    return application.state, application.ceremony_date, application.office.code


def recorded():
    entries = LookupSubject.objects.select_related("lookup")
    return [(one.lookup.purpose, one.answer) for one in entries]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_is_kept_as_a_fact_of_the_clerks_with_two_keys_and_a_day(clerk, language):
    page = clerk.post(f"/{language}/desk/application/", entered())
    assert (page.status_code, page.url) == (302, f"/{language}/desk/application/")
    assert stands() == ("confirmed", day(), "KZ-43-02")
    assert ApplicationFact.objects.get().source == "clerk"
    assert Applicant.objects.filter(sealed_number=None, sealed_name=None).count() == 2
    assert recorded() == [("entry", "entered")] * 2
    after = clerk.get(f"/{language}/desk/application/")
    for number in (HERS.number, couples.AIGERIM.identity.number, couples.DANIYAR.identity.number):
        assertNotContains(after, number)
        assert number not in str(page.cookies)
    assert "no-store" in after["Cache-Control"]


def test_who_claims_it_is_linked(clerk, aigerim):
    clerk.post(PAGE, entered())
    claim = make_claim(user=aigerim, **(typed(couples.AIGERIM, HERS) | {"country": "KZ"}))
    assert settle_claim(claim_id=claim.pk).state == "confirmed"


def test_a_foreign_passport_is_entered_with_its_country(clerk):
    clerk.post(PAGE, entered((couples.IRINA, couples.MEHMET)))
    assert Applicant.objects.count() == 2


@pytest.mark.parametrize("state", ["withdrawn", "annulled", "married", "refiled"])
def test_what_became_of_it_is_entered_with_the_same_number(clerk, state):
    clerk.post(PAGE, entered())
    clerk.post(PAGE, entered(state=state, ceremony_date=""))
    assert stands() == (state, day(), "KZ-43-02")
    assert ApplicationFact.objects.count() == 2


def test_the_papers_in_hand_count_more_than_a_clock_that_is_ahead(clerk):
    tomorrow = timezone.now() + timedelta(days=1)
    told(replace(HERS.on(timezone.localdate()), updated_at=tomorrow), "import")
    clerk.post(PAGE, entered(state="withdrawn"))
    assert stands()[0] == "withdrawn"


def test_sent_twice_it_is_one_fact(clerk):
    for _ in range(2):
        assert clerk.post(PAGE, entered()).status_code == 302
    assert ApplicationFact.objects.count() == 1


def test_another_office_can_only_take_it_over(clerk, signed_in):
    clerk.post(PAGE, entered())
    other = signed_in(cast.make_clerk(office("KZ-75-01")))
    refused = other.post(PAGE, entered(state="withdrawn"))
    assert refused.status_code == 422
    assert stands()[0] == "confirmed"
    assert other.post(PAGE, entered(state="moved", ceremony_date=day(20))).status_code == 302
    assert stands() == ("moved", day(20), "KZ-75-01")
    assert clerk.post(PAGE, entered(state="married")).status_code == 422


def test_an_office_of_nobodys_choice_is_not_taken(clerk):
    clerk.post(PAGE, entered(office="KZ-75-01"))
    assert not MarriageApplication.objects.exclude(office__code="KZ-43-02").exists()


def test_other_people_are_not_put_in_and_both_were_recorded_first(clerk):
    clerk.post(PAGE, entered())
    before = list(Applicant.objects.values_list("pk", "lookup_key"))
    page = clerk.post(PAGE, entered((couples.AIGERIM, couples.SERGEI), state="withdrawn"))
    assert page.status_code == 422
    assert stands()[0] == "confirmed"
    assert [pk for pk, _ in before] == list(Applicant.objects.values_list("pk", flat=True))
    assert recorded() == [("entry", "entered")] * 4


def test_many_that_do_not_fit_are_slowed_and_right_ones_never(clerk):
    for serial in range(14):
        sent = entered(application_number=f"43-02-1{serial:04}")
        assert clerk.post(PAGE, sent).status_code == 302
    wrong = entered((couples.OLGA, couples.SERGEI), application_number="43-02-10000")
    answers = [clerk.post(PAGE, wrong).status_code for _ in range(12)]
    assert answers == [422] * 11 + [429]


@pytest.mark.parametrize(
    "wrong",
    [{"application_number": ""}, {"application_number": "1" * 41}, {"state": "half_signed"},
     {"application_number": "43\x0002"}, {"ceremony_date": "2206-12-02"},
     {"ceremony_date": "31.02.2027"}, {"first_number": "123456789012"}, {"first_number": "👪\x00"},
     {"second_number": ""}, {"second_number": couples.AIGERIM.identity.number},
     {"second_country": "TR", "second_number": "…"}, {"documents_seen": ""}, {"state": "passed"}],
)  # fmt: skip
def test_a_slip_is_said_keeps_what_was_typed_and_records_nobody(clerk, wrong):
    page = clerk.post(PAGE, entered(**wrong))
    assert page.status_code == 422
    assertContains(page, "error-summary", status_code=422)
    if "application_number" not in wrong:
        assertContains(page, HERS.number, status_code=422)
    assert not LookupSubject.objects.exists()
    assert not MarriageApplication.objects.exists()


def test_where_a_registry_is_connected_nothing_is_entered(clerk, settings):
    assertContains(clerk.get("/kk/desk/more/"), f'href="{PAGE}"')
    settings.REGISTRY_GATEWAY = {
        "backend": "http", "url": "http://127.0.0.1:9", "token": "x", "timeout": 1.0,
    }  # fmt: skip
    assertNotContains(clerk.get("/kk/desk/more/"), f'href="{PAGE}"')
    assertNotContains(clerk.get(PAGE), "first_number")
    assert clerk.post(PAGE, entered()).status_code == 409
    assert not MarriageApplication.objects.exists()


def test_nobody_else_may(client, signed_in, aigerim):
    assert client.get(PAGE).status_code == 302
    assert signed_in(aigerim).get(PAGE).status_code == 403
    assert signed_in(cast.make_staff()).post(PAGE, entered()).status_code == 403


def test_a_person_reads_who_entered_their_number_in_plain_words(clerk, aigerim, signed_in):
    clerk.post(PAGE, entered())
    identified(aigerim, couples.AIGERIM, "seen")
    page = signed_in(aigerim).get("/kk/account/lookups/")
    assert page.status_code == 200
    assertContains(page, office().name_kk)
