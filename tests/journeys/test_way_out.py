"""Leaving a lesson about violence, in a real browser: with a tap, with the keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import look_at
from tests.journeys.person import Person

COURSE, LESSON = "/courses/neke/", "/courses/neke/circle/"


@pytest.fixture
def reader(phone):
    """`reader(...)` gives somebody who has opened the lesson by way of the course's page."""

    def make(language="kk", **kind):
        person = Person(phone(language, **kind), language, "")
        open_lesson(person, COURSE, LESSON)
        return person

    return make


def open_lesson(person, course, lesson):
    person.go(course)
    person.page.locator(f"a[href$='{lesson}']").first.click()
    expect(person.page.locator("form[action$='/circle/']")).to_be_visible()
    expect(person.page.locator("#way-out")).to_have_count(0)
    go_on(person)


def go_on(person):
    person.page.locator("main form[method=post] button").click()
    expect(person.page.locator("#way-out button")).to_be_visible()


def expect_gone(person):
    """They are at the neutral page, and without a session."""
    expect(person.page).to_have_url(person.phone.site.neutral)
    names = {cookie["name"] for cookie in person.phone.context.cookies()}
    assert "otau_session" not in names
    assert "otau_visit" not in names


def leave_by_tap(person):
    person.page.mouse.wheel(0, 3000)
    expect(person.page.locator("#way-out button")).to_be_in_viewport()
    person.page.locator("#way-out button").click()
    expect_gone(person)
    person.page.go_back()
    expect(person.page).to_have_url(re.compile(r"/neke/$|/sign-in/"))
    expect(person.page.locator("#way-out, #go-on")).to_have_count(0)


def test_a_tap_leaves_and_back_does_not_lead_to_the_lesson(reader):
    leave_by_tap(reader())


def test_a_learner_who_leaves_is_signed_out(phone):
    person = Person(phone("kk"), "kk", "asel@example.org")
    person.sign_in()
    open_lesson(person, "/learn/neke/", "/learn/neke/circle/")
    leave_by_tap(person)
    person.go("/learn/neke/circle/")
    expect(person.page).to_have_url(re.compile("/sign-in/"))


def test_escape_three_times_leaves_and_twice_does_not(reader):
    person = reader()
    for key in ("Escape", "Escape", "Tab", "Escape", "Escape"):
        person.page.keyboard.press(key)
    expect(person.page.locator("#way-out button")).to_be_visible()
    # Anything else typed in between begins the count anew; only what is pressed in a row leaves.
    for key in ("Tab", "Escape", "Escape", "Escape"):
        person.page.keyboard.press(key)
    expect_gone(person)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_key_is_named_where_it_works(phone, javascript):
    person = Person(phone("kk", javascript=javascript), "kk", "")
    person.go(COURSE)
    person.page.locator(f"a[href$='{LESSON}']").first.click()
    expect(person.page.locator("#go-on")).to_be_visible()
    expect(person.page.get_by_text("Escape")).to_be_visible(visible=javascript)


def test_the_button_is_reached_and_pressed_by_keyboard(reader):
    person = reader()
    for _ in range(30):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("document.activeElement.closest('#way-out') !== null"):
            break
    person.page.keyboard.press("Enter")
    expect_gone(person)


def test_without_scripts_the_form_leaves_and_back_shows_nothing_of_the_lesson(reader):
    person = reader(javascript=False)
    title = person.page.locator("h1").inner_text()
    person.page.locator("#way-out button").click()
    expect_gone(person)
    person.page.go_back()
    expect(person.page.locator("body")).not_to_contain_text(title)


def test_a_site_that_does_not_answer_keeps_nobody_there(reader):
    person = reader()
    person.page.route("**/weather/", lambda route: None)  # the request hangs
    person.page.locator("#way-out button").click()
    expect(person.page).to_have_url(person.phone.site.neutral)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_before_and_the_lesson_pass_axe(reader, language):
    wrong = []
    person = reader(language)
    for width in (320, 1280):
        person.page.set_viewport_size({"width": width, "height": 740})
        person.go(LESSON)
        wrong += look_at(person.phone, "sensitive-lesson", language, width)
    person.phone.context.clear_cookies(name="otau_visit")
    for width in (320, 1280):
        person.page.set_viewport_size({"width": width, "height": 740})
        person.go(LESSON)
        wrong += look_at(person.phone, "before-reading", language, width)
    assert not wrong, "\n".join(wrong)
