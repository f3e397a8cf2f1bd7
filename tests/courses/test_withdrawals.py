"""A lesson is withdrawn by two people: never by one, never after seven days, never twice."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.actions import confirm_withdrawal, propose_withdrawal
from courses.exceptions import ProposalNotOpen
from courses.models import LessonWithdrawal, WithdrawalProposal
from tests import cast
from tests.courses.editing import page_of
from tests.enrolments.story import at_once

REASON = {"reason": "Мысал адамды кінәлайды, зиян"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


def staff(signed_in, *codenames, email):
    user = cast.make_staff(email=email)
    for codename in ("access_admin", *codenames):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return signed_in(user)


@pytest.fixture
def one(signed_in):
    return staff(signed_in, "withdraw_lesson", email="one@example.org")


@pytest.fixture
def two(signed_in):
    return staff(signed_in, "withdraw_lesson", email="two@example.org")


def propose(browser, name="lesson1"):
    response = browser.post(f"/admin/withdrawals/propose/{page_of(name).pk}/", REASON)
    assert response.status_code == 302
    return response.url


def test_one_proposes_another_confirms_and_the_lesson_is_gone_at_once(one, two, small, client):
    assert one.get(f"/admin/withdrawals/propose/{page_of().pk}/").status_code == 200
    address = propose(one)
    assert client.get("/ru/courses/small/lesson1/").status_code == 200
    html = two.get(address).content.decode()
    assert 'value="confirm"' in html
    assert REASON["reason"] in html
    two.post(address, {"do": "confirm"})
    for language in ("kk", "ru"):
        assert client.get(f"/{language}/courses/small/lesson1/").status_code == 410
    withdrawal = LessonWithdrawal.objects.get()
    assert withdrawal.reason == REASON["reason"]
    assert withdrawal.withdrawn_by == "one@example.org, two@example.org"
    proposal = WithdrawalProposal.objects.get()
    assert (proposal.proposed_by, proposal.decided_by) == ("one@example.org", "two@example.org")
    two.post(address, {"do": "decline"})
    proposal.refresh_from_db()
    assert proposal.decision == "confirmed"


def test_nobody_confirms_their_own_proposal(one, small):
    address = propose(one)
    assert 'value="confirm"' not in one.get(address).content.decode()
    one.post(address, {"do": "confirm"})
    assert not LessonWithdrawal.objects.exists()
    assert WithdrawalProposal.objects.get().decision == ""
    proposal = WithdrawalProposal.objects.get()
    with pytest.raises(IntegrityError, match="a_withdrawal_takes_two_people"), transaction.atomic():
        WithdrawalProposal.objects.update(
            decision="confirmed", decider_id=proposal.proposer_id, decided_at=timezone.now()
        )


@pytest.mark.parametrize("who", ["own", "another"])
def test_a_proposal_is_taken_back_or_declined(one, two, small, who):
    address = propose(one)
    (one if who == "own" else two).post(address, {"do": "decline"})
    assert WithdrawalProposal.objects.get().decision == {
        "own": "taken_back", "another": "declined",
    }[who]  # fmt: skip
    two.post(address, {"do": "confirm"})
    assert not LessonWithdrawal.objects.exists()
    propose(one)
    assert WithdrawalProposal.objects.count() == 2


def test_a_proposal_ends_after_seven_days_and_makes_room(one, two, small):
    address = propose(one)
    past = timezone.now() - timedelta(days=7, minutes=1)
    WithdrawalProposal.objects.update(proposed_at=past)
    assert 'value="confirm"' not in two.get(address).content.decode()
    two.post(address, {"do": "confirm"})
    assert not LessonWithdrawal.objects.exists()
    propose(two)
    assert list(
        WithdrawalProposal.objects.order_by("pk").values_list("decision", flat=True)
    ) == ["expired", ""]  # fmt: skip


def test_what_is_proposed_or_withdrawn_already_is_not_proposed_again(one, two, small):
    address = propose(one)
    assert propose(two) == "/admin/withdrawals/"
    two.post(address, {"do": "confirm"})
    assert propose(one) == "/admin/withdrawals/"
    assert WithdrawalProposal.objects.count() == 1


def test_a_reason_is_asked_for(one, small):
    response = one.post(f"/admin/withdrawals/propose/{page_of().pk}/", {"reason": "зиян"})
    assert response.status_code == 422
    assert not WithdrawalProposal.objects.exists()


def test_a_lesson_no_edition_has_is_not_withdrawn(one, loaded):
    html = one.get(f"/admin/withdrawals/propose/{page_of().pk}/").content.decode()
    assert "<textarea" not in html
    assert propose(one) == "/admin/withdrawals/"
    assert not WithdrawalProposal.objects.exists()


def test_others_neither_propose_nor_decide(one, signed_in, small):
    address = propose(one)
    reader = staff(signed_in, "publish_edition", email="publisher@example.org")
    for where in (address, f"/admin/withdrawals/propose/{page_of().pk}/"):
        assert reader.get(where).status_code in (302, 403)
        reader.post(where, {"do": "confirm"} | REASON)
    assert reader.get("/admin/withdrawals/").status_code == 200
    nobody = staff(signed_in, email="nobody@example.org")
    assert nobody.get("/admin/withdrawals/").status_code in (302, 403)
    assert not LessonWithdrawal.objects.exists()
    assert WithdrawalProposal.objects.get().decision == ""


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_are_one():
    edition = cast.make_edition(modules=1, lessons=2)
    lesson = edition.lessons.first().lesson_key
    for _run in range(4):
        WithdrawalProposal.objects.all().delete()
        LessonWithdrawal.objects.all().delete()
        proposal = propose_withdrawal(
            course=edition.course, lesson_key=lesson, reason="…", by="one", by_id=1
        )
        outcomes = at_once(
            *[lambda n=n: confirm_withdrawal(proposal=proposal, by=f"{n}", by_id=n)  # noqa: B023
              for n in (2, 3)]
        )  # fmt: skip
        assert {type(one) for one in outcomes} == {LessonWithdrawal, ProposalNotOpen}
        assert LessonWithdrawal.objects.count() == 1
        assert WithdrawalProposal.objects.get().decision == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_two_proposals_at_once_are_one():
    edition = cast.make_edition(modules=1, lessons=2)
    lesson = edition.lessons.first().lesson_key
    outcomes = at_once(
        *[lambda n=n: propose_withdrawal(
            course=edition.course, lesson_key=lesson, reason="…", by=f"{n}", by_id=n
        ) for n in (1, 2, 3)]
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in outcomes) == [
        "ProposedAlready", "ProposedAlready", "WithdrawalProposal",
    ]  # fmt: skip


def test_the_edit_page_of_a_lesson_leads_to_the_proposal(signed_in, small):
    admin = signed_in(cast.make_staff(superuser=True))
    page = page_of()
    explorer = admin.get(f"/admin/pages/{page.get_parent().pk}/").content.decode()
    assert f"/admin/withdrawals/propose/{page.pk}/" in explorer
