"""Where somebody is signed in: listed coarsely, ended one by one or all at once."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from accounts.actions.profile import end_sessions
from accounts.actions.sessions import list_session
from accounts.devices import Browser, Device, browser_of, device_of
from accounts.models import UserSession
from accounts.tasks import forget_expired
from tests import cast

pytestmark = pytest.mark.django_db
PAGE, END = "/kk/account/sessions/", "/kk/account/sessions/end/"

FOX, GECKO = "Mozilla/5.0", "Gecko/120.0 Firefox/120.0"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
AGENTS = [
    (PHONE, Device.ANDROID_PHONE, Browser.CHROME),
    (PHONE.replace("Chrome/", "SamsungBrowser/23.0 Chrome/"), Device.ANDROID_PHONE, Browser.SAMSUNG),
    (PHONE.replace("Mobile Safari", "YaBrowser/23.1 Mobile Safari"), Device.ANDROID_PHONE,
     Browser.YANDEX),
    (PHONE + " OPR/76.0", Device.ANDROID_PHONE, Browser.OPERA),
    (PHONE.replace(" Mobile", ""), Device.ANDROID_TABLET, Browser.CHROME),
    (f"{FOX} (Android 13; Mobile; rv:120.0) {GECKO}", Device.ANDROID_PHONE, Browser.FIREFOX),
    (f"{FOX} (iPhone; CPU iPhone OS 17_0 like Mac OS X) {APPLE} Version/17.0 Mobile Safari/604.1",
     Device.IPHONE, Browser.SAFARI),
    (f"{FOX} (iPad; CPU OS 16_0 like Mac OS X) {APPLE} CriOS/120.0 Mobile Safari/604.1",
     Device.IPAD, Browser.CHROME),
    (f"{FOX} (Windows NT 10.0; Win64; x64) {APPLE} Chrome/120.0 Safari/537.36 Edg/120.0",
     Device.WINDOWS, Browser.EDGE),
    (f"{FOX} (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/17.1 Safari/605.1.15",
     Device.MAC, Browser.SAFARI),
    (f"{FOX} (X11; Linux x86_64; rv:120.0) {GECKO}", Device.LINUX, Browser.FIREFOX),
    ("curl/8.0", Device.OTHER, Browser.OTHER),
    ("", Device.OTHER, Browser.OTHER),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "device", "browser"), AGENTS)
def test_a_browser_is_known_coarsely(agent, device, browser):
    assert (device_of(agent), browser_of(agent)) == (device, browser)


@pytest.fixture
def phone(aigerim, signed_in):
    """Aigerim's phone: signed in, and used once."""
    browser = signed_in(aigerim, HTTP_USER_AGENT=PHONE)
    browser.get("/kk/account/")
    return browser


def key_of(browser: Client) -> str:
    return browser.session.session_key


def is_in(browser: Client) -> bool:
    return browser.get("/kk/account/").status_code == 200


def test_signing_in_lists_the_session_and_the_page_says_which_is_this_one(
    phone, aigerim, signed_in
):
    signed_in(aigerim)
    page = phone.get(PAGE)
    listed = UserSession.objects.get(session_id=key_of(phone))
    assert [one.user for one in UserSession.objects.all()] == [aigerim, aigerim]
    assert page.text.count(f'value="{listed.pk}"') == 0
    other = UserSession.objects.exclude(pk=listed.pk).get()
    assert page.text.count(f'value="{other.pk}"') == 1
    assert "no-store" in page["Cache-Control"]


def test_the_browser_of_a_sign_in_by_code_is_named(client, tasks_at_once):
    with tasks_at_once():
        client.post("/kk/sign-in/", {"contact": "new@example.org"}, HTTP_USER_AGENT=PHONE)
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
    client.post("/kk/sign-in/code/", {"code": code}, HTTP_USER_AGENT=PHONE)
    listed = UserSession.objects.get()
    assert (listed.device, listed.browser) == ("android_phone", "chrome")
    assert listed.session_id == key_of(client)


def test_nothing_of_the_network_and_of_the_hour_is_kept_or_shown(phone):
    fields = {field.name for field in UserSession._meta.local_fields}
    assert fields == {"id", "session", "user", "device", "browser", "began_at", "last_used_on"}
    UserSession.objects.update(began_at=timezone.now().replace(hour=3, minute=47))
    page = phone.get(PAGE).text
    assert "127.0.0.1" not in page
    assert ":47" not in page


def test_an_ordinary_page_costs_no_query_more(phone, django_assert_num_queries):
    with django_assert_num_queries(2):  # the session and the person
        phone.get("/kk/account/language/")


