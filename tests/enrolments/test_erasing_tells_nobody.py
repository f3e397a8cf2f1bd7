"""Somebody erases their account: the one who learns with them sees the same, byte for byte."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.erasing import erase_account
from enrolments.actions import enrol, hide_modules, leave_couple, show_modules
from enrolments.models import Couple, CoupleMember, Enrolment, Invitation
from enrolments.questions import membership_of
from learning.models import SharedAnswer
from notifications.models import Message
from tests.enrolments import story
from tests.learning import for_two
from tests.learning.story import lesson_url

pytestmark = pytest.mark.django_db
PAGES = [
    "/kk/couple/", "/kk/couple/leave/", "/kk/learn/", "/kk/learn/neke/", "/kk/account/",
    "/kk/account/lookups/", "/kk/certificates/", "/kk/application/",
]  # fmt: skip


LOTS = re.compile(r'(name="(csrfmiddlewaretoken|event)" value|nonce)="[^"]*"')


def seen(browser, link=""):
    """Every page of a person, without what is drawn by lot at each request."""
    addresses = [*PAGES, lesson_url(), *([link, story.invitation_url()] if link else [])]
    answers = [browser.get(address) for address in addresses]
    return [
        (one.request["PATH_INFO"], one.status_code, one.get("Location"), LOTS.sub("", one.text))
        for one in answers
    ]


@pytest.fixture
def two(aigerim, daniyar, edition, signed_in):
    """Aigerim invited Daniyar; both take the course, he finished yesterday."""
    hers, his = signed_in(aigerim), signed_in(daniyar)
    link = story.make_link(hers)
    his.get(link)
    his.post(story.invitation_url(), {"answer": "accept"})
    for person in (aigerim, daniyar):
        enrol(user=person, course=edition.course)
    yesterday = timezone.now() - timedelta(days=1)
    Enrolment.objects.filter(user=daniyar).update(completed_at=yesterday)
    for browser in (hers, his):
        browser.get(lesson_url())  # a first visit changes one's own pages
    return hers, his, link


def test_the_inviter_sees_the_same_when_the_other_erases(two, daniyar):
    hers = two[0]
    before = seen(hers)
    assert "Данияр Оспанов" in before[0][3]
    told = Message.objects.count()

    erase_account(user=daniyar)

    assert seen(hers) == before
    assert Message.objects.count() == told
    assert daniyar.name not in str(list(CoupleMember.objects.values()))


def test_the_invited_one_sees_the_same_and_the_old_link_leads_home_still(two, aigerim):
    his, link = two[1], two[2]
    before = seen(his, link)
    assert "Айгерім Сәрсенова" in before[0][3]

    erase_account(user=aigerim)

    assert seen(his, link) == before
    assert his.post(story.invitation_url(), {"answer": "accept"}).status_code in (302, 404)
    assert bytes(Invitation.objects.get().sealed_token) == b""


def test_without_the_kept_name_the_page_would_tell(two, daniyar):
    """The control: the name is forgotten with its owner, and the page says so."""
    hers = two[0]
    before = seen(hers)
    erase_account(user=daniyar)
    CoupleMember.objects.update(sealed_last_seen=None)
    assert seen(hers) != before


def test_who_left_before_erasing_is_still_called_by_their_name(two, daniyar):
    hers = two[0]
    before = seen(hers)
    leave_couple(user=daniyar)
    assert seen(hers) == before
    erase_account(user=daniyar)
    assert seen(hers) == before


def test_modules_shown_stay_as_they_were_seen(two, aigerim, daniyar):
    hers = two[0]
    enrolment = Enrolment.objects.get(user=daniyar)
    two_days = timezone.now() - timedelta(days=2)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=None, began_at=two_days)
    enrolment.requirements.filter(
        pk__in=enrolment.requirements.order_by("pk").values("pk")[:2]
    ).update(settled_at=two_days)
    show_modules(user=daniyar)
    before = seen(hers)
    assert before[0][3] != seen_without_modules(hers, daniyar)

    erase_account(user=daniyar)

    assert seen(hers) == before


def seen_without_modules(browser, partner):
    """The couple's page as it is when the partner shows no modules."""
    hide_modules(user=partner)
    page = seen(browser)[0][3]
    show_modules(user=partner)
    return page


def test_shared_answers_end_as_they_do_when_somebody_leaves(aigerim, daniyar, edition, signed_in):
    for_two.ask_for_two(edition)
    couple = for_two.make_couple(aigerim, daniyar)
    for person in (aigerim, daniyar):
        enrol(user=person, course=edition.course)
    hers, his = signed_in(aigerim), signed_in(daniyar)
    for_two.keep_and_share(hers, for_two.HERS)
    for_two.keep_and_share(his, for_two.HIS)
    for_two.send(hers, "open")
    assert for_two.has_both(for_two.page(hers))
    CoupleMember.objects.filter(couple=couple, user=daniyar).update(left_at=timezone.now())
    as_if_left = for_two.page(hers)
    CoupleMember.objects.filter(couple=couple, user=daniyar).update(left_at=None)

    erase_account(user=daniyar)

    assert for_two.page(hers) == as_if_left
    assert SharedAnswer.objects.count() == 1


def test_when_both_have_gone_nothing_of_the_couple_is_left(two, aigerim, daniyar):
    erase_account(user=daniyar)
    assert membership_of(aigerim).sealed_last_seen is not None
    erase_account(user=aigerim)
    assert not Couple.objects.exists()
    assert not CoupleMember.objects.exists()
    assert not Invitation.objects.exists()


def test_the_kept_name_goes_when_the_one_who_stayed_leaves(two, aigerim, daniyar):
    erase_account(user=daniyar)
    leave_couple(user=aigerim)
    assert not CoupleMember.objects.exclude(sealed_last_seen=None).exists()


def test_an_open_invitation_of_somebody_erased_is_like_any_that_cannot_be_used(
    aigerim, signed_in, client
):
    link = story.make_link(signed_in(aigerim))
    unknown = re.sub(r"[^/]+/?$", "x" * 24 + "/", link)
    erase_account(user=aigerim)
    client.get(link)
    erased = client.get(story.invitation_url())
    client.get(unknown)
    stranger = client.get(story.invitation_url())
    assert (erased.status_code, story.text_of(erased)) == (404, story.text_of(stranger))
