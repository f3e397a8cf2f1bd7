"""What anybody may read, in both languages, without signing in."""

import re

import pytest
from django.utils import translation

from courses.models import Audience, Course
from tests import cast

pytestmark = pytest.mark.django_db

PAGES = ["/courses/", "/courses/small/", "/courses/small/lesson1/"]


@pytest.mark.parametrize("language, other", [("kk", "ru"), ("ru", "kk")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_open_and_the_language_switch_keeps_the_place(
    small, client, path, language, other
):
    response = client.get(f"/{language}{path}")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert f'href="/{other}{path}"' in html
    assert client.get(f"/{other}{path}").status_code == 200
    assert "private" in response["Cache-Control"]
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path, most", [("/courses/", 2), ("/courses/neke/", 2), ("/courses/neke/lesson-2/", 3)]
)
@pytest.mark.parametrize("lessons", [1, 12])
def test_queries_do_not_grow_with_lessons(
    client, path, most, lessons, django_assert_max_num_queries, django_assert_num_queries
):
    cast.make_edition(modules=2, lessons=lessons)
    with django_assert_max_num_queries(6):
        client.get(f"/kk{path}")
    with django_assert_num_queries(most):
        client.get(f"/kk{path}")


def test_neither_answers_nor_feedback_reach_the_public_page(small, client):
    for language in ("kk", "ru"):
        html = client.get(f"/{language}/courses/small/lesson1/").content.decode()
        assert "secret-feedback" not in html
        (form,) = re.findall(r'<form[^>]*action="([^"]*)"', html)
        assert form == f"/{language}/begin/small/lesson1/", "one may begin, and answer nothing here"
        lesson, _sources = html.split("<main")[1].split('id="sources"')
        assert "checked" not in lesson


def test_a_lesson_shows_its_parts_and_where_to_go_on(small, client):
    html = client.get("/ru/courses/small/lesson2/").content.decode()
    assert 'class="situation"' in html
    assert 'width="40" height="20" loading="lazy"' in html
    assert "https://stat.gov.kz/" in html
    assert "/ru/courses/small/lesson3/" in html
    assert "/ru/courses/small/lesson1/" in html


def test_the_title_of_a_sensitive_lesson_is_neutral(small, client):
    client.post("/ru/courses/small/lesson4/")  # from the page before it
    html = client.get("/ru/courses/small/lesson4/").content.decode()
    assert "Урок 4" not in html.split("</title>")[0]
    assert "<h1>Урок 4</h1>" in html
    assert (
        "Урок 1" in client.get("/ru/courses/small/lesson1/").content.decode().split("</title>")[0]
    )


def test_a_lesson_on_violence_does_not_ask_its_reader_to_sign_in(small, client):
    assert "/sign-in/" in answering(client.get("/ru/courses/small/lesson1/"))
    client.post("/ru/courses/small/lesson4/")  # from the page before it
    assert "/sign-in/" not in answering(client.get("/ru/courses/small/lesson4/"))


def answering(response) -> str:
    """The first activity of a lesson's page."""
    return response.content.decode().split('<section class="activity"')[1].split("</section>")[0]


def test_only_a_course_for_couples_speaks_of_the_marriage_and_the_partner(small, client):
    with translation.override("ru"):
        of_couples = [
            translation.gettext(words)
            for words in (
                "The course is voluntary; the registration of a marriage does not depend on it.",
                "Your partner takes the course separately and sees no answer unless both of you share it.",
            )
        ]
    page = client.get("/ru/courses/small/").content.decode()
    assert not any(words in page for words in of_couples)
    Course.objects.update(audience=Audience.COUPLES)
    page = client.get("/ru/courses/small/").content.decode()
    assert all(words in page for words in of_couples)


def test_courses_stand_in_the_order_that_was_given_to_them(small, client):
    cast.make_edition(lessons=1)  # NEKE, which comes before SMALL by its code

    def order() -> list[str]:
        return re.findall(r'href="/kk/courses/(\w+)/"', client.get("/kk/courses/").content.decode())

    assert order() == ["neke", "small"]
    Course.objects.filter(code="SMALL").update(place=1)
    assert order() == ["small", "neke"]


def test_only_the_latest_edition_is_shown(client):
    cast.make_edition(lessons=1)
    cast.make_edition(lessons=2)
    assert client.get("/kk/courses/neke/lesson-4/").status_code == 200


def test_before_the_first_edition_the_list_says_so_and_the_rest_is_not_found(client):
    cast.make_course()
    assert 'class="empty"' in client.get("/kk/courses/").content.decode()
    for path in ("/kk/courses/neke/", "/kk/courses/neke/lesson-1/", "/kk/courses/nothing/"):
        assert client.get(path).status_code == 404


def test_an_unknown_lesson_is_not_found(small, client):
    assert client.get("/kk/courses/small/nothing/").status_code == 404


def test_pages_of_the_tree_lead_to_what_is_published(small, client):
    assert client.get("/ru/courses/small/module1/lesson1/", follow=True).redirect_chain == [
        ("/ru/courses/small/lesson1/", 302)
    ]
