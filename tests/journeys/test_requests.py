"""Somebody asks a centre for a call, reads what happens next, and changes their mind."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import look_at
from tests.journeys.person import Person

MAILBOX = "almaty-demo@example.org"


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_asks_for_a_call_and_takes_it_back(phone, javascript):
    person = Person(phone(javascript=javascript), "kk", f"caller.{javascript}@example.org")
    person.sign_in("Оспанова Сая Мақсатқызы")
    person.go("/couple/").locator("main a[href='/kk/requests/new/']").click()
    person.page.select_option("[name=region]", "KZ-75")
    person.submit("[name=region]")
    person.page.locator("main a[href$='/requests/new/almaty-demo/']").click()

    person.submit("[name=wish]")
    expect(person.page.locator(".error-summary")).to_be_focused()
    expect(person.page.locator("[name=may_say][value=no]")).to_be_checked()
    person.page.check("[name=wish][value=call]")
    person.page.check("[name=company][value=together]")
    person.page.check("[name=times][value=evening]")
    person.page.fill("[name=contact]", "8 701 555 44 33")
    person.submit("[name=wish]")
    expect(person.page).to_have_url(re.compile(r"/kk/requests/[0-9a-f-]{36}/$"))
    expect(person.page.locator("main")).to_contain_text("+77015554433")
    reference = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", person.page.locator("main").inner_text())
    assert reference
    sent = person.phone.message_with(MAILBOX, reference[0], "+77015554433")
    assert "Оспанова Сая Мақсатқызы" in sent

    person.page.locator("form[action$='/withdraw/'] button").click()
    expect(person.page.locator("form[action$='/withdraw/']")).to_have_count(0)
    expect(person.page.locator("main")).not_to_contain_text("+77015554433")
    person.phone.newest_message(MAILBOX, after=sent)
    person.page.locator("form[action$='/delete/'] button").click()
    expect(person.page).to_have_url(re.compile(r"/kk/requests/$"))
    expect(person.page.locator("main .empty")).to_be_visible()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_of_a_request(phone, language):
    """Every state of a request, at 320 and 1280 px: axe finds nothing."""
    person = Person(phone(language, width=320), language, f"asker.{language}@example.org")
    person.sign_in("Оспанов Тимур Қайратұлы")
    wrong = []

    def look(name, path=None):
        for width in (1280, 320):
            person.page.set_viewport_size({"width": width, "height": 740})
            if path:
                person.go(path)
            wrong.extend(look_at(person.phone, name, language, width))

    look("requests-none", "/requests/")
    look("request-region", "/requests/new/")
    look("request-centres", "/requests/new/?region=KZ-62")
    look("request-form", "/requests/new/astana-demo/")
    person.submit("[name=wish]")
    look("error-request")
    person.page.check("[name=wish][value=visit]")
    person.page.check("[name=company][value=together]")
    person.page.check("[name=times][value=any]")
    person.submit("[name=wish]")
    look("request-sent")
    look("requests", "/requests/")
    person.page.locator("main a[href*='/requests/']").first.click()
    person.page.locator("form[action$='/withdraw/'] button").click()
    look("request-withdrawn")
    assert not wrong, "\n".join(wrong)
