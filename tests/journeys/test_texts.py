"""Somebody says a little of themselves, reads the text that suits them, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person, lesson_files


def lesson_for(case: str) -> str:
    """The first lesson whose text may be chosen for people in one circumstance."""
    return next(
        slug
        for slug, file in lesson_files().items()
        if f"\nfor: {case}\n" in (text := file.read_text()) and "\nsensitive: true" not in text
    )


def press_until(page, selector: str) -> None:
    """Go on with Tab until focus is where it should be."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


@pytest.mark.parametrize(("language", "javascript"), [("kk", True), ("ru", False)])
def test_a_text_is_chosen_by_keyboard_alone_and_the_choice_is_forgotten(
    phone, language, javascript
):
    person = Person(
        phone(language, javascript=javascript), language, f"texts.{language}@example.org"
    )
    person.sign_in("Оспанова Әсел Қайратқызы")
    person.enrol()
    page = person.go("/texts/neke/")
    press_until(page, "main .buttons a:first-child")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/texts/neke/1/$"))
    for number in (1, 2):  # without a choice it goes on
        expect(page).to_have_url(re.compile(rf"/texts/neke/{number}/$"))
        press_until(page, "main form button")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/texts/neke/3/$"))
    press_until(page, "[name=choice]")
    page.keyboard.press("Space")
    expect(page.locator("[name=choice][value=parents]")).to_be_checked()
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/texts/neke/4/$"))

    slug = lesson_for("with-parents")
    person.open_lesson(slug)
    chosen = page.locator(".tailored a[href$='/texts/neke/answers/']")
    expect(chosen).to_be_visible()
    assert page.locator(".tailored details").count() == 0
    chosen.press("Enter")
    page.locator("main a[href$='/texts/neke/3/?change']").press("Enter")
    page.locator("[name=choice][value=own]").focus()
    page.keyboard.press("Space")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/texts/neke/answers/$"))
    page.locator(f"main .buttons a[href$='/learn/neke/{slug}/']").press("Enter")
    expect(page.locator(".tailored details").first).to_be_visible()

    page = person.go("/texts/neke/answers/")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("main form")).to_have_count(0)
