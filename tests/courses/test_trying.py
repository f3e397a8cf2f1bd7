"""Activities of a preview can be tried by whoever has it, and leave no trace."""

import html
import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses import trying
from courses.models import LessonPage
from tests import cast
from tests.courses import made
from tests.learning.test_kinds import fields

pytestmark = pytest.mark.django_db
ADDRESS = "/kk/courses/try-activity/"
WAYS = [{}, {"headers": {"HX-Request": "true"}}]
WRITES = re.compile(r"insert|update|delete|merge|copy|truncate|alter", re.IGNORECASE)


def trial(part, *, is_sensitive=False, **changes):
    found = trying.trials_of([part | changes], made.ANSWERS, is_sensitive=is_sensitive)
    return found[part["key"]]


def sealed_in(page):
    return html.unescape(re.search(r'name="sealed" value="([^"]+)"', page)[1])


def send(client, sealed, way=None, **data):
    """Try an activity as its form would; not one query writes."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.post(ADDRESS, {"sealed": sealed, **data}, **(way or {}))
    written = [query["sql"] for query in queries if WRITES.match(query["sql"].strip())]
    assert not written
    assert "no-store" in response["Cache-Control"]
    return response


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", made.RIGHT)
def test_anybody_with_the_form_tries_wrongly_and_rightly_and_nothing_is_written(client, kind, way):
    part = next(part for part in made.ALL if part["kind"] == kind)
    sealed = trial(part, shown_after=2).sealed
    first = send(client, sealed, way, **fields(kind, made.WRONG[kind]))
    assert first.status_code == 200
    assert "feedback--wrong" in first.text
    assert f"shown-{kind}" not in first.text
    second = send(client, sealed_in(first.text), way, **fields(kind, made.WRONG[kind]))
    assert f"shown-{kind}" in second.text
    third = send(client, sealed_in(second.text), way, **fields(kind, made.RIGHT[kind]))
    assert "feedback--right" in third.text
    assert ("<html" in third.text) is not bool(way)
    assert not client.session.keys()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["reflection", "together"])
def test_words_are_given_back_and_kept_nowhere(client, kind, way):
    part = next(part for part in made.ALL if part["kind"] == kind)
    page = send(client, trial(part).sealed, way, do="keep", text="Ойым <b>")
    assert "Ойым &lt;b&gt;</textarea>" in page.text


def test_a_scale_is_tried(client):
    page = send(client, trial(made.SCALE).sealed, option="4").text
    assert 'value="4" checked' in page


@pytest.mark.parametrize("way", WAYS)
def test_wrong_input_is_explained_and_kept(client, way):
    response = send(client, trial(made.NUMBER).sealed, way, option="он екі")
    assert response.status_code == 422
    assert 'value="он екі"' in response.text
    assert sealed_in(response.text)
    assert send(client, trial(made.ORDER).sealed, way).status_code == 422


@pytest.mark.parametrize("way", WAYS)
def test_what_is_old_changed_or_made_up_is_refused(client, monkeypatch, way):
    sealed = trial(made.SINGLE).sealed
    changed = sealed[:-9] + ("A" if sealed[-9] != "A" else "B") + sealed[-8:]
    for bad in ("", "а", "made-up", changed, "A" * 300_000, sealed[:40]):
        response = send(client, bad, way, option="b")
        assert response.status_code == 422
        assert 'id="problem-trial"' in response.text
    day = time.time() + trying.SECONDS + 1
    monkeypatch.setattr(trying.time, "time", lambda: day)
    assert send(client, sealed, way, option="b").status_code == 422


def test_it_is_sent_by_a_form_of_ours_only(client):
    assert client.get(ADDRESS).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, {"sealed": trial(made.SINGLE).sealed}).status_code == 403


def test_the_preview_shows_every_activity_as_a_form_without_its_answers(
    signed_in, loaded, settings
):
    settings.STAFF_SECOND_FACTOR = False
    editor = signed_in(cast.make_staff(superuser=True))
    page = LessonPage.objects.get(slug="lesson3", locale__language_code="ru")
    page.save_revision()
    preview = editor.get(f"/admin/pages/{page.pk}/view_draft/").text
    assert preview.count('name="sealed"') == 8
    assert preview.count('hx-post="/ru/courses/try-activity/"') == 8
    assert "secret-feedback" not in preview
    assert "12.5" not in preview.split('id="activity-how-many"')[1].split("</section>")[0]
    number = preview.split('id="activity-how-many"')[1].split("</section>")[0]
    tried = send(Client(), sealed_in(number), option="12,7").text
    assert "feedback--right" in tried


def test_a_sensitive_lesson_shows_what_its_learners_see(client):
    page = send(client, trial(made.TOGETHER, is_sensitive=True).sealed, text="а").text
    assert "<textarea" not in page
    page = send(client, trial(made.SCALE, is_sensitive=True).sealed, option="1").text
    assert "option-scale-1" not in page
