"""A learner without a mouse or a screen to touch: from the door to an answer, by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NOTHING
from tests.journeys.person import Person
from tests.journeys.test_texts import press_until


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_signing_in_going_on_and_answering_by_keyboard_alone(phone, language):
    person = Person(phone(language), language, "asel@example.org")
    page, keys = person.page, person.page.keyboard
    before = person.phone.newest_message(person.contact, after=NOTHING)

    person.go("/sign-in/")
    press_until(page, "[name=contact]")
    keys.type(person.contact)
    keys.press("Enter")
    expect(page.locator("[name=code]")).to_be_visible()
    press_until(page, "[name=code]")
    keys.type(person.phone.newest_code(person.contact, after=before))
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/learn/$"))

    person.go("/")  # the front page begins with where one left off
    press_until(page, ".continue .button")
    keys.press("Enter")
    expect(page.locator(".lesson-head")).to_be_visible()

    person.open_lesson("listening")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip-link')")
    keys.press("Enter")
    press_until(page, "form[action*='/answer/first-reply/'] input[type=radio]")
    keys.press("ArrowDown")
    keys.press("Space")
    press_until(page, "form[action*='/answer/first-reply/'] button[type=submit]")
    keys.press("Enter")
    form = page.locator("form[action*='/answer/first-reply/']")
    expect(form.locator(".feedback").first).to_be_visible()
    assert page.evaluate("document.activeElement !== document.body"), "focus is lost on the swap"
