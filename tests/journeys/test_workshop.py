"""The workshop from end to end: write, translate, review, publish, and what learners meet."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.person import Person
from tests.journeys.writer import EDITOR, Writer

TRAINER, METHODOLOGIST = "trainer@example.org", "methodologist@example.org"
TITLE = {"kk": "Апталық жоспар", "ru": "План на неделю"}
RUSSIAN = {
    TITLE["kk"]: TITLE["ru"],
    "Динара мен Асқар апта жоспарын құрады.": "Динара и Аскар составляют план на неделю.",
    "Жоспар екеуге ортақ Алдын ала айтылған іске реніш жоқ.":
        "## План один на двоих\nЕсли сказать заранее, обиды не будет.",
    "Динара әңгімені неден бастайды?": "С чего Динаре начать разговор?",
    "Ыңғайлы уақытты сұраудан.": "Спросить об удобном времени.",
    "Иә, сонда екеуі де дайын болады.": "Да, тогда готовы будут оба.",
    "Дайын тізімді беруден.": "Отдать готовый список.",
    "Ондай тізім бұйрыққа ұқсайды.": "Такой список похож на приказ.",
    "Сіздің үйде апта қалай жоспарланады?": "Как планируют неделю у Вас дома?",
    "Жексенбіде он минут бірге отырыңыз.": "В воскресенье посидите вместе десять минут.",
    "Қысқа жоспар орындалады.": "Короткий план выполняется.",
    "Жоспарды біреу екеуі үшін құрса болады.": "План может составить один за двоих.",
    "Олай болса, екіншісі оны өзінікі демейді.": "Тогда второй не сочтёт его своим.",
    "Дұрыс, жоспар бірге құрылады.": "Верно, план составляют вместе.",
    "Ретімен қойыңыз.": "Расставьте по порядку.",
    "Уақытын келісу": "Договориться о времени",
    "Істерді атау": "Назвать дела",
    "Істерді бөлісу": "Разделить дела",
    "Иә, алдымен уақыт.": "Да, сначала время.",
    "Алдымен уақытын келісіңіз.": "Сначала договоритесь о времени.",
}  # fmt: skip
MENDED = "Жексенбіде он бес минут бірге отырыңыз."
MENDED_IN_RUSSIAN = "В воскресенье посидите вместе пятнадцать минут."
COMMENT = "Он минут аз, он бес деп жазайық."
NEWS = {"kk": "Апталық жоспар туралы сабақ қосылды.", "ru": "Добавлен урок о плане на неделю."}
MARK = "Осы сөйлем екі ұшты."
NOTE = "Тыңдаушылар жоспар туралы сұрады."


@pytest.fixture
def writer(phone):
    """`writer(email)` gives a member of the staff at the desk, signed in to the admin."""

    def sign_in(email: str) -> Writer:
        one = Writer(phone("kk", width=1280), email)
        one.sign_in()
        return one

    return sign_in


@pytest.fixture
def learner(phone):
    """`learner(language, contact)` gives a newcomer who has begun the course."""

    def begin(language: str, contact: str) -> Person:
        one = Person(phone(language), language, contact)
        one.sign_in("Оспанов Тимур Қайратұлы")
        one.begin()
        return one

    return begin


def write_lesson(trainer: Writer) -> int:
    """From the dashboard to the module, and a new lesson in it; return its number."""
    page = trainer.page
    page.locator("a[href='/admin/lessons/']").click()
    page.locator("main a[href*='/edit/']").first.click()
    expect(trainer.block("situation").locator(EDITOR)).to_be_visible()
    trail = page.locator("[data-controller~=w-breadcrumbs] a[href^='/admin/pages/']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    module = trail[-2]  # the last one is the lesson itself
    trainer.go(module)
    page.locator(f"a[href='{module}add_subpage/']").first.click()
    expect(page).to_have_url(re.compile(r"/add/courses/lessonpage/\d+/"))

    trainer.write(
        trainer.block("situation").locator(EDITOR), "Динара мен Асқар апта жоспарын құрады."
    )
    trainer.write(
        trainer.block("text").locator(EDITOR),
        "## Жоспар екеуге ортақ\nАлдын ала айтылған іске реніш жоқ.",
    )
    single = trainer.block("single")
    trainer.write_in(single, "prompt", "Динара әңгімені неден бастайды?")
    for number, (text, feedback) in enumerate((
        ("Ыңғайлы уақытты сұраудан.", "Иә, сонда екеуі де дайын болады."),
        ("Дайын тізімді беруден.", "Ондай тізім бұйрыққа ұқсайды."),
    )):  # fmt: skip
        trainer.write_in(single, "text", text, number)
        trainer.write_in(single, "feedback", feedback, number)
    trainer.write_in(trainer.block("reflection"), "prompt", "Сіздің үйде апта қалай жоспарланады?")
    trainer.write(trainer.block("takeaway").locator(EDITOR), "Жексенбіде он минут бірге отырыңыз.")

    trainer.write(trainer.add_block("text").locator(EDITOR), "Қысқа жоспар орындалады.")
    statement = trainer.add_block("truefalse")
    trainer.write_in(statement, "prompt", "Жоспарды біреу екеуі үшін құрса болады.")
    statement.locator("[name$='-value-right']").select_option("false")
    trainer.write_in(statement, "feedback_true", "Олай болса, екіншісі оны өзінікі демейді.")
    trainer.write_in(statement, "feedback_false", "Дұрыс, жоспар бірге құрылады.")
    statement.locator("[name$='-is_required']").check()
    order = trainer.add_block("order")
    trainer.write_in(order, "prompt", "Ретімен қойыңыз.")
    for number, text in enumerate(("Уақытын келісу", "Істерді атау", "Істерді бөлісу")):
        if number:
            order.locator('[data-contentpath="items_in_order"] .c-sf-add-button').last.click()
        order.locator(f"[name$='-items_in_order-{number}-value-text']").fill(text)
    trainer.write_in(order, "feedback_right", "Иә, алдымен уақыт.")
    trainer.write_in(order, "feedback_wrong", "Алдымен уақытын келісіңіз.")
    page.fill("[name=title]", TITLE["kk"])
    # By choice: other journeys complete the course with the lessons that they know.
    page.uncheck("[name=is_required]")
    found = trainer.sees_it_saved()
    expect(page.locator("[name=is_required]")).not_to_be_checked()
    return found


def mend(trainer: Writer, page_id: int) -> None:
    """Mend what to take home, and submit again at once."""
    trainer.edit(page_id)
    trainer.write(trainer.block("takeaway").locator(EDITOR), MENDED)
    trainer.submit()


def edition_of(one: Writer) -> int:
    """The number of the latest edition, as the list of editions says it."""
    one.go("/admin/editions/")
    row = one.page.locator("tr:has(a[href^='/admin/history/'])").first
    return int(row.locator("td").nth(1).inner_text())


def sees_what_changes(one: Writer) -> None:
    """The new lesson stands in both languages among what an edition would change."""
    one.go("/admin/editions/")
    one.follow("main a[href^='/admin/editions/']")
    added = one.page.locator(".otau-difference", has_text=TITLE["kk"])
    expect(added.locator("summary")).to_contain_text(TITLE["ru"])
    added.locator("summary").click()
    expect(added.locator("td[lang=kk]", has_text=MENDED)).to_be_visible()
    expect(added.locator("td[lang=ru]", has_text=MENDED_IN_RUSSIAN)).to_be_visible()


def lessons_of(person: Person) -> list[tuple[str, str, bool]]:
    """The lessons of a learner's course: address, title, and whether each is done."""
    person.go("/learn/neke/")
    return [
        (
            link.get_attribute("href") or "",
            link.inner_text(),
            bool(row.locator(".tag--done").count()),
        )
        for row in person.page.locator("section.module li.row").all()
        for link in row.locator("a.row__title").all()
    ]


