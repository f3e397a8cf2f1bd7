"""The short version first: open and large, the long text folded, the tasks where they were."""

import re

import pytest

from courses.models import LessonSnapshot
from courses.stretches import stretches
from tests.learning import story
from web.preferences import COOKIE

pytestmark = pytest.mark.django_db

SHORT = {"kind": "short", "id": "s", "lines": ["Алдымен тыңдаңыз.", "Сосын сұраңыз."]}
SCENE = {"kind": "html", "role": "situation", "html": "<p>Көрініс</p>"}
HEADING = {"kind": "heading", "level": 2, "text": "Екінші ой"}
TEXT = {"kind": "html", "role": "text", "html": "<p>Ұзақ мәтін</p>"}
WARNING = {"kind": "html", "role": "warning", "html": "<p>Қауіпті болса</p>"}
WEEK = {"kind": "week", "id": "w", "do": "<p>Осы апта</p>", "back": "<p>Қайта қарау</p>"}
FOLD = re.compile(r'<details class="disclosure fold">(.*?)</details>', re.DOTALL)
PUBLIC, MINE = "/kk/courses/neke/lesson-1/", story.lesson_url()


@pytest.fixture
def lesson(edition):
    """Lesson 1 with a short version and text on both sides of a task; `parts` are changed."""

    def make(*first):
        rows = list(LessonSnapshot.objects.filter(edition=edition, slug="lesson-1", correction=0))
        number = LessonSnapshot.objects.filter(edition=edition, slug="lesson-1").count() // 2
        for row in rows:
            row.pk, row.correction = None, number
            _scene, check, *rest = row.parts
            row.parts = [*first, SCENE, TEXT, check, HEADING, TEXT, WARNING, *rest]
        LessonSnapshot.objects.bulk_create(rows)

    return make


@pytest.fixture
def client(signed_in, aigerim, edition):
    story.begin(aigerim, edition)
    return signed_in(aigerim)


def prefer(client):
    client.cookies[COOKIE] = "short"


@pytest.mark.parametrize("url", [PUBLIC, MINE])
def test_the_short_version_stands_open_and_the_long_text_is_folded(client, lesson, url):
    lesson(SHORT)
    usual = client.get(url).text
    assert '<details class="disclosure short">' in usual
    assert not FOLD.findall(usual)
    prefer(client)
    page = client.get(url).text
    assert "short--first" in page
    assert '<details class="disclosure short">' not in page
    folds = FOLD.findall(page)
    assert len(folds) == 3
    assert "Көрініс" in folds[0]
    assert "Екінші ой" in re.search(r"<summary>.*?</summary>", folds[1], re.DOTALL)[0]
    assert len({re.search(r"<summary>.*?</summary>", fold, re.DOTALL)[0] for fold in folds}) == 3


@pytest.mark.parametrize("url", [PUBLIC, MINE])
def test_what_is_to_be_done_or_must_be_seen_is_never_folded_and_keeps_its_place(
    client, lesson, url
):
    lesson(SHORT)
    prefer(client)
    page = client.get(url).text
    folded = "".join(FOLD.findall(page))
    for sign in ('class="activity"', "Қауіпті болса", "Алдымен тыңдаңыз."):
        assert sign in page
        assert sign not in folded
    order = ["Алдымен", "Көрініс", "activity-check" if url == MINE else 'class="activity"']
    places = [page.index(sign) for sign in [*order, "Екінші ой", "Қауіпті болса"]]
    assert places == sorted(places)


def test_nothing_of_the_lesson_is_lost_by_folding():
    parts = [SHORT, SCENE, {"kind": "single"}, HEADING, TEXT, WARNING, TEXT, WEEK]
    found = stretches(parts, lambda part: part, is_short_first=True)
    assert [part for stretch in found for part in stretch.parts] == parts
    assert [stretch.is_folded for stretch in found] == [
        False,
        True,
        False,
        True,
        False,
        True,
        False,
    ]
    assert [stretch.is_first for stretch in found].count(True) == 1


@pytest.mark.parametrize("url", [PUBLIC, MINE])
def test_a_lesson_without_a_short_version_stands_open_as_ever(client, lesson, url):
    lesson()
    prefer(client)
    page = client.get(url).text
    assert not FOLD.findall(page)
    assert "Көрініс" in page


def test_an_answer_is_taken_as_ever(client, lesson):
    lesson(SHORT)
    prefer(client)
    story.answer(client, "b")
    assert "feedback--right" in client.get(MINE).text
    part = story.answer(client, "a", **story.htmx()).text
    assert "short--first" not in part
    assert "feedback--wrong" in part


def test_the_choice_asks_the_database_nothing(client, lesson, django_assert_num_queries):
    lesson(SHORT)
    client.get(MINE)
    for prefers in (False, True):
        if prefers:
            prefer(client)
        with django_assert_num_queries(8):
            client.get(MINE)
