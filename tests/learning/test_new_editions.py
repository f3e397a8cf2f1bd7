"""Going over to a newer edition in the middle of a course."""

import pytest
from django.db import DatabaseError, transaction

from courses.actions import withdraw_lesson
from enrolments.actions import adopt_edition
from enrolments.exceptions import CourseNotOffered, EnrolmentMoved
from enrolments.models import EditionAdoption, Enrolment, EnrolmentRequirement
from learning.models import Answer, LessonProgress
from tests import cast
from tests.learning import story
from tests.learning.renewal import another_answer, in_lesson, other_words, renew, second_question
from tests.told import told

pytestmark = pytest.mark.django_db

COURSE = "/kk/learn/neke/"
OFFER = "/kk/edition/neke/"


@pytest.fixture
def enrolment(aigerim, edition):
    return story.begin(aigerim, edition)


@pytest.fixture
def client(signed_in, aigerim, enrolment):
    return signed_in(aigerim)


def take(client, number=2):
    return client.post(OFFER, {"do": "take", "edition": number})


def open_lessons(enrolment):
    left = EnrolmentRequirement.objects.filter(enrolment=enrolment, settled_at=None)
    lessons = enrolment.edition.lessons.filter(
        language="kk", lesson_key__in=list(left.values_list("key", flat=True))
    )
    return sorted(lessons.values_list("slug", flat=True))


def test_nothing_is_offered_where_there_is_nothing_newer(client):
    assert OFFER not in client.get(COURSE).text
    response = client.get(OFFER)
    assert (response.status_code, response.url) == (302, COURSE)
    take(client)
    assert not EditionAdoption.objects.exists()


def test_a_newer_edition_is_offered_and_says_what_is_new(client, edition):
    story.answer(client, "b")
    story.answer(client, "b", slug="lesson-2")
    renew(edition, in_lesson(1, another_answer), news="Жаңалық", lessons=1)
    assert OFFER in client.get(COURSE).text
    page = story.text_of(client.get(OFFER))
    assert "Жаңалық kk" in page
    assert "Жаңалық ru" not in page
    assert "Сабақ 1" in page
    assert "kk 5" in page
    assert "Сабақ 2" not in page
    assert "Жаңалық ru" in client.get("/ru/edition/neke/").text


def test_what_was_done_stays_done_and_what_is_asked_anew_is_open_again(client, enrolment, edition):
    for number in (1, 2, 3):
        story.answer(client, "b", slug=f"lesson-{number}")

    def change(snapshot):
        if snapshot.slug == "lesson-1":
            another_answer(snapshot)
        elif snapshot.slug == "lesson-2":
            other_words(snapshot)

    newer = renew(edition, change, lessons=1)
    response = take(client)
    assert (response.status_code, response.url) == (302, COURSE)
    enrolment.refresh_from_db()
    assert enrolment.edition == newer
    assert open_lessons(enrolment) == ["lesson-1", "lesson-4", "lesson-5"]
    done = LessonProgress.objects.exclude(completed_at=None)
    assert sorted(done.values_list("lesson_key", flat=True)) == sorted(
        newer.lessons.filter(language="kk", slug__in=["lesson-2", "lesson-3"])
        .values_list("lesson_key", flat=True)
    )  # fmt: skip
    adoption = EditionAdoption.objects.get()
    assert (adoption.from_edition, adoption.to_edition) == (edition, newer)
    page = client.get(story.lesson_url())
    assert 'value="b" checked' not in page.text
    assert (page.context["required"], page.context["left"]) == (1, 1)
    for number, right in ((1, "a"), (4, "b"), (5, "b")):
        story.answer(client, right, slug=f"lesson-{number}")
    enrolment.refresh_from_db()
    assert enrolment.completed_at


def test_a_lesson_begun_keeps_its_right_answers_where_the_task_is_the_same(
    client, enrolment, edition
):
    story.answer(client, "a", "c", activity="extra")
    renew(edition, in_lesson(1, second_question))
    take(client)
    assert Answer.objects.get(activity_key="extra").right_at
    story.answer(client, "b")
    assert "lesson-1" not in open_lessons(Enrolment.objects.get())


def test_what_is_newly_required_was_answered_rightly_already(client, edition):
    story.answer(client, "a", "c", activity="extra")
    story.answer(client, "b")
    renew(edition, in_lesson(1, second_question))
    take(client)
    assert "lesson-1" not in open_lessons(Enrolment.objects.get())
    assert LessonProgress.objects.get().completed_at


def test_what_is_newly_required_and_not_answered_opens_the_lesson_again(client, edition):
    story.answer(client, "b")
    renew(edition, in_lesson(1, second_question))
    take(client)
    assert "lesson-1" in open_lessons(Enrolment.objects.get())
    assert Answer.objects.get().right_at
    story.answer(client, "a", "c", activity="extra")
    assert "lesson-1" not in open_lessons(Enrolment.objects.get())


