"""What the desk says of people of whom Otau keeps a key alone, and what it never says of anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import Applicant, ApplicationClaim, RegistryOffice
from registry.standin import cast as couples
from registry.standin.server import Mode
from tests import cast
from tests.certificates.at_the_desk import asked, certified
from tests.certificates.test_desk import ANSWER, ASK, states
from tests.registry.people import identified, told

pytestmark = [pytest.mark.usefixtures("asked_registry", "in_english"), pytest.mark.django_db]
TODAYS = couples.IRINA_AND_MEHMET


@pytest.fixture(autouse=True)
def offices(db):
    load_offices(file=OFFICES)


@pytest.fixture
def clerk(signed_in):
    return signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-43-02")))


def words_kept():
    return Applicant.objects.exclude(sealed_number=None).count()


def test_the_names_come_with_the_registrys_answer_and_are_not_kept(clerk):
    page = clerk.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
    for name in (couples.AIGERIM.name, couples.DANIYAR.name):
        assertContains(page, name)
    assert Applicant.objects.count() == 2
    assert words_kept() == 0


def test_without_an_answer_the_certificate_is_still_found_and_its_name_is_to_be_compared(
    clerk, asked_registry
):
    told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
    certified(couples.DANIYAR)
    Applicant.objects.update(
        kind="", country="", sealed_number=None, sealed_name=None, sealed_phone=None
    )
    asked_registry.mode = Mode("down")
    page = clerk.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
    assert states(page) == ["not", "completed"]
    his = page.context["answers"][1][0]
    assert (his.name, his.other_name) == ("", couples.DANIYAR.name)
    assertContains(page, couples.DANIYAR.name)
    assertNotContains(page, cast.said("The name on the certificate is the same."))
    assertNotContains(page, "answer__remark")


def test_the_desk_says_nothing_of_earlier_applications_and_partners(signed_in, asked_registry):
    """Irina was married before, and applied with a third man: the clerk of today's couple sees
    neither, on any page that her number or her certificate opens.
    """
    today = timezone.localdate()
    before = couples.IRINA_AND_VIKTOR
    third = replace(
        couples.OLGA_AND_SERGEI.on(today), number="75-01-77777", state="withdrawn",
        office_code="KZ-75-01", region="KZ-75", ceremony_date=today + timedelta(days=77),
        applicants=(couples.IRINA, couples.SERGEI),
    )  # fmt: skip
    clerk = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-75-01")))
    without = clerk.post(ANSWER, asked(couples.IRINA, TODAYS)).text

    her = cast.make_learner(name=couples.IRINA.name)
    for number, user, who in ((1, cast.make_learner(), couples.VIKTOR),
                              (2, cast.make_learner(), couples.SERGEI)):  # fmt: skip
        certified(who, user=user, name=who.name)
        identified(her, couples.IRINA)
        application = told(before.on(today) if number == 1 else third)
        ApplicationClaim.objects.create(
            user=user, identity=user.identities.get(), sealed_number=b"", state="confirmed",
            applicant=application.applicants.get(position=2),
        )  # fmt: skip
    certificate = certified(couples.IRINA, user=her)

    pages = [
        clerk.post(ANSWER, asked(couples.IRINA, TODAYS)),
        clerk.post(ANSWER, asked(couples.MEHMET, TODAYS)),
        clerk.post(ASK, {"fact": certificate.number}),
        clerk.get("/kk/desk/"),
        clerk.get("/kk/desk/queue/"),
    ]
    asked_registry.mode = Mode("down")
    pages.append(clerk.post(ANSWER, asked(couples.IRINA, TODAYS)))
    assert couples.MEHMET.name in without
    for page in pages:
        assert page.status_code == 200
        for told_before in (
            couples.VIKTOR.name, couples.SERGEI.name, couples.VIKTOR.identity.number,
            couples.SERGEI.identity.number, before.number, third.number,
        ):  # fmt: skip
            assertNotContains(page, told_before)
    both = pages[0].context["application"]
    assert both.number == TODAYS.number
