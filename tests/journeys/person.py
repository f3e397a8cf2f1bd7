"""What a person does with Otau, step by step, by addresses and field names and never by words."""

import re
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from config.embedded.places import ROOT
from tests.journeys.conftest import NOTHING, Phone


def right_answers(lesson_file: Path) -> dict[str, dict[str, list[str]]]:
    """Read from a lesson's file the right answers of its required activities: fields and values."""
    answers: dict[str, dict[str, list[str]]] = {}
    key = ""
    for line in lesson_file.read_text().splitlines():
        if found := re.match(r"::: (\w+) key=(\S+)(.*)", line):
            key = found.group(2) if " required" in found.group(3) else ""
            if key:
                answers[key] = {}
            if value := re.search(r" value=(\S+)", found.group(3) if key else ""):
                answers[key]["option"] = [value.group(1)]
        elif line == ":::":
            key = ""
        elif key and (found := re.match(r"- \[x\] \{([\w-]+)\}", line)):
            answers[key].setdefault("option", []).append(found.group(1))
        elif key and (found := re.match(r"- \[(\d)\] \{([\w-]+)\}", line)):
            answers[key][f"place-{found.group(2)}"] = [found.group(1)]
        elif key and (found := re.match(r"- \[=\] \{([\w-]+)\}", line)):
            left = found.group(1)
        elif key and (found := re.match(r"\s+= \{([\w-]+)\}", line)):
            answers[key][f"pair-{left}"] = [found.group(1)]
    return answers


def lesson_files() -> dict[str, Path]:
    """Return the Kazakh files of the course's lessons by their address, in order."""
    return {
        re.sub(r"^\d+-", "", file.name.split(".")[0]): file
        for file in sorted((ROOT / "curriculum" / "neke").glob("*/[0-9]*.kk.md"))
    }


