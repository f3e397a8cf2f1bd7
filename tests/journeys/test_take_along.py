"""The shipped courses as files: small enough, downloaded bit by bit, read without any network."""

import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.looking import RULES

COURSES = {"neke": 6, "ata": 3, "saulyq": 3}
MOST_BYTES = 3_000_000
LINK = "#files a[download]"
NAMES = ["kk", "ru", "kk-ru"]


def links(page) -> list[str]:
    expect(page.locator(LINK).first).to_be_visible(timeout=60_000)
    return [str(link.get_attribute("href")) for link in page.locator(LINK).all()]


def ask_for_all(page) -> None:
    page.locator("main a[href$='/take-along/whole/']").click()
    page.locator("[name=is_whole]").check()
    page.locator("form:has([name=is_whole]) button[type=submit]").click()


def fetch(url: str, **headers: str):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.status, answer.read()


def save(page, folder, name: str, course: str = "neke"):
    """Save a file as people do, by a touch; return where it lies."""
    with page.expect_download() as download:
        page.locator(LINK).nth(NAMES.index(name)).click()
    saved = download.value
    assert re.fullmatch(rf"otau-{course}-\d+-{name}\.html", saved.suggested_filename)
    path = folder / saved.suggested_filename
    saved.save_as(path)
    return path


def test_every_course_fits_in_every_language_with_all_and_without(phone, site):
    one = phone("kk", javascript=False)
    for course, kinds in COURSES.items():
        page = one.go(f"/kk/courses/{course}/take-along/")
        found = links(page)
        if kinds == 6:
            ask_for_all(page)
            found += links(page)
        assert len(set(found)) == kinds
        sizes = [len(fetch(site(link))[1]) for link in found]
        assert max(sizes) <= MOST_BYTES, (course, sizes)
        if kinds == 6:
            assert sizes[:3] == sizes[3:]  # the size does not tell which it is


def test_a_download_that_breaks_off_again_and_again_becomes_the_whole_file(phone, site):
    link = site(links(phone("ru").go("/ru/courses/neke/take-along/"))[2])
    _status, whole = fetch(link)
    got, tries = b"", 0
    while len(got) < len(whole):
        status, rest = fetch(link, Range=f"bytes={len(got)}-", **{"Accept-Encoding": "gzip"})
        assert status == 206
        got += rest[:250_000]
        tries += 1
    assert (got == whole, tries > 2) == (True, True)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_file_is_read_without_a_network_and_asks_for_nothing(
    phone, language, tmp_path, chromium
):
    page = phone(language).go(f"/{language}/courses/neke/take-along/")
    ask_for_all(page)
    path = save(page, tmp_path, "kk-ru")
    other = {"kk": "ru", "ru": "kk"}[language]
    for width, scheme, javascript in (
        (320, "dark", True),
        (360, "light", False),
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, color_scheme=scheme, offline=True,
            java_script_enabled=javascript,
        )  # fmt: skip
        reader = context.new_page()
        asked, said = [], []
        reader.on("request", lambda request, asked=asked: asked.append(request.url))
        reader.on("console", lambda message, said=said: said.append(message.text))
        reader.goto(path.as_uri())
        # From the contents to a lesson, to the same one in the other language, and back to a list.
        reader.locator(f"[id='{language}.contents'] a[href='#{language}-listening']").click()
        expect(reader.locator(f"#{language}-listening h3")).to_be_in_viewport()
        reader.locator(f"#{language}-listening a[href='#{other}-listening']").click()
        expect(reader.locator(f"#{other}-listening h3")).to_be_in_viewport()
        reader.locator(f"#{other}-listening .up a").click()
        expect(reader.locator(f"[id='{other}.contents'] h2")).to_be_in_viewport()
        # What was asked for is folded, and opens by a touch.
        folded = reader.locator(f"#{language}-circle details.later")
        expect(folded.locator("p").first).to_be_hidden()
        folded.locator("> summary").click()
        expect(folded.locator("p").first).to_be_visible()
        assert said == []
        picture = reader.locator(f"#{language}-listening img").first
        picture.scroll_into_view_if_needed()
        if javascript:
            assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
            wide = reader.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0
        assert [url for url in asked if not re.match(r"(file|data):", url)] == []
        context.close()


def test_axe_finds_nothing_in_the_file(phone, tmp_path, chromium):
    """In the smallest course, both languages: axe takes long over a long page."""
    page = phone("kk").go("/kk/courses/saulyq/take-along/")
    path = save(page, tmp_path, "kk-ru", "saulyq")
    for width, scheme in ((320, "dark"), (1280, "light")):
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, color_scheme=scheme, offline=True
        )
        reader = context.new_page()
        reader.goto(path.as_uri())
        found = Axe().run(reader, options=RULES).response["violations"]
        assert [violation["id"] for violation in found] == []
        context.close()


def test_the_page_without_scripts_leads_from_the_course_to_the_file(phone, tmp_path):
    one = phone("ru", javascript=False)
    page = one.go("/ru/courses/neke/")
    page.locator("main a[href$='/take-along/']").click()
    path = save(page, tmp_path, "ru")
    assert path.read_text().startswith("<!doctype html>")
    page.locator("main a[href$='/take-along/whole/']").click()
    page.locator("form:has([name=is_whole]) button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