def done(person: Person) -> list[str]:
    return [address for address, _title, is_done in lessons_of(person) if is_done]


def answer_new_lesson(person: Person) -> None:
    """Do the new lesson: the question, the statement, the order."""
    page = person.page
    page.locator("section.module a.row__title", has_text=TITLE[person.language]).click()
    page.wait_for_load_state("load")

    def send(form: Locator) -> None:
        form.locator("button[type=submit]").click()
        expect(form.locator(".feedback--right").first).to_be_visible()

    forms = page.locator("section.activity form[action*='/answer/']")
    expect(forms).to_have_count(3)
    single = forms.filter(has=page.locator("input[type=radio]")).first
    single.locator("label", has_text=said("Ыңғайлы уақытты сұраудан.", person)).click()
    send(single)
    statement = forms.filter(has=page.locator("input[value=false]"))
    statement.locator("input[value=false]").check()
    send(statement)
    order = forms.filter(has=page.locator("select"))
    for place, item in enumerate(("Уақытын келісу", "Істерді атау", "Істерді бөлісу"), start=1):
        row = order.locator(".arranged__row", has_text=said(item, person))
        row.locator("select").select_option(str(place))
    send(order)


def said(words: str, person: Person) -> str:
    """Words of the lesson in a person's language."""
    return words if person.language == "kk" else RUSSIAN[words]


