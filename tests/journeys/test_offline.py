"""The page that verifies without a network, in Chromium: the server is really away."""

import io
import os
import time
import unicodedata
from types import SimpleNamespace

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from playwright.sync_api import expect

from certificates import base41, offline
from certificates.addresses import qr_text
from certificates.desk.keyboards import readings
from certificates.numbers import number_from_integer
from certificates.payload import name_digest, number_salt, sign_payload
from tests.certificates.lists import (
    DAY,
    OTHER_KEY,
    kept_list,
    key_entry,
    key_id,
    keys_json,
    message,
    stolen_entry,
)
from tests.certificates.lists import status_list as status_by
from tests.certificates.sample import BASE_URL, NAME, NUMBER, PRIVATE_KEY, make_payload, signed
from tests.journeys.conftest import PATIENCE
from tests.journeys.looking import RULES, axe
from tests.journeys.offline_site import offline_site
from tests.journeys.person import Person
from tests.journeys.test_desk import video_of

QR = qr_text(BASE_URL, NUMBER, signed())
# A browser that says it has Ed25519, and does not.
BROKEN_ED25519 = """
    const verify = crypto.subtle.verify.bind(crypto.subtle);
    crypto.subtle.verify = (algorithm, ...more) =>
      algorithm.name === "Ed25519" ? Promise.resolve(true) : verify(algorithm, ...more);
"""


def lists_made(made_at: float, **ended: list[str]) -> dict[str, bytes]:
    return {
        "keys.json": keys_json(key_entry(PRIVATE_KEY), made_at=made_at),
        "status.cbor": status_by(PRIVATE_KEY, made_at=made_at, **ended),
    }


@pytest.fixture
def otau():
    with offline_site(lists_made(time.time() - 3600)) as site:
        yield site


@pytest.fixture
def visit(chromium, otau):
    """`visit(script="", width=360)` opens the page in a browser of its own; no script may fail."""
    opened, failed = [], []

    def open_page(path="/kk/c/offline/", *, script="", width=360, wait=True):
        context = chromium.new_context(viewport={"width": width, "height": 740})
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(otau(path))
        if wait:
            expect(page.locator("#offline")).to_be_visible()
        return page

    yield open_page
    for context in opened:
        context.close()
    assert failed == []


def be_ready(page) -> None:
    expect(page.locator("[data-ready=ready]")).to_be_visible(timeout=4 * PATIENCE)


def verdict(page, text, name="") -> str:
    """Type, press Enter, and return which verdict the page gave."""
    page.fill("[name=text]", text)
    page.fill("[name=name]", name)
    page.evaluate("delete document.getElementById('verdict').dataset.verdict")
    page.press("[name=text]", "Enter")
    page.wait_for_function("document.getElementById('verdict').dataset.verdict")
    return page.locator("#verdict").get_attribute("data-verdict")


@pytest.mark.parametrize("script", ["", BROKEN_ED25519], ids=["browser", "library"])
def test_after_one_visit_it_verifies_without_a_network_in_both_languages(visit, otau, script):
    page = visit(script=script)
    be_ready(page)
    otau.switch_off()

    for path in ("/kk/c/offline/", "/ru/c/offline/"):
        page.goto(otau(path))
        expect(page.locator("#offline")).to_be_visible()
        be_ready(page)
        assert verdict(page, QR, NAME) == "valid"
        said = page.inner_text("#verdict")
        for fact in (NUMBER, "NEKE", "22.11.2026", "22.11.2027"):
            assert fact in said
        assert verdict(page, QR.replace(signed()[60:66], signed()[66:72])) != "valid"
        expect(page.locator("[data-net]")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", (
            "its styles are kept"
        )
    used = page.evaluate("otauJudge.verifier('/nothing').then((one) => one.by, () => 'library')")
    assert used == ("library" if script else "browser")


