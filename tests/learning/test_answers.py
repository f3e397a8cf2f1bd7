import uuid

import pytest

from courses.models import LessonSnapshot
from enrolments.actions import withdraw
from learning.models import Answer, LearningEvent, LessonProgress
from tests.learning import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(aigerim, edition):
    return story.begin(aigerim, edition)


@pytest.fixture
def client(signed_in, aigerim, enrolment):
    return signed_in(aigerim)


def test_an_answer_is_kept_and_its_feedback_shown_without_javascript(client):
    response = story.answer(client, "a")
    assert response.status_code == 302
    assert response.url == story.lesson_url() + "#activity-check"
    page = client.get(story.lesson_url())
    assert "feedback kk a" in page.text
    assert "feedback kk b" not in page.text
    assert 'value="a" checked' in page.text


def test_htmx_gets_the_activity_the_end_of_the_lesson_and_words_to_read_out(client):
    response = story.answer(client, "b", **story.htmx())
    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'id="activity-check"' in response.text
    assert "feedback kk b" in response.text
    assert 'id="ending" hx-swap-oob="true"' in response.text
    assert 'id="announce" hx-swap-oob="innerHTML"' in response.text
    assert story.lesson_url("lesson-2") in response.text


def test_each_chosen_option_of_several_has_its_own_feedback(client):
    page = story.answer(client, "a", "b", activity="extra", **story.htmx()).text
    assert "feedback kk a" in page
    assert "feedback kk b" in page
    assert "feedback kk c" not in page
    right = story.answer(client, "c", "a", activity="extra", **story.htmx()).text
    assert "feedback--wrong" not in right


def test_a_wrong_answer_may_be_followed_by_as_many_as_one_likes(client):
    for option in "aca":
        story.answer(client, option)
    assert not LessonProgress.objects.exclude(completed_at=None).exists()
    story.answer(client, "b")
    answer = Answer.objects.get()
    assert answer.tries == 4
    assert answer.right_at
    assert not answer.first_try_right
    assert LessonProgress.objects.get().completed_at


def test_once_right_stays_right(client):
    story.answer(client, "b")
    story.answer(client, "a")
    answer = Answer.objects.get()
    assert answer.right_at
    assert answer.options == ["a"]
    assert answer.first_try_right
    assert LessonProgress.objects.get().completed_at


@pytest.mark.parametrize("headers", [{}, story.htmx()])
def test_a_repeated_delivery_is_one_event_and_shows_the_same(client, headers):
    event = uuid.uuid4()
    first = story.answer(client, "a", event=event, **headers)
    again = story.answer(client, "a", event=event, **headers)
    assert LearningEvent.objects.count() == 1
    assert Answer.objects.get().tries == 1
    assert first.status_code == again.status_code


def test_going_back_and_choosing_anew_on_the_old_page_counts(client):
    event = uuid.uuid4()
    story.answer(client, "a", event=event)
    story.answer(client, "b", event=event)
    story.answer(client, "b", event=event)
    assert LearningEvent.objects.count() == 2
    assert Answer.objects.get().options == ["b"]
    assert Answer.objects.get().right_at


def test_what_was_sent_badly_is_explained_where_it_was_and_nothing_is_kept(client):
    cases = [
        ({"event": str(uuid.uuid4())}, 422, "problem-check"),
        ({"event": str(uuid.uuid4()), "option": ["a", "b"]}, 422, "problem-check"),
        ({"event": str(uuid.uuid4()), "option": ["zzz"]}, 422, "problem-check"),
        ({"event": str(uuid.uuid4()), "option": ["\x00'\"><script>"]}, 422, "problem-check"),
        ({"event": "not-a-uuid", "option": ["a"]}, 400, "problem-check"),
        ({"option": ["a"]}, 400, "problem-check"),
    ]
    for data, status, expected in cases:
        page = client.post(story.answer_url(), data)
        assert page.status_code == status, data
        assert expected in page.text
        assert "error-summary" in page.text
        assert "#activity-check" in page.text
        part = client.post(story.answer_url(), data, **story.htmx())
        assert part.status_code == status, data
        assert expected in part.text
        assert "<html" not in part.text
        assert "<script>" not in part.text
        said = part.text.split('id="announce"')[1]
        assert story.text_of(page).count(said.split(">")[1].split("<")[0]) >= 1
    assert not LearningEvent.objects.exists()
    assert not Answer.objects.exists()


def test_a_bad_answer_keeps_what_was_chosen(client):
    page = client.post(story.answer_url(), {"event": "x", "option": ["c"]})
    assert 'value="c" checked' in page.text


def test_unknown_places_are_not_found(client):
    data = {"event": str(uuid.uuid4()), "option": ["b"]}
    for url in (
        story.answer_url(activity="no-such"),
        story.answer_url(activity="think"),
        story.answer_url(slug="lesson-99"),
        story.answer_url(course="no-such"),
        story.reflection_url(activity="check"),
        story.lesson_url("no-such"),
    ):
        assert client.post(url, data).status_code in (404, 405), url
        assert client.get(url).status_code == 404, url
    assert not LearningEvent.objects.exists()


def test_a_huge_body_is_refused(client):
    body = {"event": str(uuid.uuid4()), "option": "x" * (3 * 1024 * 1024)}
    assert (
        client.post(
            story.answer_url(), body, content_type="application/x-www-form-urlencoded"
        ).status_code
        == 413
    )
    assert not LearningEvent.objects.exists()


def test_an_answer_address_opened_by_get_leads_to_the_lesson(client):
    response = client.get(story.answer_url())
    assert response.url == story.lesson_url() + "#activity-check"


def test_a_stranger_finds_nothing(signed_in, daniyar, enrolment):
    stranger = signed_in(daniyar)
    assert stranger.get(story.lesson_url()).status_code == 404
    assert story.answer(stranger, "b").status_code == 404
    assert not LearningEvent.objects.exists()


def test_whoever_withdrew_finds_nothing(client, enrolment):
    """A lesson leads to where the course is begun again; what is sent to it is not found."""
    withdraw(enrolment=enrolment)
    assert client.get(story.lesson_url()).url == story.reverse("enrolments:begin", ["neke"])
    assert story.answer(client, "b").status_code == 404


def test_a_lesson_that_is_not_in_the_edition_is_not_found(client, enrolment):
    known = LessonSnapshot.objects.filter(edition=enrolment.edition).values_list("slug", flat=True)
    assert "lesson-4" in known
    assert client.get(story.lesson_url("lesson-5")).status_code == 404


def test_somebody_not_signed_in_is_asked_to(client):
    client.logout()
    response = client.get(story.lesson_url())
    assert response.status_code == 302
    assert "next=%2Fkk%2Flearn%2Fneke%2Flesson-1%2F" in response.url
    assert story.answer(client, "b").url == "/kk/sign-in/"
    assert not LearningEvent.objects.exists()