def test_the_day_of_the_last_use_is_noted_once_a_day(phone):
    began = UserSession.objects.get().began_at
    UserSession.objects.update(last_used_on=date(2026, 1, 1))
    phone.get("/kk/account/")
    assert UserSession.objects.get().last_used_on == date(2026, 1, 1)
    session = phone.session
    session["listed"] = session["listed"] | {"day": "2026-01-01"}
    session.save()
    phone.get("/kk/account/")
    listed = UserSession.objects.get()
    assert listed.last_used_on == timezone.localdate()
    assert listed.began_at == began


def test_a_session_from_before_the_list_is_listed_at_its_next_page(phone):
    UserSession.objects.all().delete()
    session = phone.session
    del session["listed"]
    session.save()
    phone.get("/kk/account/")
    assert UserSession.objects.get().session_id == key_of(phone)


def test_one_device_is_signed_out_and_the_others_are_not(phone, aigerim, signed_in):
    stolen, laptop = signed_in(aigerim), signed_in(aigerim)
    listed = UserSession.objects.get(session_id=key_of(stolen))
    assert phone.post(END, {"session": listed.pk})["Location"] == PAGE
    assert [is_in(one) for one in (phone, stolen, laptop)] == [True, False, True]
    assert UserSession.objects.count() == 2
    # Once more, as from a second tab: nothing more happens.
    assert phone.post(END, {"session": listed.pk})["Location"] == PAGE


@pytest.mark.parametrize("sent", ["", "x", "-1", "٣", "9" * 30])
def test_a_number_that_is_none_ends_nothing(phone, sent):
    assert phone.post(END, {"session": sent})["Location"] == PAGE
    assert is_in(phone)


def test_nobody_elses_session_is_ended_or_shown(phone, irina, signed_in):
    theirs = signed_in(irina)
    listed = UserSession.objects.get(user=irina)
    phone.post(END, {"session": listed.pk})
    assert is_in(theirs)
    assert f'value="{listed.pk}"' not in phone.get(PAGE).text


def test_all_others_are_signed_out_and_leave_the_list(phone, aigerim, signed_in):
    others = [signed_in(aigerim), signed_in(aigerim)]
    phone.post("/kk/sign-out/everywhere/")
    assert is_in(phone)
    assert not any(is_in(one) for one in others)
    assert UserSession.objects.get().session_id == key_of(phone)


def test_whoever_ends_a_session_takes_it_from_the_list(phone, aigerim, signed_in):
    other = signed_in(aigerim)
    other.post("/kk/sign-out/")
    assert UserSession.objects.get().session_id == key_of(phone)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    forget_expired()
    assert not UserSession.objects.exists()


def test_a_session_ended_at_this_moment_is_not_listed_as_a_ghost(aigerim):
    assert not list_session(user=aigerim, session_key="gone", user_agent=PHONE)
    assert not UserSession.objects.exists()


def test_ending_every_session_empties_the_list(phone, aigerim):
    end_sessions(user=aigerim)
    assert not UserSession.objects.exists()
    assert not is_in(phone)


def test_a_long_list_has_pages_and_costs_the_same(
    phone, aigerim, signed_in, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        phone.get(PAGE)
    for _ in range(25):
        signed_in(aigerim)
    with django_assert_max_num_queries(4):
        assert 'rel="next"' in phone.get(PAGE).text
    assert phone.get(PAGE + "?page=2").status_code == 200


def test_the_staff_have_their_own_list(signed_in, aigerim):
    clerk = cast.make_staff()
    desk, elsewhere = signed_in(clerk), signed_in(clerk)
    assert desk.get("/kk/staff/sessions/").status_code == 200
    listed = UserSession.objects.get(session_id=key_of(elsewhere))
    desk.post("/kk/staff/sessions/end/", {"session": listed.pk})
    assert elsewhere.get("/kk/staff/sessions/").status_code == 302
    again = signed_in(clerk)
    desk.post("/kk/staff/sessions/end-others/")
    assert again.get("/kk/staff/sessions/").status_code == 302
    assert desk.get("/kk/staff/sessions/").status_code == 200
    assert desk.get(PAGE).status_code == 403
    learner = signed_in(aigerim)
    assert learner.get("/kk/staff/sessions/").status_code == 404
    assert learner.post("/kk/staff/sessions/end-others/").status_code == 404


def test_a_visitor_has_no_list(client):
    assert client.get(PAGE).status_code == 302
    assert client.post(END, {"session": "1"}).status_code == 302
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_words_are_whole_in_each_language(language, aigerim):
    with translation.override(language):
        words = UserSession(device="iphone", browser="safari").words
    assert "iPhone" in words
    assert "Safari" in words