def test_a_signature_is_refused_by_both_ways(visit):
    encoded = base41.decode(signed())
    changed = [bytearray(encoded) for _ in range(64)]
    for place, one in enumerate(changed):
        one[-1 - place] ^= 1
    texts = [base41.encode(bytes(one)) for one in changed]
    judged = """async (texts) => {
        const held = {keys: await otauJudge.openKeys(await (await fetch("/.well-known/otau/keys.json")).text()),
                      status: null, kept: new Map()};
        const {verify} = await otauJudge.verifier(document.getElementById("offline-form").dataset.ed25519);
        const found = [];
        for (const text of texts)
            found.push((await otauJudge.judge({text, name: "", held, now: 1e10, verify})).verdict);
        return found;
    }"""
    for script in ("", BROKEN_ED25519):
        page = visit(script=script)
        found = page.evaluate(judged, [signed(), *texts])
        assert found[0] != "forged", "the control"
        assert set(found[1:]) == {"forged"}


def test_every_bit_of_a_code_counts(visit):
    encoded = base41.decode(signed())
    texts = [signed()]
    for place in range(len(encoded)):
        for bit in range(8):
            changed = bytearray(encoded)
            changed[place] ^= 1 << bit
            texts.append(base41.encode(bytes(changed)))
    texts += [signed()[:length] for length in range(1, len(signed()))]
    page = visit()
    be_ready(page)
    found = page.evaluate(
        """async (texts) => {
        const get = async (name) => (await fetch("/.well-known/otau/" + name));
        const {verify} = await otauJudge.verifier("/nothing");
        const keys = await otauJudge.openKeys(await (await get("keys.json")).text());
        const bytes = new Uint8Array(await (await get("status.cbor")).arrayBuffer());
        const held = {keys, status: await otauJudge.openStatus(bytes, keys, verify), kept: new Map()};
        const found = [];
        for (const text of texts)
            found.push((await otauJudge.judge({text, name: "", held, now: Date.now() / 1000, verify})).verdict);
        return found;
    }""",
        texts,
    )
    assert found[0] == "valid", "the control"
    assert "valid" not in found[1:]
    assert set(found[1:]) <= {"forged", "damaged", "foreign", "unknown_key"}


def test_what_is_said_of_every_kind_of_code(visit, otau):
    gone, replaced, ended = "0000-0000-00001", "1111-1111-1111X", "2222-2222-2222V"
    gone, replaced, ended = (number_from_integer(place) for place in (1, 2, 3))
    otau.lists |= lists_made(time.time() - 60, revoked=[gone, "X"], superseded=["Y", replaced])
    page = visit()
    be_ready(page)

    def code(number, **more):
        payload = make_payload(
            number=number, name_hash=name_digest(NAME, number_salt(number)), **more
        )
        return qr_text(BASE_URL, number, signed(payload))

    stranger = Ed25519PrivateKey.generate()
    said = {
        code(gone): "revoked",
        code(replaced): "superseded",
        code(ended, valid_until=make_payload().completed_on.replace(year=2020)): "expired",
        code(ended, valid_until=None): "valid",
        sign_payload(make_payload(), stranger, key_id(stranger)): "unknown_key",
        sign_payload(make_payload(), stranger, key_id(PRIVATE_KEY)): "forged",
        QR[:-20]: "damaged",
        qr_text(BASE_URL, gone, signed()): "damaged",
        NUMBER: "number",
        f"{BASE_URL}/c/{NUMBER}": "number",
        "https://example.org/": "foreign",
        "Әйгерім": "foreign",
        "": "empty",
    }
    assert {text: verdict(page, text) for text in said} == said
    assert page.locator("#verdict .sign").count(), "a sign beside the words"