def test_the_course_is_complete_when_only_a_removed_lesson_was_left(client, enrolment, edition):
    for number in (1, 2, 3):
        story.answer(client, "b", slug=f"lesson-{number}")
    newer = renew(edition, in_lesson(4, lambda snapshot: False))
    assert told("With it your course is complete.") in client.get(OFFER).text
    take(client)
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert enrolment.edition == newer


def test_a_lesson_that_was_withdrawn_counts_as_done(client, enrolment, edition):
    newer = renew(edition, in_lesson(1, another_answer))
    key = newer.lessons.filter(slug="lesson-1").first().lesson_key
    withdraw_lesson(course=edition.course, lesson_key=key, reason="…", by="…")
    take(client)
    assert open_lessons(Enrolment.objects.get()) == ["lesson-2", "lesson-3", "lesson-4"]


def test_an_edition_with_nothing_left_to_learn_is_not_taken(client, enrolment, edition):
    newer = renew(edition, lambda snapshot: snapshot.slug == "lesson-1")
    key = newer.lessons.first().lesson_key
    withdraw_lesson(course=edition.course, lesson_key=key, reason="…", by="…")
    with pytest.raises(CourseNotOffered):
        adopt_edition(enrolment=enrolment)
    assert take(client).url == COURSE
    enrolment.refresh_from_db()
    assert enrolment.edition == edition


def test_a_completed_enrolment_is_never_touched(client, enrolment, edition):
    story.complete(client, 4)
    renew(edition, in_lesson(1, another_answer))
    assert OFFER not in client.get(COURSE).text
    take(client)
    enrolment.refresh_from_db()
    with pytest.raises(EnrolmentMoved):
        adopt_edition(enrolment=enrolment)
    assert enrolment.edition == edition
    assert not EditionAdoption.objects.exists()


def test_taken_twice_is_taken_once(client, enrolment, edition):
    story.answer(client, "b")
    renew(edition, in_lesson(1, another_answer))
    take(client)
    story.answer(client, "a")
    assert take(client).status_code == 302
    enrolment.refresh_from_db()
    assert adopt_edition(enrolment=enrolment) is None
    assert EditionAdoption.objects.count() == 1
    assert "lesson-1" not in open_lessons(enrolment)


def test_who_stays_is_not_asked_again_but_finds_the_way(client, enrolment, edition):
    renew(edition)
    client.post(OFFER, {"do": "stay", "edition": 2})
    page = client.get(COURSE).text
    assert 'aria-labelledby="newer"' not in page
    assert OFFER in page
    enrolment.refresh_from_db()
    assert enrolment.edition == edition
    renew(renewed := enrolment.course.editions.get(number=2))
    assert renewed.number == 2
    assert 'aria-labelledby="newer"' in client.get(COURSE).text


def test_what_was_not_shown_is_not_taken(client, enrolment, edition):
    renew(renew(edition))
    assert take(client, 2).url == OFFER
    assert client.post(OFFER, {"do": "take"}).url == OFFER
    assert client.post(OFFER, {"edition": 3}).url == OFFER
    assert not EditionAdoption.objects.exists()
    take(client, 3)
    enrolment.refresh_from_db()
    assert enrolment.edition.number == 3


def test_who_has_not_begun_is_told_that_nothing_is_lost(client, edition):
    renew(edition)
    words = "You have not begun a lesson yet: nothing is lost if you take it."
    assert told(words) in client.get(COURSE).text
    client.get(story.lesson_url())
    assert told(words) not in client.get(COURSE).text


def test_a_page_left_open_since_the_old_edition_still_works(client, enrolment, edition):
    """A repeated delivery of an answer that is asked anew neither fails nor counts."""
    event = "0198c0de-0000-7000-8000-000000000001"
    story.answer(client, "b", event=event)
    renew(edition, in_lesson(1, another_answer))
    take(client)
    assert story.answer(client, "b", event=event).status_code == 302
    assert "lesson-1" in open_lessons(Enrolment.objects.get())


def test_a_stranger_is_not_offered_anything(signed_in, daniyar, enrolment, edition):
    renew(edition)
    assert signed_in(daniyar).get(OFFER).status_code == 404


def test_adoptions_are_history(client, enrolment, edition):
    renew(edition)
    take(client)
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        EditionAdoption.objects.update(from_edition=edition)


@pytest.mark.parametrize("modules", [2, 8])
def test_the_offer_costs_the_same_whatever_the_course_holds(
    signed_in, daniyar, modules, django_assert_num_queries
):
    edition = cast.make_edition(modules=modules, lessons=3)
    story.begin(daniyar, edition)
    browser = signed_in(daniyar)
    story.answer(browser, "b")
    renew(edition, in_lesson(1, other_words), lessons=1)
    browser.get(OFFER)
    with django_assert_num_queries(11):
        browser.get(OFFER)
