"""Withdrawing from a course and taking it again: nothing is lost, nothing is hurried or doubled."""

import pytest
from django.urls import reverse

from certificates.models import Certificate
from enrolments.models import Enrolment
from learning.models import LessonProgress
from tests.enrolments import story
from tests.learning import story as lessons
from tests.told import told

pytestmark = pytest.mark.django_db
LEARNING, COURSE = "/kk/learn/", "/kk/learn/neke/"
AGAIN = "You took this course before and stopped. You can begin again whenever you like, from the first lesson."


@pytest.fixture
def her(signed_in, aigerim, edition):
    client = signed_in(aigerim)
    client.post(story.begin_url())
    return client


def withdraw(client):
    page = client.post(reverse("enrolments:withdraw", args=["neke"]), follow=True)
    assert page.redirect_chain[-1][0] == LEARNING
    return page


def test_after_withdrawing_my_learning_offers_to_begin_again(her):
    lessons.complete(her, 1)
    page = withdraw(her)
    assert told("Courses you stopped taking") in page.text
    assert f'href="{story.begin_url()}"' in page.text
    begin = her.get(story.begin_url())
    assert told(AGAIN) in begin.text
    assert told("Begin the course again") in begin.text
    her.post(story.begin_url())
    assert told("Courses you stopped taking") not in her.get(LEARNING).text
    assert told(AGAIN) not in her.get(story.begin_url()).text


@pytest.mark.parametrize("address", [COURSE, lessons.lesson_url()])
def test_an_old_link_leads_to_where_the_course_is_begun_again(her, address):
    withdraw(her)
    response = her.get(address)
    assert (response.status_code, response.url) == (302, story.begin_url())
    her.post(story.begin_url())
    assert her.get(address).status_code == 200


@pytest.mark.parametrize("address", [COURSE, lessons.lesson_url()])
def test_a_course_never_taken_is_not_found(signed_in, daniyar, edition, address):
    assert signed_in(daniyar).get(address).status_code == 404


def test_an_old_tab_changes_nothing_of_a_course_that_was_withdrawn_from(her, aigerim):
    withdraw(her)
    assert lessons.answer(her, "b").status_code in (302, 404, 409)
    assert her.post(reverse("enrolments:withdraw", args=["neke"])).status_code == 404
    assert not LessonProgress.objects.exclude(completed_at=None).exists()


def test_taken_again_it_begins_afresh_and_what_was_done_stays(her, aigerim):
    lessons.complete(her, 2)
    withdraw(her)
    her.post(story.begin_url())
    before, now = Enrolment.objects.filter(user=aigerim).order_by("pk")
    assert LessonProgress.objects.filter(enrolment=before).exclude(completed_at=None).count() == 2
    assert not LessonProgress.objects.filter(enrolment=now).exists()
    assert her.get(COURSE).context["state"].raised == 0
    assert her.get(LEARNING).context["first"].enrolment == now


def test_a_completed_course_is_taken_again_and_each_completion_has_one_certificate(
    her, aigerim, tasks_at_once
):
    with tasks_at_once():
        lessons.complete(her, 4)
    first = Certificate.objects.get()
    assert told("Take the course again") in her.get(COURSE).text
    her.post(story.begin_url())
    her.post(story.begin_url())
    assert Enrolment.objects.filter(user=aigerim).count() == 2
    assert first.number in her.get("/kk/certificates/").text, "what was earned stays in sight"
    with tasks_at_once():
        lessons.complete(her, 4)
        lessons.complete(her, 4)
    assert Certificate.objects.count() == 2
    assert set(Certificate.objects.values_list("enrolment", flat=True)) == set(
        Enrolment.objects.values_list("pk", flat=True)
    )


def test_withdrawn_while_taken_again_the_completed_one_is_shown_as_completed(her, tasks_at_once):
    with tasks_at_once():
        lessons.complete(her, 4)
    her.post(story.begin_url())
    page = withdraw(her)
    assert told("Courses you stopped taking") not in page.text
    assert her.get(COURSE).context["state"].enrolment.completed_at
    assert told("Take the course again") in her.get(story.begin_url()).text
    her.post(story.begin_url())
    assert Enrolment.objects.open().count() == 1


def test_the_page_of_somebody_who_stopped_costs_no_more_for_two_courses(
    her, aigerim, django_assert_max_num_queries
):
    from enrolments.actions import enrol
    from enrolments.actions import withdraw as stop
    from tests import cast

    withdraw(her)
    for number in range(2):
        other = cast.make_edition(cast.make_course(f"K{number}", f"kurs-{number}"))
        stop(enrolment=enrol(user=aigerim, course=other.course))
    with django_assert_max_num_queries(7):
        assert len(her.get(LEARNING).context["stopped"]) == 3