def test_the_name_matches_or_not_and_is_neither_sent_nor_kept(visit, otau):
    page = visit()
    be_ready(page)
    assert verdict(page, QR, f" {NAME.upper()}  ") == "valid"
    match = page.inner_text("#verdict")
    assert verdict(page, QR, "Айгерим") == "valid"
    assert page.inner_text("#verdict") != match
    kept = page.evaluate(
        """async () => {
        const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie, location.href];
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
                found.push(request.url, await (await caches.match(request)).text());
        return found.join("\\n");
    }"""
    )
    assert NUMBER in match
    for secret in (NAME, "Айгерим", signed(), NUMBER):
        assert secret not in kept
        assert not any(secret in address for address in otau.asked)


def test_an_old_list_and_old_keys_say_check_online(visit, otau):
    now = time.time()
    otau.lists["status.cbor"] = status_by(PRIVATE_KEY, made_at=now - 8 * DAY, lasts=100 * DAY)
    page = visit()
    be_ready(page)
    assert verdict(page, QR, NAME) == "old"
    expect(page.locator("[data-held=status] [data-is=old]")).to_be_visible()
    expect(page.locator("[data-held=keys] [data-is=good]")).to_be_visible()

    otau.lists |= lists_made(now - 31 * DAY)
    other = visit()
    be_ready(other)
    assert verdict(other, QR) == "old"
    expect(other.locator("[data-held=keys] [data-is=old]")).to_be_visible()


def test_lists_grow_old_on_a_page_that_stays_open_and_a_network_refreshes_them(visit, otau):
    page = visit()
    be_ready(page)
    otau.switch_off()
    page.evaluate("const then = Date.now(); Date.now = () => then + 8 * 864e5")
    assert verdict(page, QR) == "old"
    page.evaluate("Date.now = () => new Date().getTime() - 9 * 864e5")
    assert verdict(page, QR) == "clock"
    expect(page.locator("[data-held=status] [data-is=clock]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-net]")).to_be_visible()
    assert verdict(page, QR) == "valid"
    otau.lists |= lists_made(time.time() - 60, revoked=[NUMBER])
    otau.switch_on()
    page.click("#offline-refresh")
    expect(page.locator("[data-net]")).to_be_hidden()
    assert verdict(page, QR) == "revoked"


def test_what_is_not_whole_signed_or_newer_replaces_nothing(visit, otau):
    now = time.time()
    otau.lists |= lists_made(now - 60, revoked=[NUMBER])
    page = visit()
    be_ready(page)
    stranger = Ed25519PrivateKey.generate()
    good = otau.lists["status.cbor"]
    unsorted = [1, "otau-status", int(now), int(now + DAY), b"B" * 8 + b"A" * 8, b""]
    for status in (
        b"<html>Sign in to the network of the hotel</html>", good[:-1], good + b"\0",
        status_by(stranger, made_at=now), status_by(PRIVATE_KEY, made_at=now - DAY),
        message(unsorted, PRIVATE_KEY), message(["strange"], PRIVATE_KEY),
    ):  # fmt: skip
        otau.lists["status.cbor"] = status
        page.reload()
        expect(page.locator("#offline")).to_be_visible()
        page.click("#offline-refresh")
        assert verdict(page, QR) == "revoked"
    for keys in (b"<html>", b"{}", b"[]", keys_json(key_entry(stranger), made_at=now - DAY)):
        otau.lists["keys.json"] = keys
        page.reload()
        expect(page.locator("#offline")).to_be_visible()
        page.click("#offline-refresh")
        assert verdict(page, QR) == "revoked"


def test_a_stolen_key_is_believed_where_the_kept_list_says_so(visit, otau):
    now = time.time()
    keys = keys_json(stolen_entry(PRIVATE_KEY, now - DAY), key_entry(OTHER_KEY), made_at=now)
    otau.lists |= {"keys.json": keys, "status.cbor": status_by(OTHER_KEY, made_at=now)}
    page = visit()
    be_ready(page)
    assert verdict(page, QR) == "stolen_unknown"
    kept = kept_list(OTHER_KEY, of=PRIVATE_KEY, proofs=[signed()], made_at=now)
    otau.lists[f"kept/{key_id(PRIVATE_KEY).hex()}.cbor"] = kept
    page.click("#offline-refresh")
    expect(page.locator("[data-net]")).to_be_hidden()
    otau.switch_off()
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    assert verdict(page, QR, NAME) == "valid"
    assert verdict(page, signed(make_payload(edition=4))) == "stolen"


