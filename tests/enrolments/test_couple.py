import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enrolments.actions import leave_couple, settle_requirement, withdraw_invitation
from enrolments.models import Couple, CoupleMember, Enrolment, Invitation
from enrolments.questions import COUNTRY_TIME, shared_device
from tests import cast
from tests.enrolments import story
from web.tokens import token_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(signed_in, aigerim):
    return signed_in(aigerim)


@pytest.fixture
def him(signed_in, daniyar):
    return signed_in(daniyar)


def finish(user, course, *, days_ago=0):
    """A person's completed enrolment; by the country's time, `days_ago` days ago."""
    from enrolments.actions import enrol

    enrolment = enrol(user=user, course=course)
    story.settle_all(enrolment, settle_requirement)
    when = timezone.now() - timedelta(days=days_ago)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=when)
    return enrolment


def test_a_link_a_code_to_scan_and_words_to_send_without_javascript(her):
    assert story.link_on(her.get(story.couple_url())) is None
    link = story.make_link(her)
    page = her.get(story.couple_url())
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert len(token) >= 22
    assert re.search(r'<input id="link"[^>]* readonly>', page.text)
    assert re.search(r"<textarea[^>]* readonly>[^<]+" + link, page.text)
    assert 'class="qr"' in page.text
    assert "style=" not in page.text
    row = Invitation.objects.get()
    assert bytes(row.token_digest) == token_digest(token)
    assert token.encode() not in bytes(row.sealed_token)


def test_a_new_link_makes_the_old_one_useless(her, him):
    old = story.make_link(her)
    new = story.make_link(her)
    assert old != new
    assert him.get(old, follow=True).status_code == 404
    assert him.get(new, follow=True).status_code == 200


def test_a_withdrawn_link_is_useless(her, him):
    link = story.make_link(her)
    her.post(reverse("enrolments:withdraw_invitation"))
    assert story.link_on(her.get(story.couple_url())) is None
    assert him.get(link, follow=True).status_code == 404


def test_two_become_a_couple_and_each_reads_the_others_name_only_then(her, him, aigerim, daniyar):
    link = story.make_link(her)
    before = him.get(link, follow=True).text
    assert aigerim.name not in before
    him.post(story.invitation_url(), {"answer": "accept"})
    assert Couple.objects.count() == 1
    assert daniyar.name in her.get(story.couple_url()).text
    assert aigerim.name in him.get(story.couple_url()).text
    assert not Enrolment.objects.exists(), "nobody is enrolled by somebody else"


def test_that_the_partner_finished_is_told_from_the_day_after(her, him, edition, aigerim, daniyar):
    story.join(her, him)
    finish(aigerim, edition.course, days_ago=3)
    not_begun = story.text_of(her.get(story.couple_url()))
    done = finish(daniyar, edition.course)
    today = timezone.now().astimezone(COUNTRY_TIME)
    midnight = datetime(today.year, today.month, today.day, tzinfo=COUNTRY_TIME)
    for moment, told in (
        (midnight, False),
        (midnight + timedelta(hours=1), False),
        (midnight - timedelta(seconds=1), True),
    ):
        Enrolment.objects.filter(pk=done.pk).update(completed_at=moment)
        page = story.text_of(her.get(story.couple_url()))
        assert (page != not_begun) is told, moment
        assert ("Сабақтар" in page) is told


def test_a_course_only_the_partner_takes_is_not_told(her, him, edition, daniyar):
    story.join(her, him)
    before = story.text_of(her.get(story.couple_url()))
    finish(daniyar, edition.course, days_ago=3)
    assert story.text_of(her.get(story.couple_url())) == before


def test_absence_learning_and_withdrawing_look_alike(her, him, edition, aigerim, daniyar):
    from enrolments.actions import enrol, withdraw

    story.join(her, him)
    enrol(user=aigerim, course=edition.course)
    absent = story.text_of(her.get(story.couple_url()))
    enrolment = enrol(user=daniyar, course=edition.course)
    assert story.text_of(her.get(story.couple_url())) == absent
    withdraw(enrolment=enrolment)
    assert story.text_of(her.get(story.couple_url())) == absent


