"""One small thing this week: asked about seven days on, if somebody wants that, and only then."""

import logging
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from courses.models import LessonWithdrawal
from enrolments.actions import enrol, withdraw
from learning import actions
from learning.exceptions import EnrolmentClosed
from learning.look_back import DAYS, HowItWent, Words, read_words, seal_words
from learning.models import LookBack
from notifications.models import Message
from reports.models import DailyCount
from tests import cast, parents
from tests.certificates.test_issue_once import at_once
from tests.conftest import copies_of_tables
from tests.enrolments import story as couples
from tests.enrolments.story import without_row_locks
from tests.learning import story
from tests.told import told
from web.sealing import seal

pytestmark = pytest.mark.django_db

MINE = "/kk/learn/"
PLAN, WORDS = "Кешке үй жанында серуендейміз", "Жаңбыр жауды, бірақ шықтық"


def week_url(lesson="lesson-1"):
    return parents.url("learning:week", "ata", lesson)


@pytest.fixture
def ata(db):
    return parents.make_edition()


@pytest.fixture
def client(signed_in, aigerim, ata):
    enrol(user=aigerim, course=ata.course)
    return signed_in(aigerim)


def send(client, what, **fields):
    return client.post(week_url(), {"do": what, **fields})


def let_seven_days_pass():
    LookBack.objects.filter(closed_on=None).update(due_on=timezone.localdate())


def test_nothing_is_asked_until_somebody_wants_it(client):
    assert told("Ask me in seven days how it went") in client.get(parents.lesson_url()).text
    client.get(week_url())
    assert not LookBack.objects.exists()
    assert week_url() not in client.get(MINE).text


def test_asked_for_it_stands_in_my_learning_and_nothing_is_sent(client):
    assert send(client, "ask").url == week_url()
    row = LookBack.objects.get()
    assert row.due_on == timezone.localdate() + timedelta(days=DAYS)
    assert row.closed_on is None
    day = date_format(row.due_on, "DATE_FORMAT")
    for page in (client.get(parents.lesson_url()), client.get(week_url()), client.get(MINE)):
        assert day in page.text
    assert told("How did it go?") not in client.get(MINE).text
    assert 'name="how"' not in client.get(week_url()).text
    let_seven_days_pass()
    for url in (MINE, parents.lesson_url(), week_url()):
        assert told("How did it go?") in client.get(url).text
    assert not Message.objects.exists()


@pytest.mark.parametrize("how", HowItWent.values)
def test_three_answers_are_kept_alike_and_enough_is_enough(client, how):
    send(client, "ask")
    send(client, "plan", plan=PLAN)
    let_seven_days_pass()
    assert PLAN in client.get(week_url()).text
    assert send(client, "enough", how=how, words=WORDS).url == week_url()
    row = LookBack.objects.get()
    assert row.closed_on == timezone.localdate()
    assert read_words(row) == Words(PLAN, how, WORDS)
    page = client.get(week_url()).text
    assert PLAN in page
    assert WORDS in page
    assert str(HowItWent(how).label) in page
    assert week_url() not in client.get(MINE).text
    assert told("Ask me in seven days how it went") in client.get(parents.lesson_url()).text


def test_once_more_asks_again_in_seven_days_and_the_earlier_words_stay(client):
    send(client, "ask")
    send(client, "plan", plan=PLAN)
    let_seven_days_pass()
    send(client, "again", how="partly", words=WORDS)
    newer = LookBack.objects.get(closed_on=None)
    assert newer.due_on == timezone.localdate() + timedelta(days=DAYS)
    assert read_words(newer) == Words()
    assert LookBack.objects.exclude(closed_on=None).count() == 1
    assert WORDS in client.get(week_url()).text
    send(client, "again", how="did")
    assert LookBack.objects.count() == 2, "a form that is sent twice answers one week"


