"""A learner chooses what to be told: nothing is ticked beforehand."""

import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from courses.models import Audience, Course
from notifications.models import MessageChoice
from tests import cast
from tests.accounts.whole_story import confirmed
from tests.learning.story import begin
from tests.notifications.story import choose

pytestmark = pytest.mark.django_db
PAGE, COURSE = "/kk/messages/", "/kk/learn/neke/"


@pytest.fixture
def both(db):
    """Somebody with an e-mail address and a phone."""
    return cast.make_learner(email="both@example.org", phone="+77000000009")


def test_nothing_is_ticked_for_who_never_chose(both, edition, signed_in):
    begin(both, edition)
    page = signed_in(both).get(PAGE)
    ticked = re.findall(r"<input[^>]*\bchecked\b[^>]*>", page.text)
    assert [re.search(r'name="([^"]+)"', one)[1] for one in ticked] == ["days_before"]
    assert not MessageChoice.objects.exists()


def test_what_is_chosen_is_kept_with_its_moment_and_text(both, edition, signed_in):
    begin(both, edition)
    client = signed_in(both)
    response = client.post(PAGE, {"topics": ["reminders"], "channel": "sms", "days_before": "7"})
    assertRedirects(response, "/kk/account/")
    choice = MessageChoice.objects.get(user=both)
    assert choice.reminders_at
    assert choice.news_at is None
    assert (choice.channel, choice.days_before) == ("sms", 7)
    assert choice.text_version
    before = choice.reminders_at
    client.post(PAGE, {"topics": ["reminders", "news"], "channel": "email", "days_before": "3"})
    choice.refresh_from_db()
    assert choice.reminders_at == before < choice.news_at
    client.post(PAGE, {})
    choice.refresh_from_db()
    assert (choice.reminders_at, choice.news_at) == (None, None)


def test_where_to_is_asked_only_of_who_has_two_contacts(aigerim, both, signed_in):
    assertNotContains(signed_in(aigerim).get(PAGE), 'name="channel"')
    assertContains(signed_in(both).get(PAGE), 'name="channel"')
    signed_in(aigerim).post(PAGE, {"topics": ["news"]})
    assert MessageChoice.objects.get(user=aigerim).channel == "email"


def test_without_an_answer_to_where_to_nothing_is_kept_and_nothing_typed_is_lost(both, signed_in):
    page = signed_in(both).post(PAGE, {"topics": ["news"]})
    assert page.status_code == 422
    assertContains(page, "error-summary", status_code=422)
    assert re.search(r'value="news"[^>]*checked', page.text)
    assert not MessageChoice.objects.exists()


def test_who_removed_the_contact_they_chose_is_told_that_nothing_comes(both, signed_in):
    choose(both, channel="sms")
    client = signed_in(both)
    assert "notice--warn" not in client.get(PAGE).text
    confirmed(client, both).post("/kk/account/contact/remove/", {"field": "phone"})
    assert "notice--warn" in client.get(PAGE).text
    client.post(PAGE, {"topics": ["reminders"]})
    assert MessageChoice.objects.get().channel == "email"
    assert "notice--warn" not in client.get(PAGE).text


@pytest.mark.parametrize(
    "wrong", [{"topics": ["work"]}, {"topics": ["news"], "channel": "pigeon"},
              {"topics": ["news"], "channel": "sms", "days_before": "400"}]
)  # fmt: skip
def test_what_is_not_on_the_page_cannot_be_chosen(both, edition, signed_in, wrong):
    begin(both, edition)
    assert signed_in(both).post(PAGE, wrong).status_code == 422
    assert not MessageChoice.objects.exists()


def test_days_before_are_asked_only_of_who_takes_a_course_for_couples(
    aigerim, daniyar, edition, signed_in
):
    course = Course.objects.create(code="ATA", slug="parents", audience=Audience.EVERYBODY)
    begin(daniyar, cast.make_edition(course))
    begin(aigerim, edition)
    assertContains(signed_in(aigerim).get(PAGE), 'name="days_before"')
    assertNotContains(signed_in(daniyar).get(PAGE), 'name="days_before"')


def test_the_page_is_offered_from_the_course_until_it_was_answered(aigerim, edition, signed_in):
    begin(aigerim, edition)
    client = signed_in(aigerim)
    assertContains(client.get(COURSE), f'href="{PAGE}"')
    client.post(PAGE, {})  # nothing, thank you
    assertNotContains(client.get(COURSE), f'href="{PAGE}"')
    assertContains(client.get("/kk/account/"), f'href="{PAGE}"')


def test_the_page_is_the_persons_own_and_never_stored(aigerim, client, signed_in):
    assert "sign-in" in client.get(PAGE)["Location"]
    page = signed_in(aigerim).get(PAGE)
    assert "no-store" in page["Cache-Control"]
    assert signed_in(cast.make_staff()).get(PAGE).status_code == 403


def test_the_pages_title_says_nothing_of_what_it_is_about(aigerim, signed_in):
    choose(aigerim)
    title = re.search(r"<title>(.*?)</title>", signed_in(aigerim).get(PAGE).text)[1]
    assert not cast.unsaid_words(title)
