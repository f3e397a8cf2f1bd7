"""Two people share what they wrote in an exercise for two, each on their own phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import look_at
from tests.journeys.person import Person

LESSON, EXERCISE = "listening", "five-minutes"
HERS, HIS = "Кешкі асты бірге ішейік", "Жексенбіде телефонсыз серуендейік\nАптасына бір рет"


def exercise(page: Page):
    return page.locator(f"#activity-{EXERCISE}")


def press(person: Person, do: str) -> None:
    exercise(person.page).locator(f"button[value={do}]").click()
    person.page.wait_for_load_state("load")


def write(person: Person, text: str) -> None:
    person.open_lesson(LESSON)
    exercise(person.page).locator("textarea").fill(text)
    press(person, "keep")
    expect(exercise(person.page).locator("button[value=share]")).to_be_visible()


def look(person: Person, phone, name: str) -> list[str]:
    """Look at the lesson as it stands, on a small phone, a phone and a desk of the same person."""
    wrong = []
    for width in (320, 360, 1280):
        one = phone(person.language, width=width)
        one.context.add_cookies(person.page.context.cookies())
        one.go(f"/{person.language}/learn/neke/{LESSON}/")
        wrong += look_at(one, f"for-two-{name}", person.language, width)
    return wrong


def join(one: Person, other: Person) -> None:
    one.go("/couple/")
    one.page.locator("form[action$='/couple/invite/'] button[type=submit]").first.click()
    other.page.goto(one.page.locator("input[readonly]").first.input_value())
    other.page.locator("button[name=answer][value=accept]").click()
    expect(other.page).to_have_url(re.compile(r"/couple/$"))


@pytest.mark.parametrize("javascript", [True, False])
def test_two_share_and_read_with_and_without_javascript(phone, javascript):
    she, he = (
        Person(phone("kk", javascript=javascript), "kk", f"{name}.{javascript}@example.org")
        for name in ("aru", "timur")
    )
    for person, name in ((she, "Ару Серікова"), (he, "Тимур Ахметов")):
        person.sign_in(name)
        person.begin()
    wrong = []

    she.open_lesson(LESSON)
    exercise(she.page).locator("textarea").fill(HERS)
    press(she, "keep")
    expect(exercise(she.page).locator(".sharing")).to_be_visible()
    expect(exercise(she.page).locator("button[value=share]")).to_have_count(0)
    wrong += look(she, phone, "alone")

    join(she, he)
    write(she, HERS)
    wrong += look(she, phone, "kept")
    press(she, "share")
    expect(exercise(she.page).locator("button[value=take-back]")).to_be_visible()
    if javascript:
        assert she.page.evaluate("document.activeElement.id") == f"share-{EXERCISE}"
    wrong += look(she, phone, "shared")

    # What stands in the field is what is shared: a change is kept first, and nothing is lost.
    write(he, "Басқа сөз")
    exercise(he.page).locator("textarea").fill(HIS)
    press(he, "share")
    expect(exercise(he.page).locator("textarea")).to_have_value(HIS)
    expect(exercise(he.page).locator(".error")).to_be_visible()
    press(he, "keep")
    expect(exercise(he.page).locator(".error")).to_have_count(0)
    press(he, "share")
    expect(exercise(he.page).locator("button[value=open]")).to_be_visible()
    wrong += look(he, phone, "both")

    # With the keyboard: he opens them; she can no longer take hers back.
    exercise(he.page).locator("button[value=open]").focus()
    he.page.keyboard.press("Enter")
    expect(exercise(he.page).locator(".two-answers")).to_contain_text(HERS)
    if javascript:
        assert he.page.evaluate("document.activeElement.id") == f"share-{EXERCISE}"
    she.open_lesson(LESSON)
    expect(exercise(she.page).locator("button[value=take-back]")).to_have_count(0)
    wrong += look(she, phone, "final")
    press(she, "open")
    expect(exercise(she.page).locator(".two-answers")).to_contain_text("Аптасына бір рет")
    expect(exercise(she.page).locator(".two-answers")).to_contain_text("Тимур Ахметов")
    wrong += look(she, phone, "opened")
    assert wrong == []
