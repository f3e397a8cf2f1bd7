import logging

import pytest

from courses.models import LessonSnapshot
from learning.models import Answer, LearningEvent, LessonProgress, Reflection
from tests import cast
from tests.learning import story

pytestmark = pytest.mark.django_db

WORDS = "Мен кеше реніштен үндемедім"


@pytest.fixture
def client(signed_in, aigerim, edition):
    story.begin(aigerim, edition)
    return signed_in(aigerim)


def send(client, do, text=WORDS, **headers):
    return client.post(story.reflection_url(), {"do": do, "text": text}, **headers)


@pytest.mark.parametrize("headers", [{}, story.htmx()])
def test_kept_words_are_sealed_and_shown_to_their_owner_alone(client, headers, caplog):
    with caplog.at_level(logging.DEBUG):
        assert send(client, "keep", **headers).status_code in (200, 302)
    row = Reflection.objects.get()
    assert WORDS.encode() not in bytes(row.sealed_text)
    assert WORDS in client.get(story.lesson_url()).text
    assert WORDS not in caplog.text
    assert not LearningEvent.objects.exists()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("headers", [{}, story.htmx()])
def test_words_that_are_let_go_are_stored_nowhere_and_the_page_says_so(client, headers):
    response = send(client, "let-go", **headers)
    page = client.get(response.url) if response.status_code == 302 else response
    assert not Reflection.objects.exists()
    assert WORDS not in page.text
    assert cast.said("Nothing was kept.") in page.text


@pytest.mark.parametrize("headers", [{}, story.htmx()])
def test_words_are_changed_and_deleted(client, headers):
    send(client, "keep", **headers)
    send(client, "keep", "Басқаша айтсам", **headers)
    page = client.get(story.lesson_url()).text
    assert "Басқаша айтсам" in page
    assert WORDS not in page
    send(client, "delete", **headers)
    assert not Reflection.objects.exists()
    send(client, "delete", **headers)
    assert "Басқаша айтсам" not in client.get(story.lesson_url()).text


@pytest.mark.parametrize("headers", [{}, story.htmx()])
def test_too_much_or_nothing_is_explained_and_nothing_typed_is_lost(client, headers):
    long = "ә" * 5001
    response = send(client, "keep", long, **headers)
    assert response.status_code == 422
    assert long in response.text
    assert "problem-think" in response.text
    response = send(client, "keep", "  \n ", **headers)
    assert response.status_code == 422
    assert not Reflection.objects.exists()
    assert send(client, "keep", "ә" * 5000, **headers).status_code in (200, 302)


def test_an_unknown_button_changes_nothing(client):
    send(client, "keep")
    assert send(client, "publish", "other").status_code == 302
    assert WORDS in client.get(story.lesson_url()).text


def test_a_reflection_is_never_required(client):
    story.answer(client, "b")
    assert LessonProgress.objects.get().completed_at
    assert not Reflection.objects.exists()


def test_the_private_note_stands_beside_it(client):
    assert "private-note" in client.get(story.lesson_url()).text


def test_a_lesson_about_violence_keeps_no_words(client, edition):
    rows = list(LessonSnapshot.objects.filter(edition=edition, slug="lesson-1"))
    for row in rows:
        row.pk, row.correction, row.is_sensitive = None, 1, True
    LessonSnapshot.objects.bulk_create(rows)
    story.go_on(client, story.lesson_url())
    page = client.get(story.lesson_url()).text
    assert "activity-think" in page
    assert "<textarea" not in page
    send(client, "keep")
    assert not Reflection.objects.exists()


def test_a_strangers_request_is_not_found(signed_in, daniyar, client):
    assert send(signed_in(daniyar), "keep").status_code == 404
    assert not Reflection.objects.exists()


def test_marks_are_shown_as_text(client):
    send(client, "keep", "</textarea><script>alert(1)</script>")
    assert "<script>alert" not in client.get(story.lesson_url()).text
