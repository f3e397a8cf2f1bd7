"""Every page, in both languages, on a phone and on a desk: axe and the rulers find nothing.

The pages stand in `pages.py`. A picture of each is kept under var/screenshots/ to be looked at.
"""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from demo.people import PASSWORD
from registry.standin.cast import IRINA, KAZAKHSTAN_TIME, MADINA, VIKTOR
from tests.journeys.conftest import NOTHING
from tests.journeys.looking import WIDTHS, look_at, look_closely
from tests.journeys.pages import BEGINNER, CLERK, COMPLETED, EVERYBODY, LEARNER, PARENT, TRYING
from tests.journeys.person import Person
from tests.journeys.site import COPY, sql
from tests.journeys.writer import Writer

# In the admin: address, or a selector on the page before that leads there.
TRAINER = {
    "admin-dashboard": "/admin/", "admin-guide": "/admin/guide/", "admin-lessons": "/admin/lessons/",
    "admin-editor": "main a[href*='/edit/']",
    "admin-two-languages": "/admin/two-languages/",
    "admin-two-languages-report": "main a[href^='/admin/two-languages/']",
    "admin-translate": "main a[href^='/admin/translate/']",
    "admin-figures": "/admin/lesson-figures/",
    "admin-figures-course": "main a[href^='/admin/lesson-figures/']",
    "admin-figures-lesson": "main td.title a[href^='/admin/lesson-figures/']",
    "admin-marks": "/admin/marked/",
}  # fmt: skip
METHODOLOGIST = {
    "admin-dashboard-methodologist": "/admin/", "admin-editions": "/admin/editions/",
    "admin-publish": "main a[href^='/admin/editions/']", "admin-withdrawals": "/admin/withdrawals/",
    "admin-editions-again": "/admin/editions/", "admin-history": "main a[href^='/admin/history/']",
    "admin-edition": "main a[href^='/admin/history/editions/']",
    "admin-snapshot": "main a[href^='/admin/history/snapshots/']",
    "admin-people": "/admin/people/", "admin-person": "main a[href^='/admin/people/']:not([href*=add])",
    "admin-people-add": "/admin/people/add/", "admin-files": "/admin/curriculum-files/",
}  # fmt: skip
ADMINISTRATOR = {
    "admin-appeals": "/admin/appeals/", "admin-appeal": "main td.title a[href^='/admin/appeals/']",
    "admin-policies": "/admin/policies/", "admin-policy": "main a[href^='/admin/policies/'][href$='1/']",
    "admin-policy-propose": "/admin/policies/propose/",
    "admin-policy-history": "/admin/policies/history/",
    "admin-attendance": "/admin/attendance/", "admin-undelivered": "/admin/undelivered-requests/",
    "admin-registry-answers": "/admin/registry-answers/",
    "admin-certificate-find": "/admin/certificates/find/",
    "admin-words": "/admin/certificate-words/",
    "admin-words-one": "main a[href^='/admin/certificate-words/']:not([href*=new])",
    "admin-bulk": "/admin/bulk/", "admin-bulk-job": "main a[href^='/admin/bulk/']:not([href*=new])",
    "admin-bulk-new": "/admin/bulk/new/",
    "admin-systems": "/admin/systems/", "admin-systems-over": "/admin/systems/?over",
    "admin-system-add": "/admin/systems/add/",
}  # fmt: skip
OFFICER = {
    "admin-dashboard-officer": "/admin/", "admin-appeals-officer": "/admin/appeals/",
    "admin-patterns": "/admin/patterns/", "admin-incidents": "/admin/incidents/",
    "admin-incident-open": "/admin/incidents/open/",
    "admin-certificate-find-officer": "/admin/certificates/find/",
}  # fmt: skip
AREAS = {"admin-editor": "#otau-writing"}


def walk(phone, language: str, pages: dict[str, str], storage=None) -> list[str]:
    """Look at every page closely."""
    one = phone(language)
    if storage:
        one.context.add_cookies(storage)
    wrong = []
    for name, path in pages.items():
        one.go(f"/{language}{path}")
        wrong += look_closely(one, name, language)
    return wrong


