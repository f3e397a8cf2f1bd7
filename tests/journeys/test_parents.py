"""A parent's evening: three taps from the front page to the lesson; ages, a week, a certificate."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import NOTHING
from tests.journeys.person import Person

COURSE = "/courses/ata/"


class Taps:
    """Counts what a person has to tap."""

    def __init__(self, page: Page) -> None:
        """Of this page, from now on."""
        self.page, self.number = page, 0

    def tap(self, what: Locator) -> None:
        """Tap it, as a finger does: it has to be there and visible."""
        what.first.click()
        self.number += 1


def by_question(taps: Taps) -> None:
    """From the front page: the card, the question, the button beside its lesson."""
    taps.tap(taps.page.locator(f".card a[href$='{COURSE}']"))
    one = taps.page.locator(".questions__one").first
    taps.tap(one.locator("summary"))
    taps.tap(one.locator("button[formaction]"))


def by_age(taps: Taps) -> None:
    """From the front page: the card, the age, the button beside a lesson of that age."""
    taps.tap(taps.page.locator(f".card a[href$='{COURSE}']"))
    taps.tap(taps.page.locator("a[href='#module-3']"))
    taps.tap(taps.page.locator("#module-3 button[formaction]"))


def by_lesson(taps: Taps) -> None:
    """From the front page: the card, a lesson of the list, its own button."""
    taps.tap(taps.page.locator(f".card a[href$='{COURSE}']"))
    taps.tap(taps.page.locator("#module-2 a.row__title"))
    taps.tap(taps.page.locator("main form[action*='/begin/ata/'] button"))


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("way", [by_question, by_age, by_lesson])
def test_three_taps_from_the_front_page_to_the_lesson(phone, way, javascript):
    person = Person(
        phone("kk", javascript=javascript), "kk", f"{way.__name__}.{javascript}@example.org"
    )
    person.sign_in("Ата Ана")
    person.go("/")
    taps = Taps(person.page)

    way(taps)

    expect(person.page).to_have_url(re.compile(r"/kk/learn/ata/[\w-]+/$"))
    assert taps.number == 3


@pytest.mark.parametrize("is_known", [True, False])
def test_a_visitor_lands_in_the_lesson_they_picked(phone, is_known):
    """Three taps to the door; then a code, and for a newcomer a name and consent."""
    person = Person(phone("ru"), "ru", f"visitor.{is_known}@example.org")
    if is_known:
        person.sign_in("Мама Аяна")
        person.phone.context.clear_cookies()
    page, before = person.page, person.phone.newest_message(person.contact, after=NOTHING)
    person.go("/")
    taps = Taps(page)
    by_question(taps)
    expect(page).to_have_url(re.compile(r"/ru/sign-in/"))
    assert taps.number == 3

    door = Taps(page)
    page.fill("[name=contact]", person.contact)
    door.tap(page.locator("form:has([name=contact]) button[type=submit]"))
    expect(page.locator("[name=code]")).to_be_visible()
    page.fill("[name=code]", person.phone.newest_code(person.contact, after=before))
    door.tap(page.locator("form:has([name=code]) button[type=submit]"))
    if not is_known:
        page.fill("[name=name]", "Папа Аяна")
        page.check("[name=language][value=ru]")
        door.tap(page.locator("form:has([name=name]) button[type=submit]"))
        door.tap(page.locator("form:has([name=version]) button[type=submit]"))

    expect(page).to_have_url(re.compile(r"/ru/learn/ata/[\w-]+/$"))
    assert door.number == (2 if is_known else 4)


def test_ages_and_a_small_thing_by_hand(phone):
    person = Person(phone("kk", javascript=False), "kk", "mother@example.org")
    person.sign_in("Ана Болған")
    page = person.go(COURSE)
    page.locator("#module-1 button[formaction]").first.click()
    lesson = page.url

    person.go("/ages/ata/")
    for age in (4, 1):
        page.locator(f"#age-{age}").check()
    person.submit("[name=age]")
    expect(page).to_have_url(re.compile(r"/learn/ata/$"))
    modules = [one.get_attribute("id") for one in page.locator("section.module").all()]
    assert modules[:3] == ["module-1", "module-4", "module-2"]

    page.goto(lesson)
    page.locator("button[name=do][value=ask]").click()
    expect(page).to_have_url(re.compile(r"/week/$"))
    page.fill("[name=plan]", "Кешке бірге ән айтамыз")
    page.locator("button[value=plan]").click()
    expect(page.locator("[name=plan]")).to_have_value("Кешке бірге ән айтамыз")
    person.go("/learn/")
    page.locator("a[href$='/week/']").click()
    page.locator("button[value=forget]").click()
    expect(page.locator("[name=plan]")).to_have_count(0)
