import re

import pytest

from courses.models import LessonSnapshot
from learning.models import Answer
from tests import cast
from tests.learning import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(aigerim, edition):
    return story.begin(aigerim, edition)


@pytest.fixture
def client(signed_in, aigerim, enrolment):
    return signed_in(aigerim)


def russian(url):
    return url.replace("/kk/", "/ru/", 1)


def test_another_language_in_the_middle_of_a_lesson_loses_nothing(client, enrolment):
    story.answer(client, "a", "c", activity="extra")
    story.answer(client, "a")
    page = client.get(russian(story.lesson_url()))
    assert "feedback ru a" in page.text
    assert 'value="a" checked' in page.text
    assert "нұсқа" not in page.text
    data = {"event": "0198c0de-0000-7000-8000-000000000001", "option": ["b"]}
    client.post(russian(story.answer_url()), data)
    assert Answer.objects.filter(activity_key="check").get().tries == 2
    for number in (2, 3):
        story.answer(client, "b", slug=f"lesson-{number}")
    data = {"event": "0198c0de-0000-7000-8000-000000000002", "option": ["b"]}
    client.post(russian(story.answer_url("lesson-4")), data)
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert "feedback kk b" in client.get(story.lesson_url()).text


def test_a_lesson_with_another_slug_is_the_same_lesson(aigerim, signed_in):
    edition = cast.make_edition(modules=1, lessons=1)
    row = LessonSnapshot.objects.get(edition=edition, language="ru")
    row.pk, row.correction, row.slug = None, 1, "urok-1"
    row.save(force_insert=True)
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    story.answer(client, "a")
    page = client.get(story.lesson_url())
    assert '"/ru/learn/neke/urok-1/"' in page.text
    assert client.get("/ru/learn/neke/lesson-1/").url == "/ru/learn/neke/urok-1/"
    assert "feedback ru a" in client.get("/ru/learn/neke/urok-1/").text
    assert client.get("/kk/learn/neke/urok-1/").url == "/kk/learn/neke/lesson-1/"


def test_a_new_edition_changes_nothing_in_an_enrolment_that_is_open(client, enrolment, edition):
    story.answer(client, "b")
    newer = cast.make_edition(edition.course, modules=3, lessons=3)
    enrolment.refresh_from_db()
    assert enrolment.edition == edition
    page = client.get("/kk/learn/neke/")
    assert len(re.findall(r'class="row__title" href="/kk/learn/neke/lesson-', page.text)) == 4
    assert client.get(story.lesson_url("lesson-9")).status_code == 404
    story.complete(client, 4)
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert newer.number == 2


def test_a_correction_is_shown_at_once_and_keeps_what_was_done(client, edition):
    story.answer(client, "a")
    rows = list(LessonSnapshot.objects.filter(edition=edition, slug="lesson-1"))
    for row in rows:
        row.pk, row.correction = None, 1
        for part in row.parts:
            if part["kind"] == "single":
                part["options"] = [o for o in part["options"] if o["key"] != "a"]
        del row.answers["check"]["a"]
        row.title = "Түзетілген сабақ"
    LessonSnapshot.objects.bulk_create(rows)
    page = client.get(story.lesson_url())
    assert page.status_code == 200
    assert "Түзетілген сабақ" in page.text
    assert story.answer(client, "a").status_code == 422
    story.answer(client, "b")
    assert Answer.objects.get().right_at