def test_a_lesson_from_the_first_word_to_the_learners(phone, writer, learner):
    """Two languages, a review with a comment, an edition; who was learning goes on undisturbed."""
    timur = learner("kk", "timur.learns@example.org")
    timur.learn(["pause"])
    timur.learn(["listening"], most=1)
    began_with = lessons_of(timur)

    trainer, methodologist = writer(TRAINER), writer(METHODOLOGIST)
    kazakh = write_lesson(trainer)
    russian = trainer.translate(kazakh, RUSSIAN)
    for page_id in (kazakh, russian):
        trainer.edit(page_id)
        trainer.submit()

    # The methodologist is told, reads, and sends both back; the trainer is told, and mends both.
    for page_id in (kazakh, russian):
        methodologist.phone.message_with(METHODOLOGIST, f"/admin/pages/{page_id}/edit/")
        expect(methodologist.waits_for_me(page_id)).to_be_visible()
    for page_id in (kazakh, russian):
        methodologist.send_back(page_id, COMMENT)
    for page_id in (kazakh, russian):
        trainer.phone.message_with(TRAINER, f"/admin/pages/{page_id}/edit/", COMMENT)
        expect(trainer.waits_for_me(page_id)).to_contain_text(COMMENT)
    mend(trainer, kazakh)
    trainer.retranslate(kazakh, {MENDED: MENDED_IN_RUSSIAN})
    trainer.edit(russian)
    trainer.submit()
    for page_id in (kazakh, russian):
        methodologist.approve(page_id)
        expect(methodologist.waits_for_me(page_id)).to_have_count(0)
    # Approved is not published: nobody learns it yet.
    assert lessons_of(timur) == began_with

    before = edition_of(methodologist)
    sees_what_changes(methodologist)
    methodologist.publish_edition(NOTE, NEWS)
    assert edition_of(methodologist) == before + 1

    # In the middle of the older edition: the same lessons, the same progress, a calm offer.
    assert lessons_of(timur) == began_with
    offer = timur.page.locator("a[href$='/edition/neke/']")
    expect(offer).to_be_visible()
    timur.learn(["repair"])
    was_done = done(timur)
    assert len(was_done) == 2
    # The new edition: what was done stays done, a lesson half done stays half done.
    offer.click()
    expect(timur.page.locator("main")).to_contain_text(NEWS["kk"])
    expect(timur.page.locator("main")).to_contain_text(TITLE["kk"])
    timur.page.locator("button[name=do][value=take]").click()
    expect(timur.page).to_have_url(re.compile(r"/learn/neke/$"))
    assert done(timur) == was_done
    assert len(lessons_of(timur)) == len(began_with) + 1
    expect(timur.page.locator("a[href$='/edition/neke/']")).to_have_count(0)
    timur.open_lesson("listening")
    expect(timur.page.locator(".feedback--right").first).to_be_visible()

    # Whoever begins now has the new lesson.
    rimma = learner("ru", "rimma@example.org")
    assert TITLE["ru"] in [title for _address, title, _done in lessons_of(rimma)]
    answer_new_lesson(rimma)
    assert len(done(rimma)) == 1


def test_an_unclear_place_reaches_the_trainer(writer, learner):
    """A learner marks a place; the trainer sees the place and the note, and nobody's name."""
    person = learner("kk", "marks@example.org")
    person.open_lesson("listening")
    place = person.page.locator(".mark-link a[href*='/mark/']").nth(1)
    place.click()
    person.page.check("[name=kind][value=unclear]")
    person.page.fill("[name=note]", MARK)
    person.submit("[name=note]")
    expect(person.page).to_have_url(re.compile(r"/learn/neke/listening/#mark-"))

    trainer = writer(TRAINER)
    trainer.page.locator("#marked-by-learners-section a[href='/admin/marked/']").click()
    main = trainer.page.locator("main")
    expect(main).to_contain_text(MARK)
    expect(main).not_to_contain_text("Оспанов")
    expect(main).not_to_contain_text("marks@example.org")
    row = main.locator("tr", has_text=MARK)
    row.locator("form[action*='/marked/'] button[type=submit]").click()
    expect(row).to_have_count(0)
