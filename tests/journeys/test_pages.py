"""Every page, in both languages, on a phone and on a desk: axe finds nothing, nothing overflows.

A picture of each is kept under var/screenshots/ to be looked at.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from config.embedded.places import ROOT
from demo.people import PASSWORD
from tests.journeys.conftest import Phone
from tests.journeys.person import Person
from tests.journeys.writer import Writer

PICTURES = ROOT / "var" / "screenshots"
WIDTHS = [360, 1280]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

EVERYBODY = {
    "home": "/", "courses": "/courses/", "course": "/courses/neke/",
    "lesson": "/courses/neke/listening/", "help": "/help/", "centres": "/centres/",
    "centres-of-a-region": "/centres/?region=KZ-75", "about": "/about/", "privacy": "/privacy/",
    "search": "/search/", "search-found": "/search/?q=бюджет",
    "search-nothing": "/search/?q=шынтуайт", "preferences": "/preferences/",
    "sign-in": "/sign-in/", "staff-sign-in": "/staff/login/", "demo": "/demo/",
    "outbox": "/demo/outbox/", "check": "/c/", "certificate-damaged": "/c/1234/",
    "certificate-unknown": "/c/0000-0000-00001/", "not-found": "/nothing-here/", "styleguide": "/styleguide/",
    "styleguide-preferred": "/styleguide/?largest.more.none",
}  # fmt: skip
LEARNER = {
    "my-learning": "/learn/", "my-course": "/learn/neke/", "my-lesson": "/learn/neke/listening/",
    "my-next-lesson": "/learn/neke/elders/", "my-couple": "/couple/",
    "my-application": "/application/", "my-account": "/account/", "my-name": "/account/name/",
    "my-contact": "/account/contact/", "my-consent": "/account/consent/",
    "my-lookups": "/account/lookups/", "my-sessions": "/account/sessions/",
    "my-consents": "/account/consent/all/", "my-questions": "/account/questions/",
    "my-new-question": "/account/questions/new/?about=claim", "my-certificates-none": "/certificates/",
    "withdraw": "/withdraw/neke/",
}  # fmt: skip
COMPLETED = {
    "completed-learning": "/learn/", "completed-course": "/learn/neke/",
    "completed-certificates": "/certificates/", "completed-couple": "/couple/",
    "completed-application": "/application/", "completed-questions": "/learn/neke/questions/after/",
}  # fmt: skip
CLERK = {
    "desk": "/desk/", "desk-recovery": "/desk/recovery/", "desk-name": "/desk/name/",
    "desk-queue": "/desk/queue/", "staff-sessions": "/staff/sessions/",
}  # fmt: skip
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
}  # fmt: skip
AREAS = {"admin-editor": "#otau-writing"}


def look_at(one: Phone, name: str, language: str, width: int, area: str | None = None) -> list[str]:
    """Take a picture; return what axe (in `area`) and the ruler find wrong."""
    page, said = one.page, len(one.complaints)
    folder = PICTURES / language
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    found = Axe().run(page, context=area, options=RULES).response["violations"]
    wrong = [
        f"{name} {language} {width}: {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in found
    ]
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    # The camera and axe put styles of their own into the page, and its policy refuses them: what
    # the page itself had to complain about was said before.
    del one.complaints[said:]
    return [*wrong, f"{name} {language} {width}: {wide} px too wide"] if wide > 0 else wrong


def walk(phone, language: str, pages: dict[str, str], storage=None) -> list[str]:
    """Look at every page at every width."""
    wrong = []
    for width in WIDTHS:
        one = phone(language, width=width)
        if storage:
            one.context.add_cookies(storage)
        for name, path in pages.items():
            one.go(f"/{language}{path}")
            wrong += look_at(one, name, language, width)
    return wrong


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_for_everybody(phone, language):
    assert walk(phone, language, EVERYBODY) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("contact", "pages"), [("aigerim@example.org", LEARNER), ("irina@example.org", COMPLETED)]
)
def test_pages_for_a_learner(phone, language, contact, pages):
    person = Person(phone(language), language, contact)
    person.sign_in()
    if pages is COMPLETED:
        pages = pages | {"certificate": f"/c/{person.certificate_number()}/"}

    assert walk(phone, language, pages, person.phone.context.cookies()) == []


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
            page.fill("[name=identity_number]", iin)
            page.fill("[name=application_number]", number)
            page.locator("form:has([name=application_number]) button[type=submit]").click()
            page.wait_for_load_state("load")
            wrong += look_at(one, name, language, width)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("email", "pages"),
    [
        ("trainer@example.org", TRAINER),
        ("methodologist@example.org", METHODOLOGIST),
        ("admin@example.org", ADMINISTRATOR),
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
    pages = {
        "questions-before": "/learn/neke/questions/before/", "texts": "/texts/neke/",
        "texts-question": "/texts/neke/3/", "texts-none": "/texts/neke/answers/",
    }  # fmt: skip
    wrong = walk(phone, language, pages, cookies)
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
def test_forms_with_errors(phone, language):
    """Empty forms sent: the summary takes focus, and axe still finds nothing."""
    person = Person(phone(language), language, "asel@example.org")
    person.sign_in()
    wrong = []
    for name, path, field in (
        ("error-application", "/application/", "[name=application_number]"),
        ("error-contact", "/account/contact/", "[name=contact]"),
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
