"""The button that stops messages, in a browser: it sends what browsers send with a form."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_one_button_stops_messages_without_signing_in(phone, language):
    page = phone(language).go(f"/{language}/s/a-link-nobody-has")
    heading = page.locator("h1").inner_text()

    page.locator("main form button").click()

    expect(page.locator("main form")).to_have_count(0)
    expect(page.locator("main [role=status]")).to_be_visible()
    assert page.locator("h1").inner_text() != heading
