"""The desk with a camera and a scanner, in a browser: a real code before a camera that is a file."""

import io
import os

import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from demo.people import PASSWORD
from tests.journeys.conftest import PATIENCE
from tests.journeys.person import Person

WIDTH, HEIGHT = 640, 480


def video_of(text: str) -> bytes:
    """Return a film of one grey frame, in which the QR code of `text` stands."""
    symbol = segno.make_qr(text, error="m")
    out = io.BytesIO()
    symbol.save(out, kind="png", scale=HEIGHT // (symbol.symbol_size()[0] + 2))
    code = Image.open(out).convert("L")
    frame = Image.new("L", (WIDTH, HEIGHT), 200)
    frame.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg\n".encode()
    return head + b"FRAME\n" + frame.tobytes() + colourless


@pytest.fixture(scope="module")
def scanned_text() -> dict[str, str]:
    """The text of Irina's code, read once from the picture that she keeps on her phone."""
    return {}


@pytest.fixture
def code(phone, scanned_text) -> str:
    if not scanned_text:
        irina = Person(phone("kk"), "kk", "irina@example.org")
        irina.sign_in()
        number = irina.certificate_number()
        picture = irina.phone.context.request.get(
            irina.phone.site(f"/kk/certificates/{number}/picture/")
        )
        image = Image.open(io.BytesIO(picture.body())).convert("L")
        scanned_text["text"] = zxingcpp.read_barcodes(image)[0].text
    return scanned_text["text"]


@pytest.fixture
def desk_with_camera(chromium, site, tmp_path):
    """`desk_with_camera(text)`: a clerk's browser whose camera sees `text`; None: has no camera."""
    opened = []

    def open_desk(text, *, allowed=True):
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-sync", "--no-first-run"]
        if text is not None:
            film = tmp_path / "code.y4m"
            film.write_bytes(video_of(text))
            arguments += [
                "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}",
            ]  # fmt: skip
        browser = chromium.browser_type.launch(
            executable_path=os.environ["OTAU_BROWSER"], args=arguments
        )
        context = browser.new_context(
            locale="kk-KZ", viewport={"width": 1024, "height": 740}, timezone_id="Asia/Almaty",
            permissions=["camera"] if allowed else [],
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        opened.append(browser)
        return sign_in(context.new_page(), site)

    yield open_desk
    for browser in opened:
        browser.close()


def sign_in(page, site):
    page.goto(site("/kk/staff/login/"))
    page.fill("[name=login]", "clerk.almaty@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")
    return page


def test_a_code_before_the_camera_is_answered_and_its_reader_is_loaded_on_the_tap(
    code, desk_with_camera
):
    page = desk_with_camera(code)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.reload()
    expect(page.locator("[data-camera]")).to_be_visible()
    assert not any("/camera." in url or "jsqr" in url for url in loaded)
    page.click("[data-camera]")
    expect(page.locator(".answer--completed")).to_have_count(1, timeout=3 * PATIENCE)
    assert any("/camera." in url for url in loaded)
    expect(page.locator(".answer__remark")).to_have_count(0)  # its signature was read, and fits


def test_a_refused_camera_is_said_plainly_and_escape_closes_it(code, desk_with_camera):
    page = desk_with_camera(code, allowed=False)
    page.click("[data-camera]")
    said = page.locator("#camera [role=status]")
    expected = page.locator("[data-say=NotAllowedError]").text_content()
    expect(said).to_have_text(expected.strip())
    page.keyboard.press("Escape")
    expect(page.locator("#camera")).to_be_hidden()
    expect(page.locator("[name=fact]")).to_be_focused()


def test_where_there_is_no_camera_nothing_offers_one(desk_with_camera):
    page = desk_with_camera(None)
    expect(page.locator("[name=fact]")).to_be_focused()
    expect(page.locator("[data-camera]")).to_be_hidden()


def test_a_scan_on_the_answer_begins_anew_wherever_the_cursor_is(code, phone, site):
    page = sign_in(phone("kk", width=1024).page, site)
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator(".answer--completed")).to_have_count(1)
    page.locator(".answer__word").click()
    page.keyboard.type(code)  # as a scanner types: signs without a pause, then Enter
    expect(page.locator("[name=fact]")).to_have_value(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".answer--completed")).to_have_count(1)
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/")
    expect(page.locator("[name=fact]")).to_have_value("")


def test_one_key_counts_a_leaflet_and_the_scanner_goes_on(phone, site):
    page = sign_in(phone("kk", width=1024).page, site)
    before = int("".join(filter(str.isdigit, page.inner_text(".leaflets__today"))))
    page.keyboard.press("F2")
    expect(page.locator(".leaflets__today")).to_contain_text(str(before + 1))
    expect(page.locator("#announce")).to_contain_text(str(before + 1))
    page.keyboard.type("75-01")
    expect(page.locator("[name=fact]")).to_have_value("75-01")
    page.locator("[name=undo]").click()
    expect(page.locator(".leaflets__today")).to_contain_text(str(before))


PLACES = """() => [...document.querySelectorAll('body *')].map(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return [one.tagName, one.className.baseVal ?? one.className, box.x, box.y, box.width, box.height,
          style.color, style.backgroundColor, style.borderLeftWidth, style.fontWeight].join(' ');
})"""


@pytest.mark.parametrize("width", [360, 1024])
def test_a_browser_without_layers_shows_the_same_front_page(phone, site, width):
    """Chrome before 99 skips whole layers; here the layered files are taken away instead."""
    today = sign_in(phone("kk", width=width).page, site)
    old = phone("kk", width=width)
    old.context.add_cookies(today.context.cookies())
    old.context.add_init_script("delete window.CSSLayerBlockRule")
    old.page.route(
        "**/static/css/*.css", lambda route: route.fulfill(body="", content_type="text/css")
    )
    for page in (today, old.page):
        page.goto(site("/kk/desk/"))
        page.wait_for_load_state("load")
        page.wait_for_timeout(1500)  # styles that come late arrive by the buttons' transitions
    pairs = zip(old.page.evaluate(PLACES), today.evaluate(PLACES), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
