"""How a person wants to read: chosen without an account, kept in the browser, seen in every page."""

import re

import pytest
from django.conf import settings
from django.utils.translation import gettext as _

from web import preferences

pytestmark = pytest.mark.django_db

PAGE = "/kk/preferences/"
USUAL = {"text": "usual", "contrast": "device", "motion": "device", "lessons": "whole"}
HELP = "/kk/help/"


def choose(client, back=HELP, **choices):
    return client.post(PAGE, USUAL | choices | {"back": back})


def html_tag(page):
    return re.search(r"<html[^>]*>", page.text)[0]


def came_from(client, address):
    """The path the page of preferences means to lead back to."""
    page = client.get(PAGE, headers={"referer": address} if address else {})
    return re.search(r'name="back" value="([^"]*)"', page.text)[1]


def test_a_choice_is_seen_in_every_page_from_then_on_and_its_cookie_is_small(client):
    assert html_tag(client.get(HELP)) == '<html lang="kk">'
    answer = choose(client, text="largest", contrast="more", motion="none", lessons="short")
    assert answer.status_code == 302
    assert answer.url == HELP
    cookie = answer.cookies[preferences.COOKIE]
    assert cookie.value == "largest.more.none.short"
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]
    for path in (HELP, "/ru/courses/", "/kk/sign-in/", "/kk/nothing-here/", "/c/"):
        tag = html_tag(client.get(path, follow=True))
        assert 'data-text="largest" data-contrast="more" data-motion="none"' in tag, path
    assert set(client.cookies) & {settings.SESSION_COOKIE_NAME} == set(), "nobody needs a session"


def test_the_cookie_is_secure_where_the_sessions_is(client, settings):
    assert not choose(client, text="large").cookies[preferences.COOKIE]["secure"]
    settings.SESSION_COOKIE_SECURE = True
    assert choose(client, text="large").cookies[preferences.COOKIE]["secure"]


def test_who_wants_nothing_unusual_any_more_has_no_cookie(client):
    choose(client, text="large")
    assert choose(client).cookies[preferences.COOKIE]["max-age"] == 0
    assert html_tag(client.get(HELP)) == '<html lang="kk">'


def test_the_form_shows_what_was_chosen(client):
    def checked():
        return re.findall(r'value="(\w+)"[^>]*checked', client.get(PAGE).text)

    assert checked() == list(USUAL.values())
    choose(client, contrast="more", lessons="short")
    assert checked() == ["usual", "more", "device", "short"]


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        ".",
        "huge",
        'large"><script>',
        "large.x.y",
        "usual.device",
        "large." * 200,
        "LARGE",
        "\x00",
    ],
)
def test_a_cookie_says_only_words_of_the_list(client, cookie):
    client.cookies[preferences.COOKIE] = cookie
    tag = html_tag(client.get(HELP))
    assert tag in ('<html lang="kk">', '<html lang="kk" data-text="large">')
    assert preferences.read(cookie).text in ("usual", "large")


def test_a_choice_that_is_not_offered_is_refused_in_words(client):
    page = choose(client, text="huge")
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert f'name="back" value="{HELP}"' in page.text
    assert preferences.COOKIE not in page.cookies


def test_one_comes_back_to_the_page_one_came_from(client):
    assert came_from(client, "http://testserver/kk/centres/?region=KZ-75") == (
        "/kk/centres/?region=KZ-75"
    )
    page = choose(client, back="/ru/centres/?region=KZ-75")
    assert page.url == "/ru/centres/?region=KZ-75"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://evil.example/kk/help/",
        "http://testserver/kk/preferences/",
        "http://testserver/ru/preferences/",
        "nonsense",
    ],
)
def test_from_elsewhere_the_choice_leads_to_the_front_page(client, address):
    assert came_from(client, address) == "/kk/"


@pytest.mark.parametrize(
    "back",
    ["", "https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:1", PAGE],
)
def test_nobody_is_sent_to_another_site(client, back):
    assert choose(client, back=back).url == "/kk/"


def test_a_page_says_that_it_depends_on_the_cookie_and_no_shared_cache_may_keep_it(client):
    for path in (HELP, "/kk/courses/", "/kk/nothing-here/"):
        page = client.get(path)
        assert "Cookie" in page["Vary"], path
        assert "private" in page["Cache-Control"], path


def test_every_page_leads_to_the_preferences(client):
    for path in (HELP, "/kk/courses/", "/kk/sign-in/", "/kk/nothing-here/"):
        assert f'href="{PAGE}"' in client.get(path).text, path


def test_the_page_says_what_was_kept(client):
    answer = choose(client, text="large")
    assert _("Your choice is kept in this browser.") in client.get(answer.url).text
