"""The front page of somebody in the middle of a course begins with where they left off."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from cms.models import HomePage
from learning.models import LessonProgress
from tests import cast
from tests.learning import story
from tests.learning.test_pages import make_sensitive

pytestmark = pytest.mark.django_db

FRONT = "/kk/"
MIDDLE = 'class="continue"'


@pytest.fixture
def front(edition):
    """Make the front page, as small as it can be."""
    kazakh = Locale.objects.get(language_code="kk")
    home = HomePage(title="Отау", slug="front", locale=kazakh)
    Page.objects.filter(depth=1).get().add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "root_page": home}
    )
    return home


def test_going_on_comes_first_and_is_the_one_action(front, edition, aigerim, signed_in):
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    client.get(story.lesson_url("lesson-2"))

    page = client.get(FRONT).text

    main = page[page.index("<main") :]
    assert main.index(MIDDLE) < main.index('class="band"')
    assert main.count('class="button"') == 1
    assert f'<a class="button" href="{story.lesson_url("lesson-2")}"' in main
    assert "no-store" in client.get(FRONT).headers["Cache-Control"]


def test_everybody_else_finds_the_courses(front, edition, aigerim, daniyar, signed_in, client):
    story.begin(aigerim, edition)
    for visitor in (client, signed_in(daniyar), signed_in(cast.make_staff())):
        page = visitor.get(FRONT).text
        assert MIDDLE not in page
        assert 'class="hero"' in page


def test_a_course_that_is_completed_is_not_gone_on_with(front, edition, aigerim, signed_in):
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    story.complete(client, 4)
    assert LessonProgress.objects.filter(completed_at=None).count() == 0

    assert MIDDLE not in client.get(FRONT).text


def test_a_lesson_about_violence_is_never_named(front, edition, aigerim, signed_in):
    make_sensitive(edition, 1)
    story.begin(aigerim, edition)

    page = signed_in(aigerim).get(FRONT).text

    assert story.lesson_url("lesson-1") not in page
    assert f'<a class="button" href="{story.lesson_url("lesson-2")}"' in page


def test_the_front_page_asks_the_same_however_many_courses_one_takes(
    front, edition, aigerim, signed_in
):
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    counts = []
    for code in ("", "PARENTS", "HEALTH"):
        if code:
            other = cast.make_edition(cast.make_course(code, code.lower()))
            story.begin(aigerim, other)
        client.get(FRONT)
        with CaptureQueriesContext(connection) as queries:
            client.get(FRONT)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2], counts
