"""Every page of a learner on a slow phone: bytes and requests, LCP, INP, CLS, time to read.

The site runs as the journeys' does, with what production serves; Chromium slows itself down. Each
page is opened anew for each network, `rounds` times, and the best time is printed: the machine's
other work only ever adds. Bytes and requests do not vary: tests/journeys/test_bytes.py.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config.run_tests import find_browser

if TYPE_CHECKING:
    from tests.journeys.conftest import Phone
    from tests.journeys.traffic import Visit

KILOBIT = 1024 / 8  # bytes
# Lighthouse's slow 4G as its "DevTools" method applies it to requests: 150 ms and 1.6 Mbit/s times
# the factors by which a request sees more of them (core/config/constants.js, mobileSlow4G).
SLOW_4G = {"latency": 150 * 3.75, "downloadThroughput": 1.6 * 1024 * 0.9 * KILOBIT,
           "uploadThroughput": 750 * 0.9 * KILOBIT}  # fmt: skip
# A village in the evening.
EDGE = {"latency": 400, "downloadThroughput": 400 * KILOBIT, "uploadThroughput": 400 * KILOBIT}
SLOWER_PROCESSOR = 4

WATCH = """
window.seen = { lcp: 0, cls: 0, inp: 0 };
const watch = (type, note, more) => new PerformanceObserver(
  (list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
watch('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime; });
watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch('event', (entry) => {
  if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration);
}, { durationThreshold: 16 });
"""
READABLE = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"

HEADS = ["page", "requests", "KB", "HTML", "CSS", "JS", "2nd KB", "LCP", "INP", "CLS", "readable"]


@dataclass
class Row:
    """What was measured of a page; times in milliseconds, the best of the rounds."""

    name: str
    first: "Visit"
    second: "Visit"
    lcp: float
    inp: float
    cls: float
    readable: float


@contextmanager
def browser_and_site() -> Iterator[tuple[Any, Any]]:
    """Start services, site and browser; end them."""
    os.environ["OTAU_MODE"] = "test"
    os.environ.setdefault("OTAU_BROWSER", find_browser() or "")
    from playwright.sync_api import sync_playwright

    from config.embedded import postgresql, valkey
    from config.embedded.places import places
    from tests.journeys.site import running_site

    where = places("test")
    postgresql.start(where, forgetful=True)
    valkey.start(where)
    try:
        with (
            running_site("phones", database="otau_phones", valkey_database=6) as site,
            sync_playwright() as playwright,
        ):
            yield (
                playwright.chromium.launch(
                    executable_path=os.environ["OTAU_BROWSER"],
                    args=["--no-sandbox", "--disable-gpu"],
                ),
                site,
            )
    finally:
        valkey.stop(where)
        postgresql.stop(where)


def phone(browser: Any, site: Any, language: str, storage: Any = None) -> "Phone":
    """Give a cheap phone: 360 pixels wide, touched."""
    from tests.journeys.conftest import Phone

    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True,
        device_scale_factor=2, locale=f"{language}-KZ", storage_state=storage,
    )  # fmt: skip
    return Phone(context, site)


def use(page: Any) -> None:
    """Do what a hand does: open the menu and close it, unfold, choose, write, send to htmx."""
    menu = page.locator(".menu__summary")
    if menu.count() and menu.is_visible():
        menu.tap()
        menu.tap()
    for selector in ("main summary", "main label.choice", "main label.scale__step"):
        for one in page.locator(selector).all()[:1]:
            if one.is_visible():
                one.tap()
    for field in page.locator(
        "main textarea, main input[type=text], main input[type=search]"
    ).all()[:1]:
        if field.is_visible() and field.is_editable():
            field.tap()
            field.press_sequentially("Әке мен ана", delay=30)
    for answer in page.locator("main form[hx-post] button[type=submit]").all()[:1]:
        if answer.is_visible():
            answer.tap()
            page.wait_for_timeout(1500)
    page.wait_for_timeout(300)


def measure(one: "Phone", name: str, address: str, rounds: int) -> Row:
    """Open the page `rounds` times on each network."""
    from tests.journeys.traffic import Meter

    meter = Meter(one.page)
    meter.forget()
    first, second = meter.load(address), meter.load(address)
    lcp, inp, cls, readable = [], [], [], []
    meter.cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    for _ in range(rounds):
        meter.forget()
        slow(meter, SLOW_4G)
        meter.load(address)
        one.page.wait_for_timeout(300)
        use(one.page)
        seen = one.page.evaluate("seen")
        lcp.append(seen["lcp"])
        inp.append(seen["inp"])
        cls.append(seen["cls"])
        meter.forget()
        slow(meter, EDGE)
        meter.load(address)
        readable.append(one.page.evaluate(READABLE))
    meter.cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    slow(meter, {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    meter.cdp.detach()
    return Row(name, first, second, min(lcp), min(inp), max(cls), min(readable))


def slow(meter: Any, network: dict[str, float]) -> None:
    """Make the network of the tab as slow as `network`."""
    meter.cdp.send("Network.emulateNetworkConditions", {"offline": False, **network})


def main(rounds: int, languages: list[str], only: set[str]) -> None:
    """Measure every page of the table and print it."""
    with browser_and_site() as (browser, site):
        from tests.journeys.person import Person
        from tests.journeys.test_bytes import WHOSE

        for language in languages:
            load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
            print(f"\n{language}: best of {rounds}; load of the machine {load}\n")
            print("| " + " | ".join(HEADS) + " |\n|" + "---|" * len(HEADS), flush=True)
            rows = []
            for contact, newcomer, pages in WHOSE:
                wanted = {name: path for name, path in pages.items() if not only or name in only}
                if not wanted:
                    continue
                person = Person(phone(browser, site, language), language,
                                contact.format(language=f"phones.{language}"))  # fmt: skip
                if contact:
                    person.sign_in(newcomer)
                if newcomer:
                    person.enrol()
                one = person.phone
                one.context.add_init_script(WATCH)
                for name, path in wanted.items():
                    rows.append(measure(one, name, site(f"/{language}{path}"), rounds))
                    print(line(rows[-1]), flush=True)
                one.context.close()
            print(line(worst(rows)))
            html = sorted(row.first.bytes("Document") for row in rows)
            print(f"\nHTML at p95: {html[int(0.95 * (len(html) - 1))] / 1024:.1f} KB", flush=True)


def line(row: Row) -> str:
    """Return a line of the table."""
    first = row.first
    sizes = [first.bytes(), *(first.bytes(kind) for kind in ("Document", "Stylesheet", "Script"))]
    cells = [
        row.name, str(first.requests), *(f"{size / 1024:.1f}" for size in sizes),
        f"{row.second.bytes() / 1024:.1f}", f"{row.lcp:.0f}", f"{row.inp:.0f}", f"{row.cls:.3f}",
        f"{row.readable:.0f}",
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def worst(rows: list[Row]) -> Row:
    """Return the worst of each column."""
    heaviest = max(rows, key=lambda row: row.first.bytes())
    second = max(rows, key=lambda row: row.second.bytes())
    return Row(
        "**worst**", heaviest.first, second.second,
        *(max(getattr(row, name) for row in rows) for name in ("lcp", "inp", "cls", "readable")),
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--language", action="append", choices=["kk", "ru"])
    parser.add_argument("--page", action="append", default=[], help="only this page of the table")
    said = parser.parse_args()
    main(said.rounds, said.language or ["kk", "ru"], set(said.page))