def test_before_the_seven_days_nothing_is_answered(client):
    send(client, "ask")
    send(client, "enough", how="did", words=WORDS)
    assert LookBack.objects.get().closed_on is None
    row = LookBack.objects.get()
    row.closed_on = timezone.localdate()
    with pytest.raises(IntegrityError, match="nobody_looks_back_early"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("what", "fields", "words"),
    [
        ("plan", {"plan": "а" * 301}, "This is longer than 300 characters."),
        ("enough", {"words": WORDS}, "Choose one of the three answers first."),
        ("again", {"how": "best", "words": WORDS}, "Choose one of the three answers first."),
        ("enough", {"how": "did", "words": "а" * 1001}, "This is longer than 1,000 characters."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, in_english, what, fields, words):
    send(client, "ask")
    if what != "plan":
        let_seven_days_pass()
    page = send(client, what, **fields)
    assert page.status_code == 422
    assert "error-summary" in page.text
    if what == "plan":
        assert fields["plan"] in page.text
    else:
        assert fields["words"] in page.text
    assert read_words(LookBack.objects.get()) == Words()
    assert LookBack.objects.get().closed_on is None


def test_a_note_for_what_is_no_longer_asked_is_refused(client):
    page = send(client, "plan", plan=PLAN)
    assert page.status_code == 422
    assert not LookBack.objects.exists()


def test_a_note_is_changed_and_taken_away(client):
    send(client, "ask")
    for plan in (PLAN, "Басқаша", ""):
        send(client, "plan", plan=plan)
        assert read_words(LookBack.objects.get()).plan == plan
        kept = (
            told("Kept encrypted. You can change it or delete it.") in client.get(week_url()).text
        )
        assert kept == bool(plan), "what is taken away is not called kept"
    assert send(client, "nothing of this").url == week_url()


def test_all_of_it_is_forgotten_at_any_time(client):
    for days_pass in (False, True):
        send(client, "ask")
        send(client, "plan", plan=PLAN)
        if days_pass:
            let_seven_days_pass()
            send(client, "again", how="did", words=WORDS)
        send(client, "forget")
        assert not LookBack.objects.exists()
        assert PLAN not in client.get(week_url()).text


def test_whoever_stops_taking_the_course_is_asked_nothing_more(client, aigerim):
    send(client, "ask")
    enrolment = aigerim.enrolments.get()
    withdraw(enrolment=enrolment)
    assert not LookBack.objects.exists()
    assert client.get(week_url()).status_code == 404
    with pytest.raises(EnrolmentClosed):
        actions.ask_to_look_back(enrolment=enrolment, lesson_key=uuid4())


def test_a_lesson_about_violence_or_without_a_small_thing_asks_nothing(client, ata):
    for lesson in ("lesson-2", "lesson-3"):
        assert client.get(week_url(lesson)).status_code == 404
        assert client.post(week_url(lesson), {"do": "ask"}).status_code == 404
    story.go_on(client, parents.lesson_url("lesson-2"))
    page = client.get(parents.lesson_url("lesson-2"))
    assert "серуендеңіз" in page.text, "the small thing is there to read"
    assert week_url("lesson-2") not in page.text
    assert not LookBack.objects.exists()


def test_a_lesson_that_is_taken_away_asks_nothing_more(client, ata):
    send(client, "ask")
    key = ata.lessons.filter(slug="lesson-1").first().lesson_key
    LessonWithdrawal.objects.create(
        course=ata.course, lesson_key=key, reason="harm", withdrawn_by="m@example.org"
    )
    assert week_url() not in client.get(MINE).text
    assert client.get(week_url()).status_code == 404


def test_it_is_asked_in_the_other_language_too(client):
    send(client, "ask")
    let_seven_days_pass()
    assert week_url().replace("/kk/", "/ru/") in client.get("/ru/learn/").text
    assert client.get(week_url().replace("/kk/", "/ru/")).status_code == 200


def test_words_are_sealed_and_in_no_log_address_event_or_figure(client, caplog):
    before = {name for name, _rows in copies_of_tables()}
    counted = list(DailyCount.objects.values())
    with caplog.at_level(logging.DEBUG):
        send(client, "ask")
        told_nothing = [send(client, "plan", plan=PLAN)]
        let_seven_days_pass()
        told_nothing.append(send(client, "again", how="did", words=WORDS))
    for response in told_nothing:
        assert response.url == week_url()
    assert PLAN not in caplog.text
    assert WORDS not in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(t::text, chr(10)) from learning_lookback t")
        dump = cursor.fetchone()[0]
    for word in (PLAN, WORDS, "partly", "did"):
        assert word not in dump
        assert word.encode().hex() not in dump
    after = {name for name, _rows in copies_of_tables()}
    assert after - before <= {"learning_lookback", "django_session"}
    assert list(DailyCount.objects.values()) == counted


def test_what_was_said_has_one_length_in_the_table():
    lengths = {len(seal_words(Words("", how, ""), 1)) for how in ("", *HowItWent.values)}
    assert len(lengths | {len(seal_words(Words(PLAN, "did", WORDS), 1))}) == 1


def test_words_whose_key_is_lost_are_as_good_as_nothing(client):
    send(client, "ask")
    LookBack.objects.update(sealed_words=seal("{}", "another place"))
    assert client.get(week_url()).status_code == 200
    let_seven_days_pass()
    assert send(client, "enough", how="did").status_code == 302


def test_the_title_says_nothing_and_the_page_is_stored_nowhere(client):
    page = client.get(week_url())
    assert "no-store" in page.headers["Cache-Control"]
    assert cast.unsaid_words(page.text.split("</title>")[0].split("<title>")[1]) == []


def test_a_partner_and_a_stranger_see_nothing(signed_in, client, daniyar, ata):
    enrol(user=daniyar, course=ata.course)
    his = signed_in(daniyar)
    couples.join(client, his)
    urls = [MINE, "/kk/learn/ata/", week_url(), couples.couple_url()]
    before = [couples.text_of(his.get(url)) for url in urls]
    send(client, "ask")
    send(client, "plan", plan=PLAN)
    let_seven_days_pass()
    send(client, "again", how="did", words=WORDS)
    assert [couples.text_of(his.get(url)) for url in urls] == before
    assert signed_in(cast.make_learner()).get(week_url()).status_code == 404
    assert signed_in(cast.make_staff()).get(week_url()).status_code == 403


@pytest.mark.parametrize("courses", [1, 3])
def test_the_pages_ask_the_database_a_few_things_only(
    signed_in, aigerim, courses, django_assert_max_num_queries, django_assert_num_queries
):
    client = signed_in(aigerim)
    for slug in ["ata", "atb", "atc"][:courses]:
        edition = parents.make_edition(parents.make_course(slug.upper(), slug))
        enrol(user=aigerim, course=edition.course)
        client.post(parents.url("learning:week", slug, "lesson-1"), {"do": "ask"})
        client.get(parents.lesson_url("lesson-1", slug))
    client.get(MINE)
    with django_assert_max_num_queries(11):
        assert client.get(MINE).text.count("/week/") == courses
    with django_assert_num_queries(8):
        client.get(parents.lesson_url())
    with django_assert_max_num_queries(7):
        client.get(week_url())


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_is_asked_once(aigerim, monkeypatch):
    edition = parents.make_edition()
    enrolment = enrol(user=aigerim, course=edition.course)
    key = edition.lessons.filter(slug="lesson-1").first().lesson_key
    ask = partial(actions.ask_to_look_back, enrolment=enrolment, lesson_key=key)
    for _round in range(3):
        assert at_once(*[ask] * 4) == [None] * 4
        assert LookBack.objects.count() == 1
        actions.forget_look_backs(enrolment=enrolment)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_lets_one_through(aigerim, monkeypatch):
    """The control: all see that nothing is open, and the constraint refuses all but one."""
    edition = parents.make_edition()
    enrolment = enrol(user=aigerim, course=edition.course)
    key = edition.lessons.filter(slug="lesson-1").first().lesson_key

    def ask():
        with couples.slow_after("select"):
            actions.ask_to_look_back(enrolment=enrolment, lesson_key=key)

    with without_row_locks(monkeypatch):
        outcomes = at_once(*[ask] * 4)
    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)
    assert LookBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_answered_twice_at_once_is_one_week_and_one_that_follows(aigerim):
    edition = parents.make_edition()
    enrolment = enrol(user=aigerim, course=edition.course)
    key = edition.lessons.filter(slug="lesson-1").first().lesson_key
    actions.ask_to_look_back(enrolment=enrolment, lesson_key=key)
    let_seven_days_pass()
    answer = partial(
        actions.look_back, enrolment=enrolment, lesson_key=key, how_it_went="did", once_more=True
    )
    assert at_once(*[answer] * 4) == [None] * 4
    assert LookBack.objects.exclude(closed_on=None).count() == 1
    assert LookBack.objects.filter(closed_on=None).count() == 1
