"""What somebody said of their circumstances shows in their own texts and nowhere else."""

import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from learning.intake import QUESTIONS
from learning.models import Intake
from tests import cast
from tests.conftest import copies_of_tables
from tests.enrolments import story as couples
from tests.learning import choosing, story

pytestmark = pytest.mark.django_db

# Answers whose keys stand in no header or log for another reason.
TELLING = {"parents", "expecting"}
FRAME = ["/kk/learn/", "/kk/learn/neke/", "/ru/learn/neke/"]
# What is new with every request, whoever asks.
MADE_ANEW = re.compile(
    r'(name="(csrfmiddlewaretoken|event)" value=|nonce=|"X-CSRFToken": ?)"[^"]*"'
)


def page(client, url):
    """The bytes of a page, without what is made anew for each request."""
    response = client.get(url)
    assert response.status_code == 200, url
    return MADE_ANEW.sub("", response.content.decode())


@pytest.fixture
def edition(db):
    return choosing.make_edition()


@pytest.fixture
def both(signed_in, aigerim, daniyar, edition):
    """Aigerim and Daniyar take the course as a couple."""
    browsers = signed_in(aigerim), signed_in(daniyar)
    for person, browser in zip((aigerim, daniyar), browsers, strict=True):
        story.begin(person, edition)
        browser.get(story.lesson_url())
    couples.join(*browsers)
    return browsers


def test_a_partners_pages_are_the_same_bytes_whatever_somebody_answered(both):
    her, him = both
    urls = [
        *FRAME, *(story.lesson_url(f"lesson-{number}") for number in range(1, 5)),
        couples.couple_url(), "/kk/couple/leave/", "/kk/account/", "/kk/application/",
        choosing.intake_url(), choosing.question_url(1), choosing.question_url(4),
    ]  # fmt: skip
    for url in urls:
        page(him, url)  # which lessons he opened himself shows in his pages
    before = {url: page(him, url) for url in urls}
    choosing.say_everything(her)
    assert choosing.EVERYBODY not in her.get(story.lesson_url()).text, "the control: hers changed"
    assert {url: page(him, url) for url in urls} == before
    her.post(choosing.answers_url())
    assert {url: page(him, url) for url in urls} == before


def test_the_course_looks_the_same_on_every_path(signed_in, edition):
    """Titles, minutes, order, progress: equal for whoever said this, that, or nothing."""
    pages = []
    for choices in ([], *zip(*(q.choices[:2] for q in QUESTIONS), strict=True)):
        person = cast.make_learner(name="Асхат Нұрланов")
        story.begin(person, edition)
        client = signed_in(person)
        for question, choice in zip(QUESTIONS, choices, strict=bool(choices)):
            choosing.say(client, question.number, choice.key)
        story.complete(client, 3)
        pages.append([page(client, url) for url in (*FRAME, story.lesson_url("lesson-4"))])
    assert Intake.objects.count() == 2
    assert pages[0] == pages[1] == pages[2]


def test_a_chosen_text_changes_nothing_else_in_its_lesson(signed_in, edition):
    frames, texts = [], []
    for number, key in [(0, ""), *choosing.SAYS.values()]:
        person = cast.make_learner(name="Асхат Нұрланов")
        story.begin(person, edition)
        client = signed_in(person)
        if number:
            choosing.say(client, number, key)
        before, text, after = split(page(client, story.lesson_url()))
        frames.append(before + after)
        texts.append(text)
    assert len(set(frames)) == 1
    assert len(set(texts)) == len(texts)


def split(html):
    """What stands before a tailored text, the text, and what stands after it."""
    start = html.index('<div class="tailored"')
    end = html.index('<p class="mark-link" id="mark-our-house"')
    return html[:start], html[start:end], html[end:]


def test_no_table_but_its_own_knows_of_it_no_event_and_no_figure(both):
    her, _him = both
    before = dict(copies_of_tables())
    choosing.say_everything(her)
    her.get(choosing.answers_url())
    after = dict(copies_of_tables())
    assert {name for name in after if after[name] != before.get(name)} == {"learning_intake"}
    row = Intake.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select t::text from learning_intake t")
        ((dump,),) = cursor.fetchall()
    for word in TELLING:
        assert word.encode().hex() not in dump
        assert word.encode() not in bytes(row.sealed_answers)
    her.post(choosing.answers_url())
    after = dict(copies_of_tables())
    assert "learning_intake" not in after
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"django_session"}, "the message that it is done"


def test_no_log_no_address_no_cookie_and_no_cache_holds_an_answer(both, caplog):
    her, _him = both
    with caplog.at_level(logging.DEBUG):
        for question in QUESTIONS:
            for choice in question.choices:
                answered = choosing.say(her, question.number, choice.key)
                told = [answered.url, *map(str, answered.headers.items())]
                told += [cookie.OutputString() for cookie in answered.cookies.values()]
                assert choice.key not in TELLING or not any(choice.key in one for one in told)
        assert choosing.say(her, 3, "parents or so").status_code == 422
    assert "/texts/neke/3/" in caplog.text, "the control: a refusal is logged"
    assert not any(word in caplog.text for word in TELLING)
    client = cache._cache.get_client(None, write=False)
    kept = [key.decode(errors="replace") for key in client.scan_iter("*")]
    assert not any("intake" in key for key in kept)


def test_the_titles_of_all_pages_are_one_and_say_nothing(both):
    her, _him = both
    urls = [choosing.intake_url(), *(choosing.question_url(q.number) for q in QUESTIONS)]
    titles = {re.search(r"<title>(.*?)</title>", page(her, url), re.DOTALL)[1] for url in urls}
    choosing.say_everything(her)
    answers = page(her, choosing.answers_url())
    titles.add(re.search(r"<title>(.*?)</title>", answers, re.DOTALL)[1])
    assert len(titles) == 1
    assert cast.unsaid_words(" ".join(titles) + " ".join(urls)) == []


def test_staff_have_no_page_that_shows_it(both, signed_in, edition):
    her, _him = both
    admin = signed_in(cast.make_staff(superuser=True))
    figures = f"/admin/lesson-figures/{edition.course_id}/"
    urls = ["/admin/", "/admin/people/", "/admin/lesson-figures/", figures]
    before = {url: story.text_of(admin.get(url)) for url in urls}
    assert all(before.values())
    choosing.say_everything(her)
    assert {url: story.text_of(admin.get(url)) for url in urls} == before
    for url in (choosing.answers_url(), choosing.question_url(3)):
        assert signed_in(cast.make_staff(superuser=True)).get(url).status_code in (302, 403, 404)


def test_anybody_who_reads_the_course_in_public_reads_the_texts_for_everybody(both, edition):
    her, _him = both
    choosing.say_everything(her)
    address = "/kk/courses/neke/lesson-1/"
    assert page(her, address).count(choosing.EVERYBODY) == 1
    assert choosing.EVERYBODY in Client().get(address).text


def test_adopting_an_edition_and_marks_know_nothing_of_it(both):
    her, _him = both
    url = "/kk/learn/neke/lesson-1/mark/our-house/"
    before = page(her, url)
    choosing.say_everything(her)
    assert page(her, url) == before