def test_declining_looks_like_no_answer(her, him):
    link = story.make_link(her)
    silent = story.text_of(her.get(story.couple_url()))
    him.get(link)
    him.post(story.invitation_url(), {"answer": "decline"})
    assert Invitation.objects.get().declined_at
    assert story.text_of(her.get(story.couple_url())) == silent
    assert story.link_on(her.get(story.couple_url())) == link


def test_leaving_is_private(her, him, edition, aigerim, daniyar):
    story.join(her, him)
    finish(aigerim, edition.course, days_ago=3)
    before = story.text_of(her.get(story.couple_url()))
    assert him.get(reverse("enrolments:leave_couple")).status_code == 200
    him.post(reverse("enrolments:leave_couple"))
    assert story.text_of(her.get(story.couple_url())) == before
    assert aigerim.name not in him.get(story.couple_url()).text
    finish(daniyar, edition.course, days_ago=0)
    Enrolment.objects.filter(user=daniyar).update(
        completed_at=timezone.now() + timedelta(seconds=1)
    )
    assert story.text_of(her.get(story.couple_url())) == before
    # He may be in another couple; her page stays as it is.
    other = cast.make_learner()
    Couple.objects.create()
    CoupleMember.objects.create(couple=Couple.objects.last(), user=daniyar)
    CoupleMember.objects.create(couple=Couple.objects.last(), user=other)
    assert story.text_of(her.get(story.couple_url())) == before


def test_each_keeps_their_own_progress_when_the_couple_ends(her, him, edition, aigerim):
    story.join(her, him)
    enrolment = finish(aigerim, edition.course)
    her.post(reverse("enrolments:leave_couple"))
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert enrolment.user == aigerim


def test_whoever_is_in_a_couple_makes_no_link(her, him):
    story.join(her, him)
    her.post(reverse("enrolments:invite"))
    assert not Invitation.objects.open().exists()


def test_an_invitation_ends_with_the_ceremony_or_after_ninety_days(her, him):
    link = story.make_link(her)
    Invitation.objects.update(made_at=timezone.now() - timedelta(days=89))
    assert him.get(link, follow=True).status_code == 200
    Invitation.objects.update(made_at=timezone.now() - timedelta(days=92))
    assert him.get(link, follow=True).status_code == 404
    assert him.post(story.invitation_url(), {"answer": "accept"}).status_code == 404
    assert story.link_on(her.get(story.couple_url())) is None
    assert not Couple.objects.exists()


def test_one_device_for_both_is_remarked_and_two_devices_are_not(signed_in, her, him, aigerim):
    story.join(her, him)
    assert not shared_device(aigerim)
    leave_couple(user=aigerim)
    leave_couple(user=Couple.objects.get().memberships.get(left_at=None).user)
    irina, mehmet = cast.make_learner(), cast.make_learner()
    first = signed_in(irina)
    link = story.make_link(first)
    second = signed_in(mehmet)
    second.cookies["otau_device"] = first.cookies["otau_device"].value
    second.get(link)
    second.post(story.invitation_url(), {"answer": "accept"})
    assert shared_device(irina)
    assert shared_device(mehmet)
    assert first.cookies["otau_device"]["httponly"]
    assert story.text_of(first.get(story.couple_url())).count("device") == 0


def test_withdrawing_without_an_invitation_changes_nothing(aigerim):
    assert withdraw_invitation(by=aigerim) is False


def test_a_visitor_is_asked_to_sign_in(client, db):
    for name in ("couple", "invite", "withdraw_invitation", "leave_couple"):
        response = client.post(reverse(f"enrolments:{name}"))
        assert response.status_code in (302, 405)
    assert not Invitation.objects.exists()


def test_the_page_asks_the_database_a_few_things_only(
    her, him, edition, django_assert_max_num_queries
):
    story.make_link(her)
    with django_assert_max_num_queries(7):
        her.get(story.couple_url())
    story.join(her, him)
    with django_assert_max_num_queries(7):
        her.get(story.couple_url())
