"""How a person wants to read, in a real browser: what the choice changes, and that nothing breaks."""

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import look_at
from tests.journeys.person import Person

LESSON = "/courses/neke/listening/"
PAGES = {
    "lesson": LESSON, "way-out": "/courses/neke/circle/", "preferences": "/preferences/",
    "course": "/courses/neke/", "home": "/", "sign-in": "/sign-in/",
}  # fmt: skip


def style(person, selector, name):
    return person.page.locator(selector).first.evaluate(
        f"node => getComputedStyle(node).getPropertyValue('{name}')"
    )


def choose(person, **choices):
    for name, value in choices.items():
        person.page.locator(f"[name={name}][value={value}]").check()
    person.submit("[name=text]")


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_without_an_account_chooses_and_comes_back_to_their_lesson(phone, javascript):
    person = Person(phone("kk", javascript=javascript), "kk", "")
    person.go(LESSON)
    before = float(style(person, "body", "font-size")[:-2])
    assert style(person, ".button", "transition-duration") != "0s"
    person.page.locator("footer a[href$='/preferences/']").click()
    choose(person, text="largest", contrast="more", motion="none", lessons="short")

    expect(person.page).to_have_url(person.phone.site("/kk" + LESSON))
    expect(person.page.locator(".messages")).to_be_visible()
    assert float(style(person, "body", "font-size")[:-2]) == pytest.approx(before * 1.375)
    assert style(person, "body", "color") == "rgb(0, 0, 0)"
    assert style(person, ".button", "transition-duration") == "0s"
    expect(person.page.locator(".short--first li")).to_have_count(5)
    expect(person.page.locator(".activity").first).to_be_visible()
    expect(person.page.locator(".situation")).to_be_hidden()
    person.page.locator(".fold > summary").first.click()
    expect(person.page.locator(".situation")).to_be_visible()


def test_a_device_that_asks_for_contrast_or_rest_is_heard_without_a_choice(phone):
    person = Person(phone("kk"), "kk", "")
    person.page.emulate_media(contrast="more", reduced_motion="reduce")
    person.go(LESSON)
    assert style(person, "body", "color") == "rgb(0, 0, 0)"
    assert style(person, ".button", "transition-duration") == "0s"
    person.page.emulate_media(contrast="more", color_scheme="dark")
    assert style(person, "body", "background-color") == "rgb(0, 0, 0)"
    person.page.emulate_media(contrast="no-preference", color_scheme="light")
    assert style(person, "body", "color") == "rgb(30, 41, 51)"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_choice_passes_axe_in_light_dark_and_forced_colours(phone, language):
    wrong = []
    one = phone(language, width=320)
    one.context.add_cookies(
        [{"name": "otau_preferences", "value": "largest.more.none.short", "url": one.site.url}]
    )
    for scheme, forced in (("light", "none"), ("dark", "none"), ("light", "active")):
        one.page.emulate_media(color_scheme=scheme, forced_colors=forced)
        for name, path in PAGES.items():
            one.go(f"/{language}{path}")
            wrong += look_at(one, f"preferred-{name}-{scheme}-{forced}", language, 320)
    assert not wrong, "\n".join(wrong)
