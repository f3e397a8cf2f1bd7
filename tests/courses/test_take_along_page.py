"""The page of the course to take along: what there is to save, and how one asks for all of it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext

from courses import tasks
from courses.actions import publish_edition, withdraw_lesson
from courses.actions.take_along import make_missing_files
from courses.models import LessonPage, LessonSnapshot, TakeAlongFile
from enrolments.actions import enrol
from tests import cast
from tests.courses.editing import both, page_of
from tests.courses.taken import PAGE, WHOLE, links_in, made

pytestmark = pytest.mark.django_db


def test_the_course_page_leads_to_it_and_each_language_says_its_size_before_it_is_saved(
    small, client
):
    make_missing_files(edition=small)
    assert f'href="{PAGE}"' in client.get("/kk/courses/small/").text
    page = client.get(PAGE)
    rows = TakeAlongFile.objects.filter(is_whole=False)
    assert links_in(page) == [
        f"{PAGE}{rows.get(languages=name).digest}/otau-small-1-{name}.html"
        for name in ("kk", "ru", "kk-ru")
    ]
    assert page.text.count("0,1 ") == 3  # megabytes, never told too small
    for link in links_in(page):
        assert client.get(link).status_code == 200
    assert "no-cache" in page["Cache-Control"]


def test_while_files_are_being_made_the_page_says_so_and_asks_again(
    small, client, django_capture_on_commit_callbacks, eager
):
    waiting = gettext("The files are being prepared. Come back in a minute.")
    page = client.get(PAGE)
    assert waiting in page.text
    assert links_in(page) == []
    assert re.search(rf'id="files" hx-get="{PAGE}" hx-trigger="every 5s"', page.text)
    assert f'href="{PAGE}"' in page.text  # without JavaScript
    TakeAlongFile.objects.all().delete()
    part = client.get(PAGE, headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert waiting in part.text
    tasks.make_take_along(small.pk)
    part = client.get(PAGE, headers={"hx-request": "true"})
    assert len(links_in(part)) == 3
    assert "hx-trigger" not in part.text
    assert 'id="announce" hx-swap-oob' in part.text


def test_the_first_who_waits_rings_and_the_next_do_not(
    small, client, eager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as rung:
        client.get(PAGE)
        client.get(PAGE)
    assert len([one for one in rung if "_ring" in repr(one)]) == 1
    assert len(links_in(client.get(PAGE))) == 3


def test_whoever_takes_an_older_edition_is_led_to_their_own(
    small, client, signed_in, aigerim, django_capture_on_commit_callbacks
):
    enrol(user=aigerim, course=small.course)
    both("lesson1", "situation", lambda html: "<p>Жаңа сөз</p>")
    newest = publish_edition(course=small.course, by="m")
    for edition in (small, newest):
        make_missing_files(edition=edition)
    mine = signed_in(aigerim)
    for page in (mine.get("/kk/learn/"), mine.get("/kk/learn/small/")):
        assert f'href="{PAGE}1/"' in page.text
    old, new = mine.get(f"{PAGE}1/"), client.get(PAGE)
    assert f'href="{PAGE}"' in old.text
    assert "Жаңа сөз" not in client.get(links_in(old)[0]).text
    assert "Жаңа сөз" in client.get(links_in(new)[0]).text
    assert client.get(f"{PAGE}3/").status_code == 404


def test_the_usual_files_leave_out_lessons_about_violence_and_only_a_tick_brings_them(
    small, client
):
    make_missing_files(edition=small)
    page = client.get(PAGE)
    assert f'href="{WHOLE}"' in page.text
    before = client.get(WHOLE)
    assert links_in(before) == []
    refused = client.post(WHOLE, {})
    assert refused.status_code == 422
    assert links_in(refused) == []
    assert 'aria-invalid="true"' in refused.text
    shown = client.post(WHOLE, {"is_whole": "on"})
    assert [link.rsplit("/")[-1] for link in links_in(shown)] == [
        link.rsplit("/")[-1] for link in links_in(page)
    ]
    assert set(links_in(shown)).isdisjoint(links_in(page))
    # Nothing remembers it.
    for response in (before, refused, shown):
        assert "no-store" in response["Cache-Control"]
        assert set(response.cookies) <= {"otau_csrf"}
    assert client.get(WHOLE).text.count('type="checkbox"') == 1


def test_neither_address_nor_title_nor_words_say_what_is_left_out(small, client):
    make_missing_files(edition=small)
    with translation.override("en"):
        for page in (client.get(PAGE), client.get(WHOLE), client.post(WHOLE, {"is_whole": "on"})):
            main = page.text.split("<main")[1].split("</main>")[0]
            assert cast.unsaid_words(main) == []
            assert cast.unsaid_words(page.text.split("</title>")[0]) == []


def test_a_course_without_such_lessons_has_no_such_page(small, client):
    sensitive = LessonSnapshot.objects.get(language="kk", is_sensitive=True)
    withdraw_lesson(course=small.course, lesson_key=sensitive.lesson_key, reason="р", by="two")
    make_missing_files(edition=small)
    assert WHOLE not in client.get(PAGE).text
    assert client.get(WHOLE).status_code == 404
    assert client.post(WHOLE, {"is_whole": "on"}).status_code == 404
    assert TakeAlongFile.objects.count() == 3


def test_what_does_not_fit_is_said_and_not_offered(small, client):
    row = made(small, "kk-ru")
    TakeAlongFile.objects.filter(pk=row.pk).update(digest="", stored_as="", size=0)
    page = client.get(PAGE)
    assert len(links_in(page)) == 2
    assert gettext("This would be more than 3 MB. Take one language at a time.") in page.text


def test_no_page_where_there_is_no_course_or_no_edition(db, client):
    cast.make_course()
    for path in ("nothing/", "neke/"):
        assert client.get(f"/kk/courses/{path}take-along/").status_code == 404


def test_no_lesson_gets_the_address_of_this_page(small):
    """It would be shown in the lesson's place."""
    assert resolve("/kk/courses/small/take-along/").view_name == "courses:take_along"
    page = page_of()
    page.slug = "take-along"
    with pytest.raises(ValidationError, match="take-along"):
        page.full_clean()
    fresh = LessonPage(title="Take along", locale=page.locale, body=page.body)
    page.get_parent().add_child(instance=fresh)
    assert fresh.slug == "take-along-2"


@pytest.mark.parametrize("lessons", [1, 12])
def test_queries_do_not_grow_with_lessons(client, lessons, django_assert_num_queries):
    edition = cast.make_edition(modules=2, lessons=lessons)
    make_missing_files(edition=edition)
    address = "/kk/courses/neke/take-along/"
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
