"""The whole story: a couple takes the course and the registry office sees it."""

import re

import pytest
from playwright.sync_api import expect

from demo.people import PASSWORD
from registry.standin.cast import AIGERIM, ARMAN, DANA, DANIYAR
from tests.journeys.person import Person, lesson_files, right_answers


def sign_in_clerk(phone, language: str, email: str):
    clerk = phone(language, width=1024)
    page = clerk.go(f"/{language}/staff/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/desk/"))
    return clerk


def ask_at_the_desk(clerk, language: str, *, iin: str, number: str):
    page = clerk.go(f"/{language}/desk/")
    page.fill("[name=fact]", iin)
    page.press("[name=fact]", "Enter")
    page.fill("[name=application_number]", number)
    page.press("[name=application_number]", "Enter")
    return page


def test_the_story_in_kazakh_with_javascript(phone):
    """Aigerim, who is half way, invites Daniyar; he learns, completes, and both are seen."""
    aigerim = Person(phone("kk"), "kk", "aigerim@example.org")
    daniyar = Person(phone("kk"), "kk", "daniyar@example.org")

    # Everybody reads lessons; answering needs an account.
    page = daniyar.go("/courses/neke/listening/")
    assert page.locator("form[action*='/answer/']").count() == 0

    daniyar.sign_in("Сейтов Данияр Маратұлы")
    daniyar.begin()

    # A wrong answer teaches and loses nothing; another language in mid-lesson loses nothing either.
    activity, fields = next(iter(right_answers(lesson_files()["listening"]).items()))
    right = fields["option"]
    daniyar.open_lesson("listening")
    wrong = next(option for option in "abcd" if option not in right)
    daniyar.answer(activity, {"option": [wrong]})
    form = daniyar.page.locator(f"form[action*='/answer/{activity}/']")
    expect(form.locator(".feedback").first).to_be_visible()
    assert form.locator(".feedback--right").count() == 0
    daniyar.answer(activity, fields)
    expect(form.locator(".feedback--right").first).to_be_visible()
    daniyar.page.locator("a[hreflang=ru], a[lang=ru]").first.click()
    expect(daniyar.page).to_have_url(re.compile(r"/ru/learn/neke/listening/"))
    expect(
        daniyar.page.locator(f"form[action*='/answer/{activity}/'] .feedback--right").first
    ).to_be_visible()

    # The partner joins by a link; nobody is named before both accepted.
    aigerim.sign_in()
    aigerim.go("/couple/")
    aigerim.page.locator("form[action$='/couple/invite/'] button[type=submit]").first.click()
    link = aigerim.page.locator("input[readonly]").first.input_value()
    daniyar.page.goto(link)
    assert "Айгерім" not in daniyar.page.content()
    daniyar.page.locator("button[name=answer][value=accept]").click()
    daniyar.go("/couple/")
    expect(daniyar.page.locator("main")).to_contain_text("Айгерім")
    aigerim.go("/couple/")
    expect(aigerim.page.locator("main")).to_contain_text("Данияр")

    # The application: the office only, until the person is proved.
    daniyar.link(number="43-02-00001", iin=DANIYAR.identity.number)
    assert "Сейтов" not in daniyar.page.locator("main").inner_text()
    daniyar.prove_by_phone(DANIYAR.phone)
    expect(daniyar.page.locator("main")).to_contain_text("Сейтов Данияр")

    daniyar.learn(["listening", "repair"])
    daniyar.learn_the_rest()
    number = daniyar.certificate_number()

    # Anybody compares the paper, and the name.
    anybody = phone("kk").go(f"/c/{number}")
    assert "Сейтов" not in anybody.content()
    anybody.fill("[name=name]", "Сейтов Данияр Маратұлы")
    anybody.locator("form:has([name=name]) button[type=submit]").click()
    expect(anybody.locator("#name_check .notice--done")).to_be_visible()

    # The desk sees one completed, one not, and the person sees who asked.
    clerk = sign_in_clerk(phone, "kk", "clerk.kyzylorda@example.org")
    page = ask_at_the_desk(clerk, "kk", iin=AIGERIM.identity.number, number="43-02-00001")
    expect(page.locator(".answer--completed")).to_have_count(1)
    expect(page.locator(".answer--not")).to_have_count(1)
    expect(page.locator("body")).to_contain_text("Курс ерікті, неке қию оған байланысты емес")
    assert AIGERIM.identity.number not in page.url
    daniyar.go("/account/lookups/")
    expect(daniyar.page.locator("main")).to_contain_text("АХАТ")

    # What the partner sees on the day itself: joined, and nothing else.
    aigerim.go("/couple/")
    assert number not in aigerim.page.content()
    assert aigerim.page.locator(".tag--done").count() == 0


