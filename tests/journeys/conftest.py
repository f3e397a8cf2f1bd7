"""The real thing for the journeys: site, worker and stand-in as processes, a real browser.

Nothing here touches Django: a journey sees what a person sees, and reads codes in the outbox.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.site import Site, forget_limits, running_site

NOTHING = "do not wait"
PATIENCE = 10_000  # milliseconds: two cores may be busy

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Start everything once for all journeys; end it with them."""
    with running_site() as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that `make test` found."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["OTAU_BROWSER"],
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


class Phone:
    """One person's browser."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        """A phone of this `site`; every error in the page's console is kept."""
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "favicon" not in text and "status of 4" not in text:
            self.complaints.append(text)

    def go(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(self.site(path))
        return self.page

    def newest_message(self, recipient: str, *, after: str = "") -> str:
        """Read the newest message to `recipient` in the outbox; wait for one that is not `after`.

        Without waiting for a first one the answer may be empty.
        """
        page = self.context.new_page()
        text = ""
        for _ in range(60 if after != NOTHING else 1):
            page.goto(self.site("/kk/demo/outbox/"))
            row = page.locator("li.row", has_text=recipient).first
            text = row.inner_text() if row.count() else ""
            if text and text != after:
                break
            page.wait_for_timeout(200)
        page.close()
        return text

    def message_with(self, recipient: str, *words: str) -> str:
        """Wait for a message to `recipient` that holds all of `words`, and return it."""
        page = self.context.new_page()
        row = page.locator("li.row", has_text=recipient)
        for word in words:
            row = row.filter(has_text=word)
        for _ in range(60):
            page.goto(self.site("/kk/demo/outbox/"))
            if row.count():
                break
            page.wait_for_timeout(200)
        text = row.first.inner_text()
        page.close()
        return text

    def newest_code(self, recipient: str, *, after: str = "") -> str:
        """Read the newest code that was sent to `recipient`, later than the message `after`."""
        found = re.search(r"\b(\d{6})\b", self.newest_message(recipient, after=after))
        assert found, "no code in the newest message"
        return found.group(1)


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[Callable[..., Phone]]:
    """`phone(language, javascript=True, width=360)` gives one more person a browser.

    At the end nobody's browser may have complained: no script error, no refused style.
    """
    forget_limits()
    opened: list[Phone] = []

    def open_phone(language: str = "kk", *, javascript: bool = True, width: int = 360) -> Phone:
        context = chromium.new_context(
            locale={"kk": "kk-KZ", "ru": "ru-RU"}[language], java_script_enabled=javascript,
            viewport={"width": width, "height": 740}, timezone_id="Asia/Almaty",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        opened.append(Phone(context, site))
        return opened[-1]

    yield open_phone
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []
