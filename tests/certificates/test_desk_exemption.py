"""An applicant need not take the course: recorded at the desk, off the screen a couple can see."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import LookupSubject
from enrolments.actions.exempting import KEPT
from enrolments.models import Exemption
from enrolments.tasks import forget_exemptions
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import RegistryOffice
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_desk import asked

FIND, GIVE, END = "/kk/desk/exemption/", "/kk/desk/exemption/give/", "/kk/desk/exemption/end/"
WHY = "Дәрігердің қорытындысы № 7"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_registry")]


@pytest.fixture(autouse=True)
def offices(edition, settings):
    settings.REGISTRY_COURSE = edition.course.code
    load_offices(file=OFFICES)


@pytest.fixture
def clerk_of(signed_in):
    def sign_in(code="KZ-43-02"):
        return signed_in(cast.make_clerk(RegistryOffice.objects.get(code=code)))

    return sign_in


def find(client, who=couples.AIGERIM):
    identity = who.identity
    country = identity.country if identity.kind == "passport" else ""
    return client.post(FIND, {"identity_number": identity.number, "country": country})


def given(page, **more):
    return {
        "question": page.context["question"], "reason": WHY, "signer": "Б. Басшы, бөлім басшысы",
        "ends_on": (timezone.localdate() + timedelta(days=20)).isoformat(), "decision_seen": "on",
    } | more  # fmt: skip


def give(client, who=couples.AIGERIM, **more):
    return client.post(GIVE, given(find(client, who), **more))


def recorded() -> list[str]:
    return list(
        LookupSubject.objects.filter(lookup__purpose="exemption")
        .order_by("lookup__sequence").values_list("answer", flat=True)
    )  # fmt: skip


@pytest.mark.parametrize("who", [couples.AIGERIM, couples.MEHMET])
def test_an_exemption_is_recorded_and_the_desk_says_so_without_its_reason(clerk_of, who):
    client = clerk_of()
    assert give(client, who).status_code == 302
    assert recorded() == ["none", "exempted"]
    held = Exemption.objects.get()
    assert (held.office.code, WHY.encode() in bytes(held.sealed_reason)) == ("KZ-43-02", False)
    if who is couples.AIGERIM:
        question = asked(couples.DANIYAR, couples.AIGERIM_AND_DANIYAR)
        page = client.post("/kk/desk/answer/", question)
        assert "exempt" in [str(one.state) for one, _form in page.context["answers"]]
        assertNotContains(page, WHY)


def test_the_reason_is_opened_at_its_own_office_and_at_no_other(clerk_of):
    own, other = clerk_of(), clerk_of("KZ-75-01")
    give(own)
    page = find(own)
    assertContains(page, WHY)
    assertContains(page, "<details")
    elsewhere = find(other)
    assertNotContains(elsewhere, WHY)
    assertNotContains(elsewhere, "Б. Басшы")
    other.post(END, {"question": elsewhere.context["question"]})
    assert Exemption.objects.get().revoked_at is None


def test_it_is_ended_by_its_office_and_given_again(clerk_of):
    client = clerk_of()
    give(client)
    client.post(END, {"question": find(client).context["question"]})
    assert Exemption.objects.get().revoked_by is not None
    give(client)
    assert Exemption.objects.holding(timezone.localdate()).count() == 1
    assert recorded() == ["none", "exempted", "exempt", "ended", "none", "exempted"]


def test_while_one_holds_there_is_no_second(clerk_of):
    client = clerk_of()
    page = find(client)
    client.post(GIVE, given(page))
    again = client.post(GIVE, given(page))
    assert again.status_code == 422
    assert Exemption.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""}, {"reason": "x" * 501}, {"signer": " "}, {"ends_on": ""},
        {"ends_on": "2020-01-01"}, {"ends_on": "2999-01-01"}, {"decision_seen": ""},
        {"reason": "\x00"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(clerk_of, wrong):
    client = clerk_of()
    page = give(client, **wrong)
    assert page.status_code == 422
    assert next(iter(wrong)) in page.context["form"].errors
    assert not Exemption.objects.exists()
    if "signer" not in wrong:
        assertContains(page, "Б. Басшы", status_code=422)


def test_a_question_of_another_clerk_or_none_is_asked_anew(clerk_of):
    one, other = clerk_of(), clerk_of()
    page = find(one)
    for address in (GIVE, END):
        for client, question in ((other, page.context["question"]), (one, "x"), (one, "\x00")):
            response = client.post(address, given(page, question=question))
            assert (response.status_code, response["Location"]) == (302, FIND)
    assert not Exemption.objects.exists()


def test_no_number_stands_in_an_address_or_on_the_page(clerk_of):
    client = clerk_of()
    number = couples.AIGERIM.identity.number
    assertNotContains(find(client), number)
    assert number not in give(client)["Location"]


def test_learners_and_strangers_are_kept_out(client, signed_in, aigerim):
    for browser in (client, signed_in(aigerim)):
        for address in (FIND, GIVE, END):
            assert browser.post(address).status_code in (302, 403)


def test_it_is_forgotten_a_month_after_its_end(clerk_of):
    give(clerk_of())
    forget_exemptions()
    assert Exemption.objects.exists()
    Exemption.objects.update(ends_on=timezone.localdate() - KEPT - timedelta(days=1))
    forget_exemptions()
    assert not Exemption.objects.exists()


def test_one_that_was_ended_is_forgotten_too(clerk_of):
    give(clerk_of())
    Exemption.objects.update(
        revoked_at=timezone.now() - KEPT - timedelta(days=1), revoked_by=cast.make_staff()
    )
    forget_exemptions()
    assert not Exemption.objects.exists()
