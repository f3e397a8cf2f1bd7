"""A lesson about violence: a page before it, a quick way out of it, no trace of either with us."""

import logging
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import LessonSnapshot, LessonWithdrawal
from learning.models import Answer, LearningEvent, LessonProgress
from tests import cast
from tests.conftest import copies_of_tables
from tests.learning import story
from web import preferences
from web.way_out import COOKIE

pytestmark = pytest.mark.django_db

MINE, PUBLIC = story.lesson_url("lesson-2"), "/kk/courses/neke/lesson-2/"
LEAVE = "/kk/weather/"
TITLE = "Сабақ 2"
BOTH = pytest.mark.parametrize("url", [MINE, PUBLIC])


@pytest.fixture
def client(signed_in, aigerim, edition):
    """Aigerim takes the course, whose second lesson is about violence."""
    rows = list(LessonSnapshot.objects.filter(edition=edition, slug="lesson-2"))
    for row in rows:
        row.pk, row.correction, row.is_sensitive = None, 1, True
    LessonSnapshot.objects.bulk_create(rows)
    story.begin(aigerim, edition)
    return signed_in(aigerim)


def title_of(page):
    return re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1]


@BOTH
def test_before_the_lesson_a_page_explains_it_and_says_nothing_of_it(client, url):
    page = client.get(url)
    assert page.status_code == 200
    assert _("Go on to the lesson") in page.text
    assert TITLE not in page.text
    assert "activity" not in page.text
    assert "no-store" in page["Cache-Control"]
    assert _("Before you read") in title_of(page)


@BOTH
def test_one_goes_on_once_in_a_visit(client, url):
    answer = story.go_on(client, url)
    assert (answer.status_code, answer.url) == (303, url)
    cookie = answer.cookies[COOKIE]
    assert (cookie.value, cookie["max-age"]) == ("1", 60 * 60)
    assert cookie["httponly"]
    page = client.get(url)
    assert TITLE in page.text
    assert TITLE not in title_of(page)
    assert TITLE in client.get(PUBLIC if url == MINE else MINE).text
    del client.cookies[COOKIE]
    assert TITLE not in client.get(url).text


@BOTH
def test_a_cookie_that_we_did_not_write_opens_nothing(client, url):
    client.cookies[COOKIE] = "2"
    assert TITLE not in client.get(url).text


@BOTH
def test_the_lesson_is_stored_nowhere_and_has_the_way_out(client, url):
    story.go_on(client, url)
    page = client.get(url)
    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]
    form = re.search(r'<form class="way-out"[^>]*>', page.text)[0]
    assert 'method="post"' in form
    assert f'action="{LEAVE}"' in form
    assert f'data-to="{settings.NEUTRAL_PAGE_URL}"' in form


@pytest.mark.parametrize("url", [story.lesson_url(), "/kk/courses/neke/lesson-1/"])
def test_other_lessons_have_neither(client, url):
    page = client.get(url)
    assert "way-out" not in page.text
    assert "leave.js" not in page.text
    assert client.post(url).status_code == 405


def test_the_lesson_before_does_not_name_it(client):
    assert TITLE not in client.get("/kk/courses/neke/lesson-1/").text
    story.go_on(client, PUBLIC)
    assert "Сабақ 3" in client.get(PUBLIC).text


def test_the_lesson_after_does_not_name_it(client):
    page = client.get("/kk/courses/neke/lesson-3/")
    assert TITLE not in page.text
    assert f'rel="prev" href="{PUBLIC}"' in page.text


def test_nothing_is_said_of_being_done_where_nothing_can_be(client):
    rows = LessonSnapshot.objects.filter(slug="lesson-2", correction=1)
    for row in rows:
        row.pk, row.correction, row.is_required = None, 2, False
        row.parts = [{**part, "required": False} for part in row.parts]
        row.save()
    story.go_on(client, MINE)
    page = client.get(MINE)
    assert _("I have read it") not in page.text
    assert _("Done when you have read it") not in page.text
    assert _("as you wish") in page.text.split('class="lesson-facts"')[1].split("</ul>")[0]


