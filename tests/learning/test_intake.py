"""Questions about people's circumstances: each by choice, kept while they serve."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils.translation import gettext

from accounts.actions.contacts import join_accounts
from courses.circumstances import Circumstance
from courses.models import LessonWithdrawal
from enrolments.actions import enrol, withdraw
from learning import actions
from learning.actions.intake import LENGTH, read_intake
from learning.exceptions import ChoiceUnknown
from learning.intake import QUESTIONS
from learning.models import Intake
from tests import cast
from tests.learning import choosing, story
from tests.told import told
from web.sealing import seal

pytestmark = pytest.mark.django_db

COURSE = "/kk/learn/neke/"


@pytest.fixture
def edition(db):
    return choosing.make_edition()


@pytest.fixture
def client(signed_in, aigerim, edition):
    story.begin(aigerim, edition)
    return signed_in(aigerim)


def test_every_circumstance_is_asked_for_and_nothing_else_is():
    asked = [circumstance for question in QUESTIONS for circumstance in question.circumstances]
    assert set(asked) == set(Circumstance)
    assert all(question.circumstances for question in QUESTIONS)
    assert len(QUESTIONS) <= 8
    assert [question.number for question in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    for question in QUESTIONS:
        keys = [choice.key for choice in question.choices]
        assert len(keys) == len(set(keys)) >= 2
        assert any(choice.circumstance is None for choice in question.choices)


def test_only_what_a_text_of_the_course_depends_on_is_asked(signed_in, aigerim):
    edition = choosing.make_edition(Circumstance.WITH_PARENTS, Circumstance.TWO_TRADITIONS)
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    asked = {
        question.number: client.get(choosing.question_url(question.number)).status_code
        for question in QUESTIONS
    }
    assert asked == {1: 404, 2: 404, 3: 200, 4: 404, 5: 200, 6: 200}
    assert client.get(choosing.question_url(7)).status_code == 404


@pytest.mark.parametrize("gone", ["sensitive", "withdrawn", "none"])
def test_a_course_whose_texts_never_choose_asks_nothing(signed_in, aigerim, gone):
    edition = choosing.make_edition() if gone == "withdrawn" else cast.make_edition()
    if gone == "sensitive":
        choosing.put_text(edition, "lesson-2", *Circumstance, is_sensitive=True)
    if gone == "withdrawn":
        lesson = edition.lessons.filter(slug="lesson-1").first()
        LessonWithdrawal.objects.create(
            course=edition.course, lesson_key=lesson.lesson_key, reason="harm", withdrawn_by="m"
        )
    client = signed_in(aigerim)
    assert client.post("/kk/begin/neke/").url == COURSE
    assert client.get(choosing.intake_url()).url == COURSE
    assert client.get(choosing.answers_url()).url == COURSE
    assert choosing.intake_url() not in client.get(COURSE).text


def test_it_is_offered_once_after_the_course_is_begun_and_passed_by_with_one_tap(
    signed_in, aigerim, edition
):
    client = signed_in(aigerim)
    began = client.post("/kk/begin/neke/")
    assert began.url == choosing.intake_url()
    page = client.get(began.url)
    assert f'<a class="button button--quiet" href="{story.lesson_url()}">' in page.text
    assert choosing.question_url(1) in page.text
    assert "private-note" in page.text
    lesson = client.get(story.lesson_url()).text
    assert "/texts/" not in lesson
    assert choosing.intake_url() in client.get(COURSE).text


def test_where_the_course_has_questions_of_its_own_they_come_next(signed_in, aigerim):
    item = {"kind": "confidence", "key": "c", "text": "<p>!</p>"}
    edition = cast.make_edition(measure=[item], measure_answers={})
    choosing.put_text(edition, "lesson-1", *Circumstance)
    client = signed_in(aigerim)
    assert client.post("/kk/begin/neke/").url == choosing.intake_url()
    assert 'href="/kk/learn/neke/questions/before/"' in client.get(choosing.intake_url()).text


def test_one_question_stands_on_a_page_and_each_leads_to_the_next_and_back(client):
    for question in QUESTIONS:
        page = client.get(choosing.question_url(question.number))
        assert page.text.count("<fieldset") == page.text.count("<h1") == 1
        assert gettext(question.words) in page.text
        assert page.text.count('type="radio"') == len(question.choices) + 1
        assert "private-note" in page.text
        assert " checked" not in page.text
        last = question is QUESTIONS[-1]
        after = choosing.answers_url() if last else choosing.question_url(question.number + 1)
        first = question is QUESTIONS[0]
        before = choosing.intake_url() if first else choosing.question_url(question.number - 1)
        assert f'href="{after}"' in page.text
        assert f'href="{before}"' in page.text
        assert choosing.say(client, question.number, "").url == after
        assert choosing.say(client, question.number, "rather-not").url == after
        assert not Intake.objects.exists()
        assert choosing.say(client, question.number, question.choices[0].key).url == after
        assert "checked" in client.get(choosing.question_url(question.number)).text
        client.post(choosing.answers_url())


def test_whoever_skips_everything_reads_the_texts_for_everybody(client):
    for question in QUESTIONS:
        choosing.say(client, question.number, "rather-not")
    page = client.get(choosing.answers_url())
    assert told("Forget my answers") not in page.text
    assert page.text.count(told("Not said")) == len(QUESTIONS)
    assert choosing.chosen(client.get(story.lesson_url())) == ""
    assert not Intake.objects.exists()


def test_answers_are_shown_changed_one_by_one_and_forgotten(client):
    choosing.say_everything(client)
    assert client.get(choosing.intake_url()).url == choosing.answers_url()
    page = client.get(choosing.answers_url())
    for question in QUESTIONS:
        assert gettext(question.choices[0].words) in page.text
        assert f'href="{choosing.question_url(question.number)}?change"' in page.text
    assert "private-note" in page.text
    changing = client.get(choosing.question_url(4) + "?change")
    assert f'href="{choosing.answers_url()}"' in changing.text
    assert choosing.say(client, 4, "none", "?change").url == choosing.answers_url()
    assert choosing.words_of(4, "none") in client.get(choosing.answers_url()).text
    assert choosing.say(client, 4, "rather-not", "?change").url == choosing.answers_url()
    assert "plans" not in choosing.answers()
    for _ in range(2):
        assert client.post(choosing.answers_url()).url == choosing.answers_url()
        assert not Intake.objects.exists()
    assert choosing.chosen(client.get(story.lesson_url())) == ""
    assert client.get(choosing.intake_url()).status_code == 200


def test_the_last_answer_taken_back_leaves_no_row(client):
    choosing.say(client, 3, "parents")
    choosing.say(client, 3, "rather-not")
    assert not Intake.objects.exists()


@pytest.mark.parametrize("choice", ["maybe", "yes\0", "ә" * 5000])
def test_what_is_none_of_the_choices_is_refused_and_changes_nothing(client, choice):
    choosing.say(client, 3, "parents")
    refused = choosing.say(client, 3, choice)
    assert refused.status_code == 422
    assert gettext(ChoiceUnknown.message) in refused.text
    assert choice not in refused.text
    assert choosing.answers() == {"home": "parents"}


def test_whoever_stops_taking_the_course_is_forgotten_in_it(client, aigerim):
    other = cast.make_edition(cast.make_course("ATA", "ata"))
    kept = Intake.objects.create(user=aigerim, course=other.course, sealed_answers=b"1")
    choosing.say(client, 3, "parents")
    withdraw(enrolment=aigerim.enrolments.get())
    assert list(Intake.objects.all()) == [kept]
    assert client.get(choosing.answers_url()).status_code == 404
    with_row = actions.forget_circumstances(user=aigerim)
    assert (with_row, Intake.objects.exists()) == (True, False)
    assert actions.forget_circumstances(user=aigerim) is False


def test_whoever_completed_it_once_keeps_the_answers_when_stopping_a_second_round(
    client, aigerim, edition
):
    story.complete(client, 4)
    again = enrol(user=aigerim, course=edition.course)
    choosing.say(client, 3, "parents")
    withdraw(enrolment=again)
    assert choosing.answers() == {"home": "parents"}
    assert choosing.chosen(client.get(story.lesson_url())) == Circumstance.WITH_PARENTS


def test_answers_come_along_when_two_accounts_are_joined(signed_in, edition):
    keep, gone = cast.make_learner(email="a@example.org"), cast.make_learner(email="b@example.org")
    enrolment = story.begin(gone, edition)
    actions.save_circumstance(enrolment=enrolment, question="home", choice="parents")
    join_accounts(keep=keep, gone=gone, contact="b@example.org")
    assert Intake.objects.get().user == keep
    page = signed_in(keep).get(story.lesson_url())
    assert choosing.chosen(page) == Circumstance.WITH_PARENTS


def test_of_two_joined_accounts_that_both_said_something_the_kept_one_did(edition):
    keep, gone = cast.make_learner(email="a@example.org"), cast.make_learner(email="b@example.org")
    for person, choice in ((keep, "own"), (gone, "parents")):
        enrolment = story.begin(person, edition)
        actions.save_circumstance(enrolment=enrolment, question="home", choice=choice)
    keep.enrolments.update(withdrawn_at=keep.created_at)
    join_accounts(keep=keep, gone=gone, contact="b@example.org")
    assert choosing.answers() == {"home": "own"}


def test_the_pages_ask_the_database_a_few_things_only(client, django_assert_max_num_queries):
    client.get(COURSE)
    for url in (choosing.intake_url(), choosing.question_url(2)):
        with django_assert_max_num_queries(6):
            client.get(url)
    choosing.say_everything(client)
    with django_assert_max_num_queries(6):
        client.get(choosing.answers_url())
    with django_assert_max_num_queries(12):  # two of them savepoints of the test
        choosing.say(client, 3, "own")


def test_every_page_is_private_and_stored_nowhere(client):
    choosing.say(client, 3, "parents")
    for url in (choosing.answers_url(), choosing.question_url(1), choosing.question_url(3)):
        control = client.get(url).headers["Cache-Control"]
        assert "no-store" in control
        assert "private" in control


def test_nobody_else_comes_in(signed_in, daniyar, client, edition):
    choosing.say(client, 3, "parents")
    urls = (choosing.intake_url(), choosing.answers_url(), choosing.question_url(3))
    for url in urls:
        assert signed_in(daniyar).get(url).status_code == 404
        assert signed_in(daniyar).post(url).status_code in (404, 405)
        assert "/sign-in/" in Client().get(url).url
    assert choosing.answers() == {"home": "parents"}


@pytest.mark.django_db(transaction=True)
def test_answers_sent_at_once_are_all_kept(aigerim):
    edition = choosing.make_edition()
    enrolment = enrol(user=aigerim, course=edition.course)
    gate = threading.Barrier(len(QUESTIONS))

    def send(question):
        gate.wait(timeout=10)
        actions.save_circumstance(
            enrolment=enrolment, question=question.key, choice=question.choices[0].key
        )
        connections.close_all()

    def send_without_the_lock(question):
        """The control: everybody reads first, then everybody writes."""
        row = Intake.objects.get()
        read = read_intake(row)
        gate.wait(timeout=10)
        write = read | {question.key: question.choices[1].key}
        place = f"intake.answers.{row.user_id}.{row.course_id}"
        row.sealed_answers = seal(str(write).replace("'", '"').ljust(LENGTH), place)
        row.save()
        connections.close_all()

    for work in (send, send_without_the_lock):
        threads = [threading.Thread(target=work, args=[question]) for question in QUESTIONS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if work is send:
            assert choosing.answers() == {q.key: q.choices[0].key for q in QUESTIONS}
    assert choosing.answers() != {q.key: q.choices[1].key for q in QUESTIONS}


@pytest.mark.django_db(transaction=True)
def test_what_is_forgotten_while_an_answer_is_sent_stays_forgotten(aigerim):
    edition = choosing.make_edition()
    enrolment = enrol(user=aigerim, course=edition.course)
    actions.save_circumstance(enrolment=enrolment, question="plans", choice="expecting")

    def send():
        actions.save_circumstance(enrolment=enrolment, question="home", choice="own")
        connections.close_all()

    sending = threading.Thread(target=send)
    with transaction.atomic(), connection.cursor() as cursor:
        actions.forget_circumstances(user=aigerim)
        sending.start()
        until = time.monotonic() + 10
        waits = 0
        while not waits and time.monotonic() < until:
            cursor.execute(
                "select count(*) from pg_locks"
                " where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"
            )
            (waits,) = cursor.fetchone()
        assert waits
    sending.join()
    assert choosing.answers() == {"home": "own"}


def test_what_is_sealed_has_one_length_whatever_was_said(client):
    lengths = set()
    choosing.say(client, 3, "own")
    lengths.add(len(bytes(Intake.objects.get().sealed_answers)))
    for question in QUESTIONS:
        longest = max(question.choices, key=lambda choice: len(choice.key))
        choosing.say(client, question.number, longest.key)
        lengths.add(len(bytes(Intake.objects.get().sealed_answers)))
    assert len(lengths) == 1
    assert b"own" not in bytes(Intake.objects.get().sealed_answers)
