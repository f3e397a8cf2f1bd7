"""Whatever the other does, the pages and messages of the one who stays are as before.

Every page is compared, byte for byte (`tests.enrolments.stayer`). A new event is one function more.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrolments.actions import (
    accept_invitation,
    enrol,
    hide_modules,
    invite,
    leave_couple,
    settle_requirement,
    show_modules,
    withdraw,
)
from enrolments.models import CoupleMember, Enrolment, EnrolmentRequirement
from tests import cast
from tests.enrolments import stayer, story
from tests.enrolments.stayer import name_of
from tests.learning import story as lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def couple(aigerim, daniyar, edition):
    """Both take the course for three days; each has completed the first of its two modules."""
    _invitation, token = invite(by=aigerim)
    formed = accept_invitation(token=token, by=daniyar)
    for one in (aigerim, daniyar):
        first_module(enrol(user=one, course=edition.course))
    return formed


@pytest.fixture
def her(signed_in, aigerim, couple):
    return signed_in(aigerim)


@pytest.fixture
def him(signed_in, daniyar, couple):
    return signed_in(daniyar)


def first_module(enrolment, *, days_ago=3):
    """Let somebody have completed the lessons of the first module some days ago."""
    when = timezone.now() - timedelta(days=days_ago)
    rows = EnrolmentRequirement.objects.filter(enrolment=enrolment).order_by("pk")[:2]
    for row in rows:
        settle_requirement(enrolment=enrolment, kind=row.kind, key=row.key)
    EnrolmentRequirement.objects.filter(pk__in=[row.pk for row in rows]).update(settled_at=when)
    Enrolment.objects.filter(pk=enrolment.pk).update(began_at=when)


def finish(enrolment, *, days_ago=0):
    story.settle_all(enrolment, settle_requirement)
    when = timezone.now() - timedelta(days=days_ago)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=when)
    EnrolmentRequirement.objects.filter(enrolment=enrolment).update(settled_at=when)


# What the other may do, each by the way they would.


def withdraws(him, daniyar):
    him.post(story.reverse("enrolments:withdraw", args=["neke"]))
    assert not daniyar.enrolments.open().exists()


def begins_again(him, daniyar):
    him.post(story.begin_url())
    assert daniyar.enrolments.open().count() == 1


def learns_today(him, daniyar):
    lessons.complete(him, 4)
    assert daniyar.enrolments.completed().exists()


def leaves(him, daniyar):
    him.post(story.reverse("enrolments:leave_couple"))
    assert not CoupleMember.objects.filter(user=daniyar, left_at=None).exists()


def finished_meanwhile(him, daniyar):
    finish(daniyar.enrolments.order_by("pk").last(), days_ago=1)


def takes_another_name(him, daniyar):
    him.post(story.reverse("accounts:name"), {"name": "Басқа Есім"})
    daniyar.refresh_from_db()
    assert daniyar.name == "Басқа Есім"


def invites_somebody_else(him, daniyar):
    him.post(story.reverse("enrolments:invite"))


def learns_with_somebody_else(him, daniyar):
    _invitation, token = invite(by=daniyar)
    accept_invitation(token=token, by=cast.make_learner())


def has_nothing_left(him, daniyar):
    """All that erasing an account could take away."""
    leave_couple(user=daniyar)
    EnrolmentRequirement.objects.filter(enrolment__user=daniyar).delete()
    CoupleMember.objects.filter(user=daniyar).delete()
    type(daniyar).objects.filter(pk=daniyar.pk).update(
        name="", email=None, phone=None, is_active=False, erased_at=timezone.now()
    )


STAYING = [withdraws, begins_again, learns_today, begins_again, withdraws]
LEFT = [
    leaves, takes_another_name, invites_somebody_else, begins_again, learns_today,
    finished_meanwhile, learns_with_somebody_else, has_nothing_left,
]  # fmt: skip


@pytest.mark.parametrize(
    ("days_ago", "shown"),
    [(None, True), (2, False)],
    ids=["learning, shown", "finished, not shown"],
)
def test_no_page_and_no_message_of_the_one_who_stays_changes(
    her, him, aigerim, daniyar, tasks_at_once, shown, days_ago
):
    """One after the other, as one person might; the last of them erases the account."""
    if days_ago:
        finish(daniyar.enrolments.get(), days_ago=days_ago)
    if shown:
        him.post(story.reverse("enrolments:show_modules"))
    before = stayer.look(her, aigerim)
    for event in (begins_again if days_ago else withdraws, *STAYING[1:], *LEFT):
        with tasks_at_once():
            event(him, daniyar)
        assert stayer.look(her, aigerim).changed(before) == [], event


def test_nor_in_the_other_language(her, him, aigerim, daniyar):
    him.post(story.reverse("enrolments:show_modules"))
    before = stayer.look(her, aigerim, "ru")
    leaves(him, daniyar)
    assert stayer.look(her, aigerim, "ru").changed(before) == []


def test_taken_back_looks_as_if_it_had_never_been_shown(her, him, aigerim, daniyar):
    never = stayer.look(her, aigerim)
    show_modules(user=daniyar)
    assert stayer.look(her, aigerim).changed(never) == [story.couple_url()]
    hide_modules(user=daniyar)
    assert stayer.look(her, aigerim).changed(never) == []


def test_the_walk_comes_to_every_page_of_a_learner(her, aigerim):
    seen = stayer.look(her, aigerim)
    elsewhere = set().union(*stayer.ELSEWHERE.values())
    assert not (unseen := stayer.names_of_pages() - seen.names - elsewhere), " ".join(unseen)
    assert elsewhere - stayer.names_of_pages() == set()
    not_found = {path for path, (status, _text) in seen.pages.items() if status == 404}
    assert {name_of(path) for path in not_found} <= {"enrolments:invitation"}


def test_looking_twice_is_the_same(her, aigerim):
    assert stayer.look(her, aigerim).changed(stayer.look(her, aigerim)) == []


# The controls: a site that forgets to keep its word is found out.


def test_control_a_page_that_knows_who_left_is_seen(her, him, aigerim, daniyar, monkeypatch):
    him.post(story.reverse("enrolments:show_modules"))
    before = stayer.look(her, aigerim)
    monkeypatch.setattr("enrolments.actions.couples._keep_what_was_seen", lambda *people: None)
    leaves(him, daniyar)
    assert story.couple_url() in stayer.look(her, aigerim).changed(before)


def test_control_a_message_is_seen(her, him, aigerim, daniyar):
    from notifications.actions import owe_message
    from notifications.models import Message

    before = stayer.look(her, aigerim)
    owe_message(recipient=aigerim, kind=Message.Kind.CLAIM_REFUSED, dedupe_key="left")
    assert stayer.look(her, aigerim).changed(before) == ["messages"]


def test_control_learning_today_is_seen_tomorrow(her, him, aigerim, daniyar):
    before = stayer.look(her, aigerim)
    finish(daniyar.enrolments.get(), days_ago=2)
    assert story.couple_url() in stayer.look(her, aigerim).changed(before)


def test_withdrawing_twice_takes_nothing_away(her, aigerim, him, daniyar):
    show_modules(user=daniyar)
    before = stayer.look(her, aigerim)
    withdraw(enrolment=daniyar.enrolments.get())
    withdraw(enrolment=enrol(user=daniyar, course=aigerim.enrolments.get().course))
    assert stayer.look(her, aigerim).changed(before) == []


def test_both_leave_and_nothing_of_either_is_kept(couple, aigerim, daniyar):
    show_modules(user=aigerim)
    leave_couple(user=daniyar)
    assert couple.memberships.get(user=aigerim).sealed_last_seen
    leave_couple(user=aigerim)
    for place in couple.memberships.all():
        assert place.sealed_last_seen is None
        assert place.modules_shown_at is None
