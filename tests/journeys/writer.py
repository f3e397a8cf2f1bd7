"""What people do in the admin, by addresses, field names and icons, and never by words."""

import re

from playwright.sync_api import ElementHandle, Locator, expect

from demo.people import PASSWORD
from tests.journeys.conftest import Phone

EDITOR = '[contenteditable="true"]'
# The sign in the picker of blocks.
ICONS = {"text": "pilcrow", "truefalse": "check", "order": "list-ol"}

# Whether the field behind a rich text editor holds some words.
BEHIND = """([editor, words]) => {
  let around = editor;
  while (around && !around.querySelector("input[type=hidden]")) around = around.parentElement;
  const value = around.querySelector("input[type=hidden]").value;
  const content = JSON.parse(value);
  return content && content.blocks.some((block) => block.text === words);
}"""


class Writer:
    """A member of the staff at the admin."""

    def __init__(self, phone: Phone, email: str) -> None:
        """`email` is that of an account of the demonstration."""
        self.phone, self.email = phone, email
        self.page = phone.page
        self.written: list[tuple[ElementHandle, str]] = []
        # Whoever goes away without saving is asked; here they mean it.
        self.page.on("dialog", lambda dialog: dialog.accept())

    def sign_in(self) -> None:
        """Sign in; the dashboard opens."""
        self.go("/kk/staff/login/?next=/admin/")
        self.page.fill("[name=login]", self.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("form:has([name=password]) button[type=submit]").click()
        self.page.wait_for_url("**/admin/")

    def speak(self, language: str) -> None:
        """Choose the language of the admin."""
        self.go("/admin/account/")
        self.page.select_option("[name$=preferred_language]", language)
        self.page.locator("form:has([name$=preferred_language]) button[type=submit]").last.click()
        self.page.locator(f"html[lang={language}]").wait_for(state="attached")

    def follow(self, way: str) -> None:
        """Open an address, or where the first link leads that a selector finds."""
        if not way.startswith("/"):
            way = self.page.locator(way).first.get_attribute("href") or ""
        self.go(way)

    def go(self, path: str) -> None:
        """Open a page of the admin."""
        self.phone.go(path)

    def edit(self, page_id: int) -> None:
        """Open a page in the editor."""
        self.go(f"/admin/pages/{page_id}/edit/")

    def publish_edition(self, note: str, news: dict[str, str]) -> None:
        """Publish an edition of the course from the list of editions."""
        self.go("/admin/editions/")
        self.follow("main a[href^='/admin/editions/']")
        self.page.fill("[name=note]", note)
        for language, said in news.items():
            self.page.fill(f"[name=news_{language}]", said)
        self.page.locator("form:has([name=note]) button[type=submit]").click()
        expect(self.page.locator(".messages .success").first).to_be_visible()

    # --- In the editor ----------------------------------------------------------------------------
    def block(self, kind: str) -> Locator:
        """The last block of a kind."""
        return self.page.locator(f'[data-streamfield-child]:has(> input[value="{kind}"])').last

    def add_block(self, kind: str) -> Locator:
        """Press the plus below the last block, choose a kind, and return the new block."""
        there = self.page.locator(f'[data-streamfield-child]:has(> input[value="{kind}"])')
        before = there.count()
        body = self.page.locator('[data-contentpath="body"] [data-streamfield-stream-container]')
        body.first.locator("> div > button.c-sf-add-button").last.click()
        self.page.locator(f".w-combobox__option:has(.icon-{ICONS[kind]})").click()
        expect(there).to_have_count(before + 1)
        return there.last

    def write(self, editor: Locator, words: str) -> None:
        """Put `words` in place of what a rich text editor holds; a line that begins with ## is a
        heading."""
        editor.click()
        keyboard = self.page.keyboard
        keyboard.press("Control+A")
        keyboard.press("Backspace")
        keyboard.press("Backspace")  # what was a heading is none any more
        for number, line in enumerate(words.split("\n")):
            if number:
                keyboard.press("Enter")
            if line.startswith("## "):
                keyboard.type("## ")
            keyboard.insert_text(line.removeprefix("## "))
        self.written.append((editor.element_handle(), words.split("\n")[-1].removeprefix("## ")))

    def settle(self) -> None:
        """Wait for the fields behind the editors, which follow them a quarter of a second later."""
        for editor, words in self.written:
            self.page.wait_for_function(BEHIND, arg=[editor, words])
        self.written.clear()

    def write_in(self, block: Locator, name: str, words: str, number: int = 0) -> None:
        """Write in the rich text field `name` of a block."""
        self.write(block.locator(f'[data-contentpath="{name}"] {EDITOR}').nth(number), words)

    def sees_it_saved(self) -> int:
        """Wait until the editor has saved by itself, save once more; return the page's number.

        What was changed last may still wait for the next time the editor saves by itself.
        """
        self.settle()
        self.page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
        expect(self.page.locator("#w-autosave-indicator")).to_have_attribute(
            "data-w-autosave-state-value", "saved"
        )
        with self.page.expect_response(
            lambda one: one.request.method == "POST" and "/edit/" in one.url
        ):
            self.press(".action-save")
        found = re.search(r"/pages/(\d+)/", self.page.url)
        assert found
        return int(found.group(1))

    def press(self, selector: str) -> None:
        """Press a button of the editor's foot, which may be folded away."""
        foot = self.page.locator("form[data-edit-form] footer nav")
        button = foot.locator(selector)
        if not button.is_visible():
            foot.locator('[data-w-dropdown-target="toggle"]').click()
        button.click()

    def submit(self) -> None:
        """Submit for review; a message says that it went."""
        self.settle()
        self.press("[name=action-submit]")
        expect(self.page.locator(".messages .success").first).to_be_visible()

    # --- Beside each other ------------------------------------------------------------------------
    def translate(self, page_id: int, words: dict[str, str]) -> int:
        """Begin the other language of a page and fill it in; return the number of its page."""
        self.go(f"/admin/translate/{page_id}/")
        self.page.locator("form[action*='/begin/'] button[type=submit]").click()
        expect(self.page.locator(".translation__line")).to_have_count(len(words))
        self.fill_in(words)
        expect(self.page.locator(".translation__line--done")).to_have_count(len(words))
        other = self.page.locator(f"a[href*='/edit/']:not([href*='/pages/{page_id}/'])")
        found = re.search(r"/pages/(\d+)/edit/", other.last.get_attribute("href") or "")
        assert found
        return int(found.group(1))

    def retranslate(self, page_id: int, words: dict[str, str]) -> None:
        """Mend in the other language what changed in a page."""
        self.go(f"/admin/translate/{page_id}/?todo=1")
        expect(self.page.locator(".translation__line--stale")).to_have_count(len(words))
        self.fill_in(words)
        expect(self.page.locator(".translation__line")).to_have_count(0)

    def fill_in(self, words: dict[str, str]) -> None:
        """Write the translation beside each text that is shown, and save."""
        for line in self.page.locator(".translation__line").all():
            source = line.locator(".translation__source").evaluate(
                "all => [...all.children].filter(one => !one.matches('.translation__former'))"
                ".map(one => one.innerText).join(' ') || all.firstChild.textContent"
            )
            said = words[" ".join(source.split())]
            editor = line.locator(f".translation__target {EDITOR}")
            if editor.count():
                self.write(editor, said)
            else:
                line.locator("[name^='text-']").fill(said)
        self.settle()
        self.page.locator("footer nav button[type=submit]").click()

    # --- Review -----------------------------------------------------------------------------------
    def waits_for_me(self, page_id: int) -> Locator:
        """What the dashboard says about a page that waits."""
        self.go("/admin/")
        return self.page.locator(f"#waiting-section li:has(a[href='/admin/pages/{page_id}/edit/'])")

    def send_back(self, page_id: int, comment: str) -> None:
        """Send a page back with a comment."""
        self.edit(page_id)
        self.press("[data-workflow-action-name=reject]")
        self.page.fill("[name=comment]", comment)
        self.page.locator(".modal form button[type=submit]").click()
        expect(self.page.locator(".messages .success").first).to_be_visible()

    def approve(self, page_id: int) -> None:
        """Approve a page."""
        self.edit(page_id)
        self.press("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")
        expect(self.page.locator(".messages .success").first).to_be_visible()