def first_row(person: Person, path: str) -> str:
    """Return where the first row of a list leads, without the language."""
    link = person.go(path).locator("main a.row__title").first
    return (link.get_attribute("href") or "").removeprefix(f"/{person.language}")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_for_everybody(phone, language):
    wrong = walk(phone, language, EVERYBODY | TRYING)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("contact", "pages"), [("aigerim@example.org", LEARNER), ("irina@example.org", COMPLETED)]
)
def test_pages_for_a_learner(phone, language, contact, pages):
    person = Person(phone(language), language, contact)
    person.sign_in()
    if pages is COMPLETED:
        pages = pages | {
            "certificate": f"/c/{person.certificate_number()}/",
            "question": first_row(person, "/account/questions/"),
            "consent-given": first_row(person, "/account/consent/all/"),
        }

    wrong = walk(phone, language, pages, person.phone.context.cookies())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_for_a_clerk(phone, language):
    clerk = phone(language, width=1024)
    page = clerk.go(f"/{language}/staff/login/")
    page.fill("[name=login]", "clerk.almaty@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_url("**/desk/")

    wrong = walk(phone, language, CLERK, clerk.context.cookies())
    for width in WIDTHS:
        one = phone(language, width=width)
        one.context.add_cookies(clerk.context.cookies())
        for name, number, iin in (
            ("desk-answer", "75-01-00001", "810614900035"),
            ("desk-no-pair", "75-01-00001", "061211600012"),
            ("desk-other-office", "43-02-00001", "040317900019"),
            ("desk-error", "75-01-00001", "123"),
        ):
            page = one.go(f"/{language}/desk/")
            page.fill("[name=fact]", number)
            page.press("[name=fact]", "Enter")
            page.wait_for_url("**/ask/")
            if name == "desk-error":
                wrong += look_at(one, "desk-second", language, width)
            page.fill("[name=identity_number]", iin)
            page.press("[name=identity_number]", "Enter")
            page.wait_for_url("**/second/")
            wrong += look_at(one, name, language, width)
        page = one.go(f"/{language}/desk/")
        page.fill("[name=fact]", "810614900036")
        page.press("[name=fact]", "Enter")
        page.wait_for_url("**/ask/")
        wrong += look_at(one, "desk-not-an-iin", language, width)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("language", "who"), [("kk", VIKTOR), ("ru", MADINA)])
