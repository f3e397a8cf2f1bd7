"""The pages around the courses, in both languages, without signing in."""

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client

from cms.models import FamilySupportCentre, HelpLine, InfoPage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(folder):
    """The site, loaded with the demo's centres."""
    call_command("load_site", str(folder), "--demo", verbosity=0)


@pytest.mark.parametrize("language, other", [("kk", "ru"), ("ru", "kk")])
@pytest.mark.parametrize(
    "path", ["/", "/about/", "/privacy/", "/help/", "/centres/", "/centres/?region=KZ-43"]
)
def test_a_page_is_open_and_the_language_switch_keeps_the_place(
    site, client, path, language, other, django_assert_max_num_queries
):
    client.get(f"/{language}{path}")
    with django_assert_max_num_queries(6):
        response = client.get(f"/{language}{path}")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert f'href="/{other}{path}"' in html
    assert "private" in response["Cache-Control"]


def test_the_front_page_shows_the_courses(site, client):
    assert 'class="empty"' in client.get("/kk/").content.decode()
    cast.make_edition()
    html = client.get("/kk/").content.decode()
    assert "/kk/courses/neke/" in html
    assert 'name="description" content="Отауға қош келдіңіз?"' in html
    assert "Мәтін home" in html
    assert "Отауға қош келдіңіз" in html


def test_an_information_page_is_the_same_page_in_wagtail(site, client):
    page = InfoPage.objects.get(slug="about", locale__language_code="ru")
    assert page.url == "/ru/about/"
    assert "Мәтін about" in client.get(page.url).content.decode()
    page.unpublish()
    assert client.get("/ru/about/").status_code == 404


def test_help_lines_say_how_to_write_and_when_they_were_checked(site, client):
    html = client.get("/ru/help/").content.decode()
    assert 'href="tel:111"' in html
    assert "Можно написать" in html
    assert 'href="https://example.org/111"' in html
    assert "2026" in html
    HelpLine.objects.all().delete()
    assert "111" in client.get("/ru/help/").content.decode()


def test_centres_stand_in_the_order_of_the_kazakh_alphabet(site, client):
    html = client.get("/kk/centres/").content.decode().split("</form>")[1]
    places = [html.index(name) for name in ("Астана қаласы", "Қызылорда облысы")]
    assert places == sorted(places)
    assert html.index("«Арал»") < html.index("«Қызылорда»")


def test_centres_of_one_region_and_of_none(site, client):
    html = client.get("/kk/centres/?region=KZ-43").content.decode()
    assert "«Арал»" in html
    assert "«Астана»" not in html
    assert 'class="empty"' in client.get("/kk/centres/?region=KZ-11").content.decode()
    assert client.get("/kk/centres/?region=%27--").status_code == 200
    FamilySupportCentre.objects.all().delete()
    assert 'class="empty"' in client.get("/kk/centres/").content.decode()


def test_the_list_of_centres_costs_the_same_at_any_length(site, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/kk/centres/")
    for number in range(40):
        FamilySupportCentre.objects.create(
            key=f"x{number}", region="KZ-75", name_kk="…", name_ru="…", city_kk="…", city_ru="…",
            address_kk="…", address_ru="…", phone="1",
        )  # fmt: skip
    with django_assert_num_queries(1):
        client.get("/kk/centres/")


def test_a_page_that_is_not_there_says_so_in_the_language_of_the_address(site, client):
    for language in ("kk", "ru"):
        response = client.get(f"/{language}/nothing/")
        assert response.status_code == 404
        assert f'href="/{language}/"' in response.content.decode()
        assert 'class="help-line"' in response.content.decode()


def test_the_page_for_our_own_faults_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string("500.html")
    assert 'lang="ru"' in html
    assert 'href="/kk/"' in html


def test_a_form_without_its_token_is_answered_kindly(site):
    response = Client(enforce_csrf_checks=True).post("/kk/about/")
    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


def test_robots_are_asked_to_leave_a_demonstration_alone(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /" in response.content.decode()


def test_lists_of_the_admin_open(site, signed_in, settings):
    settings.STAFF_SECOND_FACTOR = False
    admin = signed_in(cast.make_staff(superuser=True))
    for address in ("/admin/snippets/cms/helpline/", "/admin/snippets/cms/familysupportcentre/",
                    f"/admin/snippets/cms/helpline/edit/{HelpLine.objects.get().pk}/"):  # fmt: skip
        assert admin.get(address).status_code == 200, address