def test_a_button_of_before_it_was_marked_keeps_nothing(client):
    rows = LessonSnapshot.objects.filter(slug="lesson-2", correction=1)
    for row in rows:
        row.pk, row.correction, row.is_required, row.parts = None, 2, False, []
        row.save()
    address = story.reverse("learning:read", ["neke", "lesson-2"])
    assert client.post(address, {"event": str(uuid4())}).url == f"{MINE}#ending"
    assert not LearningEvent.objects.exists()
    assert not LessonProgress.objects.exists()


def test_what_was_answered_before_it_was_marked_is_not_shown(client, aigerim):
    lesson = LessonSnapshot.objects.filter(slug="lesson-2").first()
    Answer.objects.create(
        enrolment=aigerim.enrolments.get(), lesson_key=lesson.lesson_key, activity_key="extra",
        options=["a"], tries=1, answered_at=timezone.now(),
    )  # fmt: skip
    story.go_on(client, MINE)
    page = client.get(MINE)
    assert _("Nothing of this is kept.") not in page.text, "it would not be true"
    shown = page.text.split('id="activity-extra"')[1].split("</section>")[0]
    assert "checked" not in shown


def test_leaving_works_for_staff_who_are_half_signed_in(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(cast.make_staff())
    assert client.post(LEAVE).url == settings.NEUTRAL_PAGE_URL
    assert not Session.objects.exists()


def test_leaving_ends_the_session_and_keeps_preferences_and_language(client):
    client.cookies[preferences.COOKIE] = "large"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    story.go_on(client, MINE)
    answer = client.post(LEAVE)
    assert answer.status_code == 303
    assert answer.url == settings.NEUTRAL_PAGE_URL
    assert not Session.objects.exists()
    assert set(answer.cookies) == {settings.SESSION_COOKIE_NAME, COOKIE, "messages"}
    assert {cookie["max-age"] for cookie in answer.cookies.values()} == {0}
    assert "no-store" in answer["Cache-Control"]
    assert "Clear-Site-Data" not in answer
    assert 'data-text="large"' in client.get("/kk/help/").text


@BOTH
def test_who_comes_back_sees_nothing_of_the_lesson(client, url):
    story.go_on(client, url)
    client.post(LEAVE)
    page = client.get(url, follow=True)
    assert page.status_code == 200
    assert TITLE not in page.text
    assert TITLE not in client.post(story.answer_url("lesson-2"), {"option": "a"}, follow=True).text


def test_leaving_works_from_a_page_whose_token_is_old(client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(LEAVE).status_code == 303
    assert not Session.objects.exists()


def test_the_address_opened_by_itself_ends_nothing(client):
    answer = client.get(LEAVE)
    assert answer.url == settings.NEUTRAL_PAGE_URL
    assert Session.objects.count() == 1
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_signing_out_lets_the_next_one_at_this_browser_be_asked_again(client):
    story.go_on(client, MINE)
    client.post("/kk/sign-out/")
    assert TITLE not in client.get(PUBLIC).text


def test_nothing_of_it_is_written_down(client, caplog):
    before = dict(copies_of_tables())
    with caplog.at_level(logging.DEBUG):
        for url in (MINE, PUBLIC):
            client.get(url)
            story.go_on(client, url)
            client.get(url)
        assert dict(copies_of_tables()) == before, "neither the page before nor the visit"
        client.post(LEAVE)
    over = {"django_session", "accounts_usersession"}
    after = dict(copies_of_tables()).items()
    assert dict(after) == {name: rows for name, rows in before.items() if name not in over}
    assert not caplog.records


def test_a_withdrawn_lesson_says_so_at_once(client, edition):
    lesson = LessonSnapshot.objects.filter(edition=edition, slug="lesson-2").first()
    LessonWithdrawal.objects.create(
        course=edition.course, lesson_key=lesson.lesson_key, reason="harm", withdrawn_by="m"
    )
    assert client.get(PUBLIC).status_code == 410
    assert _("Go on to the lesson") not in client.get(MINE).text


@pytest.mark.parametrize("way", [{}, story.htmx()])
def test_an_answer_on_the_spot_needs_no_second_asking(client, way):
    story.go_on(client, MINE)
    page = story.answer(client, "a", slug="lesson-2", activity="extra", **way)
    assert page.status_code == 200
    assert "feedback" in page.text
    assert "no-store" in page["Cache-Control"]
