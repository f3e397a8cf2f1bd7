"""What a course is to the registry: one proposes, another approves."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains

from enrolments.actions.policies import approve_policy, propose_policy
from enrolments.exceptions import EnrolmentsError
from enrolments.models import CoursePolicy, PolicyProposal
from enrolments.questions import policy_for
from tests.workshop import story

LIST, PROPOSE, HISTORY = "/admin/policies/", "/admin/policies/propose/", "/admin/policies/history/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def course(edition):
    return edition.course


@pytest.fixture
def one():
    return story.make_person("administrator", name="Ержан Әкімші")


@pytest.fixture
def another():
    return story.make_person("administrator", name="Сауле Әкімші")


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def typed(course, /, **more):
    return {
        "course": course.pk, "region": "KZ-75", "valid_from": tomorrow().isoformat(),
        "standing": "required", "validity_months": "", "basis": "№ 1",
    } | more  # fmt: skip


def proposed(course, by, **more):
    terms = {
        "region": "KZ-75", "valid_from": tomorrow(), "is_required": True, "validity_months": None,
        "live_session": False, "basis": "№ 1",
    } | more  # fmt: skip
    return propose_policy(course=course, by=by, **terms)


def holds(course, region="KZ-75"):
    return policy_for(course=course, region=region, on=tomorrow()).is_required


def test_one_proposes_another_approves_and_it_counts_from_its_day(course, one, another, signed_in):
    first, second = signed_in(one), signed_in(another)
    response = first.post(PROPOSE, typed(course))
    page = PolicyProposal.objects.get()
    assert response["Location"] == f"{LIST}{page.pk}/"
    assert not holds(course), "nothing changes by a proposal"
    assertContains(second.get(f"{LIST}{page.pk}/"), "№ 1")
    assert second.post(f"{LIST}{page.pk}/decide/", {"approve": 1})["Location"] == LIST
    assert holds(course)
    assert not holds(course, "KZ-43")
    assert not policy_for(course=course, region="KZ-75", on=timezone.localdate()).is_required
    history = second.get(HISTORY)
    for name in (one.name, another.name):
        assertContains(history, name)
    assertContains(second.get(LIST), course.code)


def test_nobody_approves_their_own(course, one, signed_in):
    page = proposed(course, one)
    signed_in(one).post(f"{LIST}{page.pk}/decide/", {"approve": 1})
    assert not CoursePolicy.objects.exists()
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        PolicyProposal.objects.update(
            decision="approved", decided_by=one, decided_at=timezone.now()
        )


@pytest.mark.parametrize(("who", "decision"), [("one", "taken_back"), ("another", "declined")])
def test_a_proposal_ends_without_a_policy(request, course, one, signed_in, who, decision):
    page = proposed(course, one)
    by = request.getfixturevalue(who)
    signed_in(by).post(f"{LIST}{page.pk}/decide/", {"decline": 1})
    page.refresh_from_db()
    assert (page.decision, page.decided_by) == (decision, by)
    assert not CoursePolicy.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": ""}, {"valid_from": "2020-01-01"}, {"valid_from": "today"},
        {"basis": " "}, {"region": "KZ-99"}, {"standing": "perhaps"}, {"course": "0"},
        {"validity_months": "0"}, {"validity_months": "9999"}, {"basis": "\x00"},
    ],
)  # fmt: skip
def test_what_cannot_be_proposed_is_said_at_the_field(course, one, signed_in, wrong):
    response = signed_in(one).post(PROPOSE, typed(course, **wrong))
    assert response.status_code == 422
    assert not PolicyProposal.objects.exists()
    assert next(iter(wrong)) in response.context["form"].errors


def test_today_is_too_late_also_for_what_waited(course, one, another, signed_in):
    response = signed_in(one).post(
        PROPOSE, typed(course, valid_from=timezone.localdate().isoformat())
    )
    assert response.status_code == 422
    waited = proposed(course, one)
    PolicyProposal.objects.update(valid_from=timezone.localdate())
    signed_in(another).post(f"{LIST}{waited.pk}/decide/", {"approve": 1})
    assert not CoursePolicy.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_make_one_policy(course, one, another):
    page, third = proposed(course, one), story.make_person("administrator")
    start, said = Barrier(2), []

    def approve(by):
        start.wait()
        try:
            said.append(approve_policy(proposal=page, by=by))
        except EnrolmentsError as problem:
            said.append(problem)
        connection.close()

    threads = [Thread(target=approve, args=[by]) for by in (another, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert CoursePolicy.objects.count() == 1
    assert sum(isinstance(one, EnrolmentsError) for one in said) == 1


def test_only_administrators_see_or_decide(course, one, signed_in):
    page = proposed(course, one)
    for role in ("methodologist", "trainer", "site_editor"):
        browser = signed_in(story.make_person(role))
        assert browser.get(LIST).status_code == 302
        browser.post(f"{LIST}{page.pk}/decide/", {"approve": 1})
    assert not CoursePolicy.objects.exists()


def test_a_proposal_of_another_waits_on_the_dashboard(course, one, another, signed_in):
    proposed(course, one)
    assertContains(signed_in(another).get("/admin/"), 'href="/admin/policies/"')
    panels = signed_in(another).get("/admin/").content.decode().count('id="policies')
    own = signed_in(one).get("/admin/").content.decode().count('id="policies')
    assert (panels > 0, own) == (True, 0)


@pytest.mark.parametrize("page", [LIST, HISTORY])
def test_many_cost_the_queries_of_few(course, one, another, signed_in, page):
    def add(number):
        for back in range(number):
            found = proposed(course, one, valid_from=tomorrow() + timedelta(days=back))
            if back % 2:
                approve_policy(proposal=found, by=another)

    add(2)
    browser = signed_in(another)
    browser.get(page)
    with CaptureQueriesContext(connection) as few:
        browser.get(page)
    add(20)
    with CaptureQueriesContext(connection) as many:
        browser.get(page)
    assert len(many) == len(few)
