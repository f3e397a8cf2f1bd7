"""Somebody takes their data along, reads what erasing means, and erases their account."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import look_at
from tests.journeys.person import Person

WIDTHS = (320, 1280)
READ = ("account", "lessons", "answers", "notes", "certificates", "events", "circumstances")


def look(person: Person, phone, pages: dict[str, str]) -> list[str]:
    """Look at pages in the person's own session, on a small phone and on a desk."""
    wrong = []
    for width in WIDTHS:
        one = phone(person.language, width=width)
        one.context.add_cookies(person.page.context.cookies())
        for name, path in pages.items():
            one.go(f"/{person.language}{path}")
            wrong += look_at(one, name, person.language, width)
    return wrong


@pytest.mark.parametrize(("language", "javascript"), [("kk", True), ("ru", False)])
def test_somebody_saves_their_data_and_erases_their_account(phone, language, javascript):
    contact = f"leaving.{language}@example.org"
    person = Person(phone(language, javascript=javascript), language, contact)
    person.sign_in("Оспанова Дина Қайратқызы")
    person.enrol()
    person.say("parents", about=3)
    person.learn_the_rest()
    number = person.certificate_number()

    page = person.go("/account/")
    page.locator("a[href$='/account/data/']").click()
    expect(page).to_have_url(re.compile(r"/account/confirm/\?next="))
    wrong = look(person, phone, {"confirm": "/account/confirm/"})
    code = person.ask_for_code()
    person.submit("[name=code]")
    expect(page.locator(".error-summary")).to_be_focused()
    if javascript:  # axe needs it
        wrong += look_at(person.phone, "error-confirm", language, 360)
    page.fill("[name=code]", code)
    person.submit("[name=code]")
    expect(page).to_have_url(re.compile(r"/account/data/$"))
    pages = {"my-data": "/account/data/"}
    pages |= {f"my-data-{key}": f"/account/data/{key}/" for key in READ}
    wrong += look(person, phone, pages | {"erase": "/account/erase/"})
    with page.expect_download() as download:
        page.locator("a[href$='/account/data/file/']").click()
    assert download.value.suggested_filename == "otau-data.json"
    held = json.loads(Path(download.value.path()).read_text())["sections"]
    assert held["account"][0]["email"] == contact
    assert held["certificates"][0]["number"] == number
    assert held["circumstances"][0]["answer"] == "parents"

    person.go("/account/")
    page.locator("a[href$='/account/erase/']").click()
    expect(page.locator("main", has_text=number)).to_be_visible()
    page.locator("form[action$='/account/erase/'] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/account/erased/$"))
    wrong += look(person, phone, {"erased": "/account/erased/"})
    person.go("/account/")
    expect(page).to_have_url(re.compile(r"/sign-in/"))
    page.go_back()
    expect(page.locator("main", has_text=contact)).to_have_count(0)
    person.go(f"/c/{number}/")
    expect(page.locator(".standing--valid")).to_be_visible()
    assert wrong == []