def test_switched_off_it_leaves_nothing_behind(visit, otau, settings):
    page = visit()
    be_ready(page)
    settings.OFFLINE_VERIFICATION = False
    page.goto(otau("/kk/c/offline/"))  # what is kept; the new worker is looked for behind it
    gone = """async () => !(await caches.keys()).length
        && !(await navigator.serviceWorker.getRegistration("/kk/c/offline/"))"""
    page.evaluate(
        "Promise.all(['/kk', '/ru'].map(async (one) => (await navigator.serviceWorker.getRegistration(one + '/c/offline/'))?.update()))"
    )
    page.wait_for_function(gone)
    page.goto(otau("/kk/c/offline/"))
    expect(page.locator("#offline")).to_have_count(0)
    expect(page.locator("main a[href$='/c/']")).to_be_visible()
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_the_worker_keeps_to_its_own_pages_and_sends_no_cookie(visit, otau):
    page = visit(wait=False)
    page.context.add_cookies([{"name": "sessionid", "value": "secret", "url": otau("/")}])
    page.reload()
    be_ready(page)
    start = len(otau.asked)
    page.goto(otau("/kk/c/"))
    assert page.evaluate("navigator.serviceWorker.controller") is None
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => new URL(one.scope).pathname).sort())"
    )
    assert scopes == ["/kk/c/offline/", "/ru/c/offline/"]
    assert len(otau.asked) > start
    for path, cookie in zip(otau.asked, otau.cookies, strict=True):
        if path.startswith("/.well-known/"):
            assert "secret" not in cookie, path


def test_a_new_version_takes_the_place_of_the_old_one(visit, otau, monkeypatch):
    page = visit()
    be_ready(page)
    before = page.evaluate("caches.keys()")
    monkeypatch.setattr(offline, "DAYS_TOLD", 61)  # the page has other words
    page.reload()
    page.wait_for_function(
        "async (before) => { const now = await caches.keys(); return now.length === before.length && now.join() !== before.join(); }",
        arg=before,
    )
    be_ready(page)
    otau.switch_off()
    for path in ("/kk/c/offline/", "/ru/c/offline/"):
        page.goto(otau(path))
        expect(page.locator("#offline")).to_be_visible()
        assert verdict(page, QR) == "valid"


def test_names_are_folded_as_python_folds_them(visit):
    page = visit()
    known = [chr(one) for one in range(0x110000)
             if not 0xD800 <= one < 0xE000 and unicodedata.category(chr(one)) != "Cn"]  # fmt: skip
    folded = page.evaluate(
        "(all) => Array.from(all, (one) => otauProof.folded(one))", "".join(known)
    )
    assert {
        one: given for one, given in zip(known, folded, strict=True) if one.casefold() != given
    } == {}


def test_names_have_the_digest_that_the_server_gives_them(visit):
    page = visit()
    names = [
        NAME, NAME.upper(), "Әи\u0306герім  Ғалым\u2013қызы", "ЁЛКИН Семён - Иванов", "Straße STRASSE", "İsmet Işık ıI",
        "ΟΔΥΣΣΕΥΣ οδυσσεύς", "\u1e9e ﬁ ŉ ǰ", "O\u2019Neil\u00a0Mc", "\x1c a \x85 b \ufeff", " - ", "", "Ҥ Ң ң ҢЫҒ",
        "A\u2212B\uff0dC\ufe58D -- E", "Ǆ ǅ ǆ", "ΐ ΰ ᾳ ᾼ", "\u0345\u0300", "𐐀 𐐨", "Ꭰ ꭰ ᏸ",
    ]  # fmt: skip
    found = page.evaluate(
        "([names, number]) => Promise.all(names.map(async (one) => otauProof.hex(await otauProof.nameDigest(one, number))))",
        [names, NUMBER],
    )
    assert found == [name_digest(one, number_salt(NUMBER)).hex() for one in names]


