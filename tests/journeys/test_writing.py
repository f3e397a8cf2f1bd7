"""Writing a lesson in a real browser: paste from Word, look-alikes, a required block, two people."""

import json
import re

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from tests.journeys.site import COPY, WHERE

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=RU style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><a name="_Toc1"></a><span style='font-size:16.0pt;color:#2F5496'>Ақша
туралы<o:p></o:p></span></h1>
<p class=MsoNormal style='text-align:justify'><span style='color:red;background:yellow'>Бірінші
<b style='mso-bidi-font-weight:normal'>маңызды</b> және <i>көлбеу</i> <u>сөз</u>.</span><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h3>Кіші тақырып</h3>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>бір<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>екі</p>
<p class=MsoNormal>Арасы.</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>алдымен</p>
<table class=MsoTableGrid border=1><tr><td style='border:solid windowtext 1.0pt'><p class=MsoNormal>
<b>Ай</b></p></td><td><p class=MsoNormal>Шығын</p></td></tr></table>
<p class=MsoNormal><img width=10 height=10 src="file:///C:/clip_image002.png"></p>
<p class=MsoNormal><a href="https://example.org/">сілтеме</a>.</p>
<!--EndFragment--></body></html>"""
PASTED = (
    "<h2>Ақша туралы</h2><p>Бірінші <b>маңызды</b> және <i>көлбеу</i> сөз.</p><h3>Кіші тақырып</h3>"
    "<ul><li>бір</li><li>екі</li></ul><p>Арасы.</p><ol><li>алдымен</li></ol>"
    "<p><b>Ай</b> – Шығын</p><p>сілтеме.</p>"
)
PASTE = """([editor, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  editor.focus();
  editor.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def ask(statement: str, *values):
    """One value of the site's database."""
    with psycopg.connect(
        host=str(WHERE.sockets), user="postgres", dbname=COPY, autocommit=True
    ) as connection:
        return connection.execute(statement, values).fetchone()


@pytest.fixture
def trainer(phone, site):
    """`trainer(name)` gives one more member of staff at the desk, signed in to the admin."""

    def sign_in(email: str) -> Page:
        ask(
            "insert into accounts_user (email, password, name, is_staff, is_superuser, is_active,"
            " language, created_at, email_confirmed_at)"
            " values (%s, %s, 'Тренер', true, true, true, 'kk', now(), now())"
            " on conflict do nothing returning id",
            email, make_password("writing-a-lesson"),
        )  # fmt: skip
        page = phone("kk", width=1280).page
        page.goto(site("/kk/staff/login/?next=/admin/"))
        page.fill("[name=login]", email)
        page.fill("[name=password]", "writing-a-lesson")
        page.locator("form button[type=submit]").last.click()
        page.wait_for_url("**/admin/")
        return page

    return sign_in


def open_editor(page: Page, address: str) -> None:
    """Open a lesson; Wagtail's editor notes what it began with about two seconds later."""
    page.goto(address)
    expect(page.locator("#otau-writing-said")).not_to_be_empty()
    page.wait_for_timeout(2500)


def newest(page_id: int, kind: str) -> str:
    """The newest draft's first block of a kind, as it is stored, without the editor's marks."""
    (content,) = ask(
        "select r.content from wagtailcore_page p join wagtailcore_revision r"
        " on r.id = p.latest_revision_id where p.id = %s", page_id,
    )  # fmt: skip
    body = json.loads(content["body"])
    value = next(block["value"] for block in body if block["type"] == kind)
    return re.sub(r' data-block-key="\w+"', "", value)


def wait_for_draft(page: Page, page_id: int, kind: str, expected: str) -> None:
    """Wait until the editor has saved by itself."""
    for _ in range(50):
        if newest(page_id, kind) == expected:
            return
        page.wait_for_timeout(200)
    assert newest(page_id, kind) == expected


def test_a_lesson_is_written_with_word_and_a_russian_keyboard(trainer, site):
    (module,) = ask(
        "select page_ptr_id from courses_modulepage m join wagtailcore_page p on p.id = page_ptr_id"
        " join wagtailcore_locale l on l.id = p.locale_id where l.language_code = 'kk' limit 1"
    )
    page = trainer("writer@example.org")
    open_editor(page, site(f"/admin/pages/add/courses/lessonpage/{module}/"))
    page.fill("[name=title]", "Қaғазға түсіру")
    text = page.locator(
        '[data-streamfield-child]:has(> input[value="text"]) [contenteditable="true"]'
    )
    expect(text).to_have_count(1)
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    page_id = int(re.search(r"/pages/(\d+)/", page.url).group(1))
    text.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.evaluate(PASTE, [text.element_handle(), WORD])
    wait_for_draft(page, page_id, "text", PASTED)
    # A Latin letter is pointed out, in a field and in an editor, and put right by a press.
    situation = page.locator(
        '[data-streamfield-child]:has(> input[value="situation"]) [contenteditable="true"]'
    )
    situation.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Бiрге отыр, Zoom.")
    for word in ("Қaғазға", "Бiрге"):
        page.locator(f'#otau-writing-offers [data-word="{word}"]').click()
        expect(page.locator(f'#otau-writing-offers [data-word="{word}"]')).to_have_count(0)
    expect(page.locator("#otau-writing-offers button")).to_have_count(0)
    expect(page.locator("[name=title]")).to_have_value("Қағазға түсіру")
    wait_for_draft(page, page_id, "situation", "<p>Бірге отыр, Zoom.</p>")
    # A copied question has a key of its own.
    page.locator(
        '[data-streamfield-child]:has(> input[value="single"]) [data-streamfield-action="DUPLICATE"]'
    ).first.click()
    keys = page.locator('input[name^="body-"][name$="-value-key"]')
    expect(keys).to_have_count(7)
    tasks = keys.evaluate_all(
        "all => all.filter(one => /^body-\\d+-value-key$/.test(one.name)).map(one => one.value)"
    )
    assert len(set(tasks)) == len(tasks) == 3


def test_a_required_question_is_not_deleted_unasked_and_nobody_is_written_over(trainer, site):
    (page_id,) = ask(
        "select p.id from wagtailcore_page p join courses_lessonpage on p.id = page_ptr_id"
        " join wagtailcore_locale l on l.id = p.locale_id"
        " where l.language_code = 'kk' and p.slug = 'listening'"
    )
    mine, hers = trainer("first@example.org"), trainer("second@example.org")
    for page in (mine, hers):
        open_editor(page, site(f"/admin/pages/{page_id}/edit/"))
    asked = []
    hers.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    question = hers.locator('[data-streamfield-child]:has(> input[value="single"])').first
    question.locator('[data-streamfield-action="DELETE"]').first.click()
    assert len(asked) == 1
    assert hers.locator("#otau-writing-required li").first.inner_text() in asked[0]
    expect(question.locator('> input[name$="-deleted"]')).to_have_value("")
    hers.fill("[name=title]", "Екінші адамның аты")
    for _ in range(50):
        if ask("select draft_title from wagtailcore_page where id = %s", page_id)[0].startswith(
            "Ек"
        ):
            break
        hers.wait_for_timeout(200)
    mine.fill("[name=title]", "Бірінші адамның аты")
    # Past the editor's own warning, as whoever insists would.
    mine.evaluate("document.querySelector('#page-edit-form').submit()")
    expect(mine.locator("main")).to_contain_text("Бірінші адамның аты")
    mine.locator("a[href*='/revisions/compare/']").click()
    expect(mine.locator("main")).to_contain_text("Екінші")
    expect(mine.locator("main")).to_contain_text("Бірінші")


def housework() -> int:
    """Return the id of a lesson's Kazakh page."""
    return ask(
        "select p.id from wagtailcore_page p join courses_lessonpage on p.id = page_ptr_id"
        " join wagtailcore_locale l on l.id = p.locale_id"
        " where l.language_code = 'kk' and p.slug = 'housework'"
    )[0]


def is_of_button(response) -> bool:
    """Whether this answers a pressed button: the editor's own saves open no page."""
    return response.request.method == "POST" and response.request.is_navigation_request()


def is_of_editor(response) -> bool:
    """Whether this answers a save that the editor made by itself."""
    return (
        response.request.method == "POST"
        and response.url.endswith("/edit/")
        and not response.request.is_navigation_request()
    )


@pytest.mark.parametrize("is_pressed", [True, False])
def test_a_button_pressed_while_the_editor_saves_waits_for_it(trainer, site, is_pressed):
    """The editor's own save has reached the site and not come back yet, as on a slow network.

    A form that is sent past the button, as a control, meets that save and is told that somebody
    else had saved.
    """
    page_id = housework()
    page = trainer("slow@example.org")
    open_editor(page, site(f"/admin/pages/{page_id}/edit/"))
    held = []

    def hold(route):
        request = route.request
        if held or request.method != "POST" or "json" not in request.headers["accept"]:
            return route.continue_()
        return held.append((route, route.fetch()))

    page.route(f"**/admin/pages/{page_id}/edit/", hold)
    page.fill("[name=title]", f"Үйде кім не істейді {is_pressed}")
    for _ in range(50):
        if held:
            break
        page.wait_for_timeout(100)
    ((route, response),) = held
    page.fill("[name=minutes]", "12" if is_pressed else "11")
    if is_pressed:
        with page.expect_response(is_of_button) as pressed:
            save = page.locator("form[data-edit-form] footer nav .action-save")
            save.evaluate("button => button.click()")
            page.wait_for_timeout(500)
            route.fulfill(response=response)
        assert pressed.value.status == 302
        expect(page.locator("[name=minutes]")).to_have_value("12")
    else:
        page.evaluate("document.querySelector('#page-edit-form').submit()")
        expect(page.locator("a[href*='/revisions/compare/']").first).to_be_visible()
        expect(page.locator("[name=minutes]")).to_have_count(0)
        route.abort()


def test_a_button_pressed_after_the_editor_saved_by_itself_saves(trainer, site):
    page_id = housework()
    page = trainer("calm@example.org")
    open_editor(page, site(f"/admin/pages/{page_id}/edit/"))
    for minutes in ("21", "22"):
        with page.expect_response(is_of_editor) as saved:
            page.fill("[name=minutes]", minutes)
        assert saved.value.json()["success"]
    with page.expect_response(is_of_button) as pressed:
        page.locator("form[data-edit-form] footer nav .action-save").evaluate("one => one.click()")

    assert pressed.value.status == 302
    expect(page.locator("[name=minutes]")).to_have_value("22")


def test_of_texts_for_different_people_the_longest_is_counted(trainer, site):
    (page_id,) = ask(
        "select p.id from wagtailcore_page p join courses_lessonpage on p.id = page_ptr_id"
        " join wagtailcore_locale l on l.id = p.locale_id"
        " where l.language_code = 'kk' and p.slug = 'pause'"
    )
    page = trainer("counting@example.org")
    open_editor(page, site(f"/admin/pages/{page_id}/edit/"))
    said = page.locator("#otau-writing-said")
    expect(said).to_contain_text("сөз")
    count = int(re.search(r"(\d+) сөз", said.inner_text()).group(1))

    def write(icon: str, kind: str, *texts: str) -> None:
        """Add a block below all others, and write `texts` into its editors one after another."""
        body = page.locator('[data-contentpath="body"] [data-streamfield-stream-container]').first
        body.locator("> div > button.c-sf-add-button").last.click()
        page.locator(f".w-combobox__option:has(.icon-{icon})").click()
        block = page.locator(f'[data-streamfield-child]:has(> input[value="{kind}"])').last
        for number, words in enumerate(texts):
            block.locator('[contenteditable="true"]').nth(number).click()
            page.keyboard.insert_text(words)

    write("glasses", "short", "Бір екі үш төрт")
    write("crosshairs", "tailored", "бір екі үш", "бір екі үш төрт бес")
    expect(said).to_contain_text(f"{count + 5} сөз")
    write("media", "to_film", "бір екі")
    expect(said).to_contain_text(f"{count + 7} сөз")
