import gzip
import re

import pytest
from django.urls import reverse

from courses.models import LessonSnapshot, LessonWithdrawal
from enrolments.models import Enrolment
from learning.models import LessonProgress
from tests import cast
from tests.learning import story

pytestmark = pytest.mark.django_db

MY_LEARNING = "/kk/learn/"
COURSE = "/kk/learn/neke/"


@pytest.fixture
def enrolment(aigerim, edition):
    return story.begin(aigerim, edition)


@pytest.fixture
def client(signed_in, aigerim, enrolment):
    return signed_in(aigerim)


def go_on_link(page):
    """The address of the one button of a page of learning."""
    return re.search(r'<a class="button" href="([^"]+)"', page.text)[1]


def make_sensitive(edition, *numbers):
    """Mark lessons as speaking of violence; snapshots cannot be changed, so before the first."""
    slugs = [f"lesson-{number}" for number in numbers]
    rows = list(LessonSnapshot.objects.filter(edition=edition, slug__in=slugs))
    for row in rows:
        row.pk, row.correction, row.is_sensitive = None, 1, True
    LessonSnapshot.objects.bulk_create(rows)


def test_every_page_is_private_and_stored_nowhere(client):
    for url in (MY_LEARNING, COURSE, story.lesson_url()):
        response = client.get(url)
        assert response.status_code == 200, url
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]


def test_whoever_has_not_begun_is_shown_the_courses(signed_in, daniyar, edition):
    page = signed_in(daniyar).get(MY_LEARNING)
    assert reverse("courses:courses") in page.text
    assert signed_in(daniyar).get(COURSE).status_code == 404


def test_going_on_is_the_lesson_opened_last_then_the_next(client):
    assert go_on_link(client.get(MY_LEARNING)) == story.lesson_url("lesson-1")
    client.get(story.lesson_url("lesson-1"))
    client.get(story.lesson_url("lesson-3"))
    assert go_on_link(client.get(MY_LEARNING)) == story.lesson_url("lesson-3")
    assert go_on_link(client.get(COURSE)) == story.lesson_url("lesson-3")
    story.answer(client, "b", slug="lesson-3")
    assert go_on_link(client.get(MY_LEARNING)) == story.lesson_url("lesson-4")
    story.answer(client, "b", slug="lesson-4")
    assert go_on_link(client.get(MY_LEARNING)) == story.lesson_url("lesson-1")


def test_a_lesson_about_violence_is_never_what_to_go_on_with(client, edition):
    make_sensitive(edition, 1, 2)
    title = "Сабақ 2"
    assert go_on_link(client.get(MY_LEARNING)) == story.lesson_url("lesson-3")
    story.go_on(client, story.lesson_url("lesson-2"))
    lesson = client.get(story.lesson_url("lesson-2"))
    assert lesson.status_code == 200
    assert title in lesson.text
    assert title not in re.search(r"<title>(.*?)</title>", lesson.text, re.DOTALL)[1]
    assert "way-out" in lesson.text
    assert not LessonProgress.objects.exists(), "that it was opened is not kept"
    page = client.get(MY_LEARNING)
    assert title not in page.text
    assert go_on_link(page) == story.lesson_url("lesson-3")
    story.complete(client, 4)
    assert Enrolment.objects.get().completed_at
    assert title not in client.get(MY_LEARNING).text


def test_when_only_a_lesson_about_violence_is_left_the_course_is_offered(client, edition):
    make_sensitive(edition, 4)
    story.complete(client, 3)
    page = client.get(MY_LEARNING)
    assert go_on_link(page) == COURSE
    assert "Сабақ 4" not in page.text


def test_the_yurt_grows_with_the_modules_and_says_so_in_words(client):
    assert client.get(COURSE).text.count("yurt__wall") == 0
    story.complete(client, 2)
    page = client.get(COURSE)
    assert page.text.count("yurt__wall") == 1
    assert page.text.count('class="tag tag--done"') == 3  # two lessons and their module
    story.complete(client, 4)
    assert client.get(COURSE).text.count("yurt__wall") == 2


def test_the_end_of_a_lesson_says_what_is_left_then_leads_on(client):
    page = client.get(story.lesson_url())
    assert "button--wide" not in page.text
    story.answer(client, "b")
    page = client.get(story.lesson_url())
    assert re.search(r'button--wide" href="' + story.lesson_url("lesson-2"), page.text)
    story.complete(client, 4)
    assert re.search(
        r'button--wide" href="' + COURSE, client.get(story.lesson_url("lesson-4")).text
    )