def test_a_scanner_under_another_layout_is_understood_as_at_the_desk(visit):
    page = visit()
    be_ready(page)
    us = (
        "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./\\"
        '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?|'
    )
    russian = (
        "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.\\"
        'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,/'
    )
    kazakh = (
        '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№\\'
        ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?/"
    )
    typed = [QR.translate(str.maketrans(us, layout)) for layout in (russian, kazakh)]
    for text in [QR, QR.lower(), *typed]:
        assert page.evaluate("(text) => otauProof.readings(text)", text) == readings(text)
    for text in typed:
        assert verdict(page, text) == "valid"


def test_a_browser_without_what_it_takes_is_told_so(visit):
    page = visit(script="Object.defineProperty(crypto, 'subtle', {value: undefined})", wait=False)
    expect(page.locator("#offline-cannot")).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()


def test_by_keyboard_alone(visit):
    page = visit(width=1024)
    be_ready(page)
    page.focus("[name=text]")
    page.keyboard.type(QR)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict[data-verdict=valid]")).to_be_visible()
    page.keyboard.type(QR[:-9])  # the next scan takes the place of the last
    page.keyboard.press("Enter")
    expect(page.locator("#verdict[data-verdict=damaged]")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(QR[:-9])


def test_the_camera_reads_a_code_without_a_network(chromium, otau, tmp_path):
    """Also where the browser has no reader of its own: jsQR was kept."""
    film = tmp_path / "code.y4m"
    film.write_bytes(video_of(QR))
    browser = chromium.browser_type.launch(
        executable_path=os.environ["OTAU_BROWSER"],
        args=["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream",
              f"--use-file-for-fake-video-capture={film}"],
    )  # fmt: skip
    try:
        page = browser.new_context(permissions=["camera"]).new_page()
        page.add_init_script("delete window.BarcodeDetector")
        page.goto(otau("/kk/c/offline/"))
        be_ready(page)
        otau.switch_off()
        page.reload()
        page.click("[data-camera]")
        expect(page.locator("#verdict[data-verdict=valid]")).to_be_visible(timeout=3 * PATIENCE)
        expect(page.locator("[name=text]")).to_have_value(QR)
    finally:
        browser.close()


def test_the_lists_that_the_site_publishes_and_a_certificate_that_it_made(phone):
    """Nothing made for the test: Irina's own picture, the site's keys and list."""
    irina = Person(phone("ru"), "ru", "irina@example.org")
    irina.sign_in()
    number = irina.certificate_number()
    picture = irina.phone.context.request.get(
        irina.phone.site(f"/ru/certificates/{number}/picture/")
    )
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.body())).convert("L"))
    clerk = phone("kk", width=1024)
    page = clerk.go("/kk/c/offline/")
    be_ready(page)
    clerk.context.set_offline(True)
    page.reload()
    expect(page.locator("#offline")).to_be_visible()

    assert verdict(page, code.text, "Ирина Соколова") in ("valid", "expired")
    assert number in page.inner_text("#verdict")
    lost = [one for one in clerk.complaints if "ERR_INTERNET_DISCONNECTED" in one]
    assert lost, "the network was away"
    clerk.complaints = [one for one in clerk.complaints if one not in lost]


@pytest.mark.parametrize("width", [360, 1024])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_axe_finds_nothing_on_any_verdict(visit, language, width):
    page = visit(f"/{language}/c/offline/", width=width)
    be_ready(page)
    for text, name in ((QR, NAME), (QR[:-9], ""), (NUMBER, ""), (QR, "Айгерим")):
        verdict(page, text, name)
        assert axe(SimpleNamespace(page=page), RULES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