def test_the_story_in_russian_without_javascript(phone):
    """Dana and Arman moved their application to Almaty; nothing of it needs a script."""
    dana = Person(phone("ru", javascript=False), "ru", "+77010000001")
    arman = Person(phone("ru", javascript=False), "ru", "arman@example.org")

    dana.sign_in("Өмірова Дана Бауыржанқызы")
    dana.begin()
    dana.go("/couple/")
    dana.page.locator("form[action$='/couple/invite/'] button[type=submit]").first.click()
    link = dana.page.locator("input[readonly]").first.input_value()

    # He has no account: he signs in, and comes back to the invitation.
    arman.page.goto(link)
    arman.page.locator("main a[href*='/sign-in/']").first.click()
    arman.page.fill("[name=contact]", arman.contact)
    arman.submit("[name=contact]")
    arman.page.fill("[name=code]", arman.phone.newest_code(arman.contact))
    arman.submit("[name=code]")
    arman.page.fill("[name=name]", "Ысқақов Арман Ермекұлы")
    arman.page.check("[name=language][value=ru]")
    arman.submit("[name=name]")
    arman.submit("[name=version]")
    arman.page.locator("button[name=answer][value=accept]").click()
    arman.begin()

    dana.link(number="19-02-00001", iin=DANA.identity.number)
    dana.prove_by_phone(DANA.phone)
    expect(dana.page.locator("main")).to_contain_text("Өмірова Дана")

    dana.learn(["pause"])
    dana.learn_the_rest()
    number = dana.certificate_number()
    anybody = phone("ru", javascript=False).go(f"/c/{number.lower()}")
    assert anybody.url.endswith(f"/ru/c/{number}/")

    clerk = sign_in_clerk(
        lambda language, width: phone(language, javascript=False, width=width),
        "ru", "clerk.almaty@example.org",
    )  # fmt: skip
    page = ask_at_the_desk(clerk, "ru", iin=ARMAN.identity.number, number="19-02-00001")
    expect(page.locator(".answer--completed")).to_have_count(1)
    expect(page.locator(".answer--not")).to_have_count(1)
    expect(page.locator("body")).to_contain_text(
        "Курс добровольный, регистрация брака от него не зависит"
    )
    # A certificate as typed at the desk.
    page = clerk.go("/ru/desk/")
    page.fill("[name=fact]", number.replace("-", " ").lower())
    page.locator("form:has([name=fact]) button[type=submit]").first.click()
    expect(page.locator(".answer--completed")).to_have_count(1)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_clerk_signs_in_with_the_keyboard_alone(phone, language):
    """From the first field to the answer by Tab and Enter."""
    page = phone(language, width=1024).go(f"/{language}/staff/login/")
    page.focus("[name=login]")
    page.keyboard.type("clerk.almaty@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    expect(page.locator("[name=fact]")).to_be_focused()
    page.keyboard.type("810614900035")
    page.keyboard.press("Enter")
    expect(page.locator("[name=application_number]")).to_be_focused()
    page.keyboard.type("75-01-00001")
    page.keyboard.press("Enter")
    expect(page.locator(".answer--completed")).to_have_count(2)
    # The next couple begins where the cursor is; one key leads back to the empty field.
    expect(page.locator("[name=fact]")).to_be_focused()
    page.keyboard.type("75-01-00001")
    page.keyboard.press("Enter")
    expect(page.locator("[name=identity_number]")).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/")
    expect(page.locator("[name=fact]")).to_be_focused()
    expect(page.locator("[name=fact]")).to_have_value("")