class Person:
    """Somebody with a phone and a language."""

    def __init__(self, phone: Phone, language: str, contact: str) -> None:
        """`contact` is the e-mail address or phone number they sign in with."""
        self.phone, self.language, self.contact = phone, language, contact

    @property
    def page(self) -> Page:
        return self.phone.page

    def go(self, path: str) -> Page:
        """Open a page in the person's language."""
        return self.phone.go(f"/{self.language}{path}")

    def submit(self, form: str) -> None:
        """Send the form that holds the element `form`."""
        self.page.locator(f"form:has({form}) button[type=submit]").first.click()

    def sign_in(self, name: str = "") -> None:
        """Sign in by a code; a newcomer gives their name and agrees to the text."""
        before = self.phone.newest_message(self.contact, after=NOTHING)
        self.go("/sign-in/")
        self.page.fill("[name=contact]", self.contact)
        self.submit("[name=contact]")
        expect(self.page.locator("[name=code]")).to_be_visible()
        self.page.fill("[name=code]", self.phone.newest_code(self.contact, after=before))
        self.submit("[name=code]")
        if name:
            self.page.fill("[name=name]", name)
            self.page.check(f"[name=language][value={self.language}]")
            self.submit("[name=name]")
            self.submit("[name=version]")
        expect(self.page).to_have_url(re.compile(r"/learn/$"))

    def ask_for_code(self) -> str:
        """On the page that asks whether it is oneself: ask for a code, and read it."""
        before = self.phone.newest_message(self.contact, after=NOTHING)
        self.submit("[name=next]")
        expect(self.page.locator("[name=code]")).to_be_visible()
        return self.phone.newest_code(self.contact, after=before)

    def go_by_code(self, path: str) -> Page:
        """Open a page that asks for a fresh code first."""
        page = self.go(path)
        page.fill("[name=code]", self.ask_for_code())
        self.submit("[name=code]")
        expect(page).to_have_url(re.compile(f"{path}$"))
        return page

    def enrol(self) -> None:
        """Begin the course from its public page, as far as the questions before it.

        What texts may be chosen by is asked first, and passed by with one tap.
        """
        self.go("/courses/neke/")
        self.page.locator("a[href$='/begin/neke/']").first.click()
        self.page.locator("main form[method=post] button[type=submit]").first.click()
        expect(self.page).to_have_url(re.compile(r"/texts/neke/$"))
        self.page.locator("main .buttons a").last.click()
        expect(self.page).to_have_url(re.compile(r"/learn/neke/questions/before/$"))

    def begin(self) -> None:
        """Begin the course; pass by the questions with one tap."""
        self.enrol()
        self.page.locator("main .buttons a").first.click()
        first = next(iter(lesson_files()))
        expect(self.page).to_have_url(re.compile(rf"/learn/neke/{first}/$"))

    def answer_questions(self, moment: str) -> None:
        """Unfold the questions before or after the course, answer them all and send them."""
        self.go(f"/learn/neke/questions/{moment}/")
        self.page.locator("main summary").first.click()
        for question in self.page.locator("main form fieldset").all():
            question.locator("label").last.click()
        self.submit("fieldset")
        expect(self.page).to_have_url(re.compile(r"/learn/neke/$"))

    def say(self, choice: str, *, about: int) -> None:
        """Answer one of the questions by which texts are chosen."""
        self.go(f"/texts/neke/{about}/")
        self.page.check(f"[name=choice][value={choice}]")
        self.submit("[name=choice]")

    def open_lesson(self, slug: str) -> None:
        """Open a lesson in the player."""
        self.go(f"/learn/neke/{slug}/")

    def answer(self, activity: str, fields: dict[str, list[str]]) -> None:
        """Answer an activity by hand, `fields` and nothing else, and send it."""
        form = self.page.locator(f"form[action*='/answer/{activity}/']")
        options = fields.get("option", [])
        for box in form.locator("input[type=checkbox]").all():
            box.set_checked(box.get_attribute("value") in options)
        for box in form.locator("input[type=radio]").all():
            if box.get_attribute("value") in options:
                box.check()
        for number in form.locator("input[type=text]").all():
            number.fill(options[0])
        for place in form.locator("select").all():
            place.select_option(fields[place.get_attribute("name") or ""])
        form.locator("button[type=submit]").click()
        self.page.wait_for_load_state("load")

    def learn(self, slugs: list[str], *, most: int | None = None) -> None:
        """Do the required activities of lessons rightly by hand, or the first `most` of each."""
        files = lesson_files()
        for slug in slugs:
            self.open_lesson(slug)
            for activity, fields in list(right_answers(files[slug]).items())[:most]:
                self.answer(activity, fields)
                done = self.page.locator(f"form[action*='/answer/{activity}/'] .feedback--right")
                expect(done.first).to_be_visible()

    def learn_the_rest(self) -> None:
        """Do every required activity of the course rightly, by the pages' forms without a browser.

        A whole course by hand takes an evening; what a form sends is the same.
        """
        request = self.phone.context.request
        for slug, file in lesson_files().items():
            address = self.phone.site(f"/{self.language}/learn/neke/{slug}/")
            page = request.get(address).text()
            for activity, fields in right_answers(file).items():
                form = page[page.index(f'id="activity-{activity}"') :]
                hidden = {
                    name: re.search(rf'name="{name}" value="([^"]+)"', form).group(1)  # type: ignore[union-attr]
                    for name in ("csrfmiddlewaretoken", "event")
                }
                sent = [*hidden.items(), *((k, one) for k, many in fields.items() for one in many)]
                page = request.post(
                    f"{address}answer/{activity}/", data=urlencode(sent),
                    headers={"content-type": "application/x-www-form-urlencoded"},
                ).text()  # fmt: skip
                form = page[page.index(f'id="activity-{activity}"') :].partition("</section>")[0]
                assert "feedback--right" in form, (slug, activity)

    def link(self, *, number: str, iin: str) -> None:
        """Link a marriage application and wait for the registry's answer."""
        self.go("/application/")
        self.page.fill("[name=application_number]", number)
        self.page.fill("[name=identity_number]", iin)
        self.submit("[name=application_number]")
        for _ in range(40):
            if self.page.locator("form[action$='/phone/code/']").count():
                return
            self.page.wait_for_timeout(250)
            self.go("/application/")

    def prove_by_phone(self, phone_number: str) -> None:
        """Prove the identity by a code to the phone on the application."""
        self.go("/application/")
        self.page.locator("form[action$='/phone/code/'] button[type=submit]").first.click()
        self.page.fill("[name=code]", self.phone.newest_code(phone_number))
        self.submit("[name=code]")

    def certificate_number(self) -> str:
        """Wait for the certificate's document, and return its number."""
        for _ in range(60):
            self.go("/certificates/")
            link = self.page.locator("a[href*='/pdf/']").first
            if link.count():
                found = re.search(r"/certificates/([^/]+)/pdf/", link.get_attribute("href") or "")
                assert found
                return found.group(1)
            self.page.wait_for_timeout(500)
        raise AssertionError("the certificate did not come")