def test_a_withdrawn_lesson_counts_as_done_and_cannot_be_opened(client, edition):
    lesson = LessonSnapshot.objects.filter(edition=edition, slug="lesson-1").first()
    LessonWithdrawal.objects.create(
        course=edition.course, lesson_key=lesson.lesson_key, reason="harm", withdrawn_by="m"
    )
    page = client.get(story.lesson_url())
    assert page.status_code == 200
    assert "…" not in story.text_of(page)
    assert 'name="option"' not in page.text
    assert story.lesson_url("lesson-2") in page.text
    assert story.answer(client, "b").status_code == 302
    assert not LessonProgress.objects.exists()
    for url in ("/ru/learn/neke/lesson-1/", "/ru/learn/neke/"):
        assert client.get(url).status_code == 200
    assert go_on_link(client.get(MY_LEARNING)) == story.lesson_url("lesson-2")


def test_a_lesson_without_required_tasks_is_completed_by_reading(aigerim, signed_in):
    edition = cast.make_edition(modules=1, lessons=2)
    rows = list(LessonSnapshot.objects.filter(edition=edition, slug="lesson-1"))
    for row in rows:
        row.pk, row.correction = None, 1
        row.parts = [part for part in row.parts if part["kind"] == "html"]
    LessonSnapshot.objects.bulk_create(rows)
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    url = reverse("learning:read", args=["neke", "lesson-1"])
    assert url in client.get(story.lesson_url()).text
    assert client.post(url, {"event": "nonsense"}).status_code == 400
    assert client.get(url).status_code == 302
    event = {"event": "0198c0de-0000-7000-8000-000000000001"}
    for _ in range(2):
        assert client.post(url, event).status_code == 302
    assert LessonProgress.objects.get().completed_at
    other = reverse("learning:read", args=["neke", "lesson-2"])
    assert client.post(other, event).status_code == 422
    assert not Enrolment.objects.get().completed_at


def test_completing_every_lesson_completes_the_course_once(client, enrolment):
    story.complete(client, 3)
    enrolment.refresh_from_db()
    assert enrolment.half_at
    assert not enrolment.completed_at
    story.complete(client, 4)
    enrolment.refresh_from_db()
    completed_at = enrolment.completed_at
    assert completed_at
    story.answer(client, "a", slug="lesson-4")
    story.answer(client, "b", slug="lesson-4")
    enrolment.refresh_from_db()
    assert enrolment.completed_at == completed_at


def test_opening_pages_completes_nothing(client, enrolment):
    for number in range(1, 5):
        client.get(story.lesson_url(f"lesson-{number}"))
        client.head(story.lesson_url(f"lesson-{number}"))
    enrolment.refresh_from_db()
    assert not enrolment.completed_at
    assert not LessonProgress.objects.exclude(completed_at=None).exists()


@pytest.mark.parametrize("modules", [2, 8])
def test_queries_do_not_grow_with_the_course(
    signed_in, daniyar, modules, django_assert_num_queries
):
    edition = cast.make_edition(modules=modules, lessons=3)
    story.begin(daniyar, edition)
    browser = signed_in(daniyar)
    story_urls = {MY_LEARNING: 8, COURSE: 8, story.lesson_url(): 8}
    for url in story_urls:
        browser.get(url)
    story.answer(browser, "a")
    for url, queries in story_urls.items():
        with django_assert_num_queries(queries):
            browser.get(url)


def test_my_learning_asks_no_more_for_two_courses(client, aigerim, django_assert_max_num_queries):
    other = cast.make_edition(cast.make_course("ATA", "ata"))
    story.begin(aigerim, other)
    client.get(MY_LEARNING)
    with django_assert_max_num_queries(8):
        client.get(MY_LEARNING)


def test_a_page_is_small(client):
    for url in (MY_LEARNING, COURSE, story.lesson_url()):
        assert len(gzip.compress(client.get(url).content)) <= 14 * 1024, url


def test_nothing_in_a_page_breaks_the_content_security_policy(client):
    story.answer(client, "a")
    for url in (MY_LEARNING, COURSE, story.lesson_url()):
        page = client.get(url).text
        assert not re.search(r"\sstyle=|\son[a-z]+=", page), url


def test_an_answer_asks_the_database_a_few_things_only(
    client, enrolment, django_assert_max_num_queries
):
    client.get(story.lesson_url())
    with django_assert_max_num_queries(
        13
    ):  # two of them savepoints of the test, one the figures' note
        story.answer(client, "a")
    with django_assert_max_num_queries(25):  # it completes the lesson as well
        story.answer(client, "b")
    with django_assert_max_num_queries(20):
        story.answer(client, "b", **story.htmx())