def test_states_of_the_desk(phone, language, who):
    """What a clerk comes to by a press: each state once, on a phone, in its language."""
    clerk = phone(language, width=320)
    page = clerk.go(f"/{language}/staff/login/")
    page.fill("[name=login]", "clerk.almaty@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_url("**/desk/")
    wrong = []

    def send(path: str, then: str, name: str, /, **fields: str) -> None:
        """Open `path` unless it is empty, fill the form, send it and look at what comes."""
        if path:
            clerk.go(f"/{language}{path}")
        for field, value in fields.items():
            page.fill(f"main [name={field}]", value)
        for box in page.locator("main form.desk-form [type=checkbox]").all():
            box.check()
        page.locator("main form button.button[type=submit]").first.click()
        expect(page.locator(then).first).to_be_visible()
        wrong.extend(look_at(clerk, name, language, 320))

    number = who.identity.number
    clerk.go(f"/{language}/desk/enrol/")
    page.check(f"[name=language][value={language}]")
    send("", ".slip", "desk-slip", identity_number=number, name=who.name)
    page.keyboard.press("Escape")  # the code is shown once: no key takes it away
    expect(page.locator(".slip")).to_be_visible()
    send("/desk/name/", "dl.summary-list", "desk-name-corrected",
         identity_number=number, name=f"{who.name} Ан")  # fmt: skip
    send("/desk/attendance/", "[name=identity_number]", "desk-sheet",
         began_on=datetime.now(KAZAKHSTAN_TIME).date().isoformat(), hours="6")  # fmt: skip
    send("", "main a[href$='/check/']", "desk-sheet-one", identity_number=number)
    page.locator("main a[href$='/check/']").click()
    expect(page.locator("form.attendance")).to_be_visible()
    wrong += look_at(clerk, "desk-sheet-check", language, 320)
    send("/desk/exemption/", "[name=reason]", "desk-exemption-none", identity_number=number)
    page.fill("[name=signer]", "Қ. Сейітова")
    send("", "[name=identity_number]", "desk-exemption-given", reason="Ауруханада жатыр")
    send("/desk/exemption/", "form[action$='/end/']", "desk-exemption", identity_number=number)
    send("/desk/unlink/", "main a[href$='/desk/']", "desk-unlink-found",
         identity_number=IRINA.identity.number, application_number="75-01-00001")  # fmt: skip
    clerk.go(f"/{language}/desk/today/")
    if (show := page.locator("form[action$='/states/'] button")).count():
        show.click()
    expect(page.locator(".day-table")).to_be_visible()
    wrong += look_at(clerk, "desk-today-states", language, 320)
    page.locator("main a[href*='/today/print/']").click()
    expect(page.locator(".day-tick").first).to_be_attached()
    wrong += look_at(clerk, "desk-today-print", language, 320)
    clerk.go(f"/{language}/desk/applications/")
    head = page.request.get(clerk.site(f"/{language}/desk/applications/template.csv")).body()
    row = ["75-01-00901", "?", "", "", "", "", "", number, "", "", "", "", "12", "", "", ""]
    file = head.splitlines()[0] + b"\n" + ";".join(row).encode() + b"\n"
    page.set_input_files("[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": file})
    send("", "#wrong-lines", "desk-import-wrong")
    clerk.go(f"/{language}/desk/name/")
    page.keyboard.press("Escape")  # one key back to the empty field
    expect(page.locator("[name=fact]")).to_be_focused()
    clerk.go(f"/{language}/desk/name/")
    page.fill("main [name=name]", "Ан")
    page.keyboard.press("Escape")  # but not from what was typed
    expect(page.locator("main [name=name]")).to_have_value("Ан")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("email", "pages"),
    [
        ("trainer@example.org", TRAINER),
        ("methodologist@example.org", METHODOLOGIST),
        ("admin@example.org", ADMINISTRATOR),
        ("officer@example.org", OFFICER),
    ],
)
def test_pages_of_the_workshop(phone, language, email, pages):
    """What Wagtail draws around our pages, and the fields of its editor, axe passes by."""
    wrong = []
    for width in WIDTHS:
        one = Writer(phone(language, width=width), email)
        one.sign_in()
        one.speak(language)
        for name, way in pages.items():
            one.follow(way)
            wrong += look_at(one.phone, name, language, width, AREAS.get(name, "main"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_for_a_beginner(phone, language):
    """Questions about oneself and before a course, a place to mark, an offered newer edition."""
    person = Person(phone(language), language, f"beginner.{language}@example.org")
    person.sign_in("Оспанов Тимур Қайратұлы")
    person.enrol()  # whoever has opened a lesson is asked no more
    cookies = person.phone.context.cookies()
    wrong = walk(phone, language, BEGINNER, cookies)
    person.say("parents", about=3)
    pages = {
        "texts-question-said": "/texts/neke/3/?change",
        "texts-answers": "/texts/neke/answers/",
    }
    wrong += walk(phone, language, pages, cookies)
    expect(person.go("/learn/neke/questions/before/").locator("[name^=q-]").first).to_be_attached()
    person.open_lesson("listening")
    mark = person.page.locator(".mark-link a").first.get_attribute("href") or ""

    methodologist = Writer(phone("kk", width=1280), "methodologist@example.org")
    methodologist.sign_in()
    methodologist.publish_edition(
        "Тыңдаушылар сұраған соң", {"kk": "Сөздері жеңілдеді.", "ru": "Слова стали проще."}
    )
    expect(person.go("/edition/neke/").locator("button[value=take]")).to_be_visible()
    pages = {"edition-offer": "/edition/neke/", "mark-place": mark.removeprefix(f"/{language}")}
    wrong += walk(phone, language, pages, cookies)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_for_a_parent(phone, language):
    """Ages and a small thing, before and after somebody wants them; a certificate by wish.

    Seven days and the whole course are let pass in the database.
    """
    contact = f"parent.{language}@example.org"
    person = Person(phone(language), language, contact)
    person.sign_in("Ата Ана")
    page = person.go("/courses/ata/play/")
    page.locator("main form[action*='/begin/ata/'] button").click()
    page.locator("button[value=ask]").wait_for()
    cookies = person.phone.context.cookies()
    wrong = walk(phone, language, PARENT, cookies)
    person.go("/learn/ata/play/week/")
    page.locator("button[value=ask]").click()
    person.go("/ages/ata/")
    for age in (3, 5):
        page.check(f"#age-{age}")
    person.submit("[name=age]")
    wrong += walk(phone, language, {f"{name}-said": path for name, path in PARENT.items()}, cookies)
    mine = f"(select id from accounts_user where email = '{contact}')"
    sql(
        "update learning_lookback set due_on = current_date where enrolment_id in"
        f" (select id from enrolments_enrolment where user_id = {mine})", COPY,
    )  # fmt: skip
    sql(f"update enrolments_enrolment set completed_at = now() where user_id = {mine}", COPY)
    pages = {f"{name}-due": path for name, path in PARENT.items()}
    pages |= {"parent-wish": "/certificates/wish/ata/", "parent-certificates": "/certificates/"}
    wrong += walk(phone, language, pages, cookies)
    for name, path, button in (
        ("parent-week-error", "/learn/ata/play/week/", "button[value=enough]"),
        ("parent-wish-error", "/certificates/wish/ata/", "form:has([name=name]) button"),
    ):
        person.go(path)
        for field in page.locator("main input[name=name]").all():
            field.fill("")
        page.locator(button).click()
        expect(page.locator(".error-summary")).to_be_focused()
        wrong += look_at(person.phone, name, language, 360)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_on_a_newcomers_way(phone, language):
    """From the door to the first lesson: each page as it comes, and as it comes after an error."""
    person = Person(phone(language), language, f"newcomer.{language}@example.org")
    page, wrong = person.page, []

    def send_wrongly(field: str, name: str) -> None:
        person.submit(field)
        expect(page.locator(".error-summary")).to_be_focused()
        wrong.extend(look_closely(person.phone, name, language))

    person.go("/sign-in/")
    send_wrongly("[name=contact]", "error-sign-in")
    page.fill("[name=contact]", person.contact)
    person.submit("[name=contact]")
    expect(page.locator("[name=code]")).to_be_visible()
    wrong += look_closely(person.phone, "code", language)
    send_wrongly("[name=code]", "error-code")
    page.fill("[name=code]", person.phone.newest_code(person.contact))
    person.submit("[name=code]")
    expect(page.locator("[name=name]")).to_be_visible()
    wrong += look_closely(person.phone, "welcome", language)
    send_wrongly("[name=name]", "error-welcome")
    page.fill("[name=name]", "Сейткалиева Нұргүл Абдрахманқызы")
    page.check(f"[name=language][value={language}]")
    person.submit("[name=name]")
    expect(page.locator("[name=version]")).to_be_attached()
    wrong += look_closely(person.phone, "consent", language)
    person.submit("[name=version]")
    expect(page).to_have_url(re.compile("/learn/$"))
    wrong += look_closely(person.phone, "my-learning-none", language)
    person.go("/begin/neke/")
    wrong += look_closely(person.phone, "begin", language)
    person.go_by_code("/account/contact/")
    wrong += look_closely(person.phone, "my-contact", language)
    send_wrongly("[name=contact]", "error-contact")
    before = person.phone.newest_message("asel@example.org", after=NOTHING)
    page.fill("[name=contact]", "asel@example.org")  # an account of its own: to be joined
    person.submit("[name=contact]")
    expect(page.locator("[name=code]")).to_be_visible()
    wrong += look_closely(person.phone, "contact-code", language)
    page.fill("[name=code]", person.phone.newest_code("asel@example.org", after=before))
    person.submit("[name=code]")
    expect(page).to_have_url(re.compile("/account/join/$"))
    wrong += look_closely(person.phone, "join", language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_of_an_invitation(phone, language):
    """Made, opened by whoever made it, by another, and by one who is of a couple."""
    one, other, irina = (
        Person(phone(language), language, contact)
        for contact in (f"one.{language}@example.org", f"other.{language}@example.org", "irina@example.org")
    )  # fmt: skip
    wrong = []
    one.sign_in("Сәрсенбаева Гүлнұр")
    one.begin()
    one.go("/couple/")
    one.page.locator("form[action$='/couple/invite/'] button[type=submit]").first.click()
    link = one.page.locator("input[readonly]").first.input_value()
    wrong += look_closely(one.phone, "couple-invited", language)
    one.page.goto(link)
    wrong += look_closely(one.phone, "invitation-own", language)
    irina.sign_in()
    irina.page.goto(link)
    wrong += look_closely(irina.phone, "invitation-in-couple", language)
    other.page.goto(link)
    wrong += look_closely(other.phone, "invitation-signed-out", language)
    other.sign_in("Дүйсенбеков Ерасыл")
    other.page.goto(link)
    wrong += look_closely(other.phone, "invitation", language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_forms_with_errors(phone, language):
    """Empty forms sent: the summary takes focus, and axe still finds nothing."""
    person = Person(phone(language), language, "asel@example.org")
    person.sign_in()
    wrong = []
    for name, path, field in (
        ("error-application", "/application/", "[name=application_number]"),
        ("error-check", "/c/", "[name=number]"),
    ):
        page = person.go(path)
        person.submit(field)
        expect(page.locator(".error-summary")).to_be_focused()
        wrong += look_at(person.phone, name, language, 360)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_wrong_answer_swapped_in(phone, language):
    """After a swap: feedback is there, focus is not lost, axe finds nothing."""
    person = Person(phone(language), language, "asel@example.org")
    person.sign_in()
    person.open_lesson("listening")
    form = person.page.locator("form[action*='/answer/first-reply/']")
    form.locator("input[value=a]").check()
    form.locator("button[type=submit]").click()
    feedback = person.page.locator("form[action*='/answer/first-reply/'] .feedback").first
    expect(feedback).to_be_visible()

    assert person.page.evaluate("document.activeElement !== document.body")
    assert look_at(person.phone, "swapped-answer", language, 360) == []
