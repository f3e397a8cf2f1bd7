"""For which ages somebody looks: by choice, sealed, and nothing but an order on their own pages."""

import logging
import re
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.contacts import join_accounts
from courses.models import ModuleSnapshot
from enrolments.actions import enrol, withdraw
from learning import actions
from learning.ages import LENGTH, SERVES, Ages, read_ages, seal_ages
from learning.exceptions import AgeUnknown
from learning.models import ChildrenAges
from tests import cast, parents
from tests.certificates.test_issue_once import at_once
from tests.conftest import copies_of_tables
from tests.enrolments import story as couples
from tests.learning.test_intake_is_private import page as bytes_of
from tests.told import told
from web.sealing import seal

pytestmark = pytest.mark.django_db

AGES, COURSE, MINE = "/kk/ages/ata/", "/kk/learn/ata/", "/kk/learn/"


@pytest.fixture
def ata(db):
    return parents.make_edition()


@pytest.fixture
def client(signed_in, aigerim, ata):
    enrol(user=aigerim, course=ata.course)
    return signed_in(aigerim)


def key_of(number):
    """The key of a module; the same in both languages."""
    return ModuleSnapshot.objects.filter(position=number).first().module_key


def choose(client, *numbers):
    return client.post(AGES, {"age": [str(key_of(number)) for number in numbers]})


def order(client):
    """The modules in the order in which the course's page shows them."""
    return [int(number) for number in re.findall(r'id="module-(\d)"', client.get(COURSE).text)]


def go_on_with(client, url=MINE):
    return re.search(r'<a class="button" href="([^"]+)"', client.get(url).text)[1]


def let_half_a_year_pass():
    row = ChildrenAges.objects.get()
    ages = Ages(read_ages(row).modules, timezone.localdate() - SERVES)
    row.sealed_ages = seal_ages(ages, row.user_id, row.course_id)
    row.save()


def test_lessons_of_the_ages_chosen_come_first_and_no_other_is_lost(client):
    assert order(client) == [1, 2, 3]
    assert choose(client, 3, 2).url == COURSE
    assert order(client) == [2, 3, 1]
    page = client.get(COURSE).text
    assert page.index('id="for-children"') < page.index('id="module-2"')
    assert told("Other ages") in page
    for number in range(1, 7):
        assert parents.lesson_url(f"lesson-{number}") in page
    choose(client, 1, 2, 3)
    assert order(client) == [1, 2, 3]
    assert told("Other ages") not in client.get(COURSE).text


def test_going_on_stays_with_the_ages_until_they_are_done(client):
    choose(client, 2)
    for url in (MINE, COURSE):
        assert go_on_with(client, url) == parents.lesson_url("lesson-3")
    client.get(parents.lesson_url("lesson-6"))
    assert go_on_with(client) == parents.lesson_url("lesson-6"), "what was begun goes first"
    parents.answer(client, "lesson-6")
    assert go_on_with(client) == parents.lesson_url("lesson-3")
    for lesson in ("lesson-3", "lesson-4"):
        parents.answer(client, lesson)
    assert go_on_with(client) == parents.lesson_url("lesson-5")


def test_the_question_is_asked_once_after_the_course_is_begun_and_passed_by_with_one_tap(
    signed_in, aigerim, ata
):
    client = signed_in(aigerim)
    assert client.post("/kk/begin/ata/").url == AGES
    page = client.get(AGES)
    assert f'href="{parents.lesson_url()}"' in page.text
    assert page.text.count('type="checkbox"') == 3
    assert " checked" not in page.text
    assert "private-note" in page.text
    assert choose(client).url == COURSE
    assert not ChildrenAges.objects.exists()


def test_a_choice_is_shown_changed_and_forgotten(client):
    choose(client, 1, 3)
    assert client.get(AGES).text.count(" checked") == 2
    choose(client, 2)
    assert client.get(AGES).text.count(" checked") == 1
    assert ChildrenAges.objects.count() == 1
    assert client.post(AGES, {"do": "forget"}).url == AGES
    assert not ChildrenAges.objects.exists()
    assert order(client) == [1, 2, 3]
    choose(client, 2)
    choose(client)
    assert not ChildrenAges.objects.exists(), "nothing ticked is nothing kept"


def test_after_half_a_year_it_is_asked_whether_the_ages_are_still_right(client):
    still_right = told(
        "You chose these ages more than half a year ago. Children grow: are they still right?"
    )
    choose(client, 2)
    assert still_right not in client.get(COURSE).text + client.get(AGES).text
    let_half_a_year_pass()
    assert still_right in client.get(COURSE).text
    assert still_right in client.get(AGES).text
    choose(client, 2)
    assert still_right not in client.get(COURSE).text + client.get(AGES).text


@pytest.mark.parametrize("age", [str(uuid4()), "0-1", ""])
def test_an_age_the_course_does_not_have_is_refused(client, age):
    choose(client, 2)
    page = client.post(AGES, {"age": [age]})
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert read_ages(ChildrenAges.objects.get()).modules == {key_of(2)}


def test_where_modules_are_no_ages_nothing_is_asked(signed_in, aigerim, edition):
    saulyq = cast.make_edition(parents.make_course("SAULYQ", "saulyq", by_age=False))
    client = signed_in(aigerim)
    for found in (edition, saulyq):
        enrol(user=aigerim, course=found.course)
        address = parents.url("learning:ages", found.course.slug)
        assert client.get(address).status_code == client.post(address).status_code == 404
        assert address not in client.get(parents.url("learning:course", found.course.slug)).text


def test_questions_stand_on_the_learners_page_too(client):
    page = client.get(COURSE).text
    assert 'href="#questions"' in page
    below = page[page.index('id="questions"') :]
    assert f'href="{parents.lesson_url()}"' in below
    assert parents.lesson_url("lesson-2") not in below, "no lesson about violence"


def test_it_is_sealed_at_one_length_and_in_no_log_address_or_other_table(client, caplog):
    before = dict(copies_of_tables())
    with caplog.at_level(logging.DEBUG):
        answered = choose(client, 2)
    key = key_of(2)
    assert answered.url == COURSE
    assert str(key) not in caplog.text
    after = dict(copies_of_tables())
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"learning_childrenages", "django_session"}
    with connection.cursor() as cursor:
        cursor.execute("select t::text from learning_childrenages t")
        ((dump,),) = cursor.fetchall()
    assert key.hex not in dump
    assert key.hex.encode().hex() not in dump
    today = timezone.localdate()
    lengths = {
        len(seal_ages(Ages(frozenset(UUID(int=n) for n in range(many)), today), 1, 1))
        for many in (1, 6, 12)
    }
    assert len(lengths) == 1
    assert lengths.pop() > LENGTH


def test_a_partner_a_stranger_and_staff_see_nothing(signed_in, client, daniyar, ata):
    enrol(user=daniyar, course=ata.course)
    his = signed_in(daniyar)
    couples.join(client, his)
    urls = [MINE, COURSE, AGES, parents.lesson_url(), couples.couple_url()]
    for url in urls:
        bytes_of(his, url)
    before = {url: bytes_of(his, url) for url in urls}
    choose(client, 2, 3)
    assert order(client) == [2, 3, 1], "the control: hers changed"
    assert {url: bytes_of(his, url) for url in urls} == before
    assert signed_in(cast.make_learner()).get(AGES).status_code == 404
    assert signed_in(cast.make_staff()).get(AGES).status_code == 403


def test_public_pages_know_nothing_of_it(client):
    before = bytes_of(client, "/kk/courses/ata/")
    choose(client, 3)
    client.get(MINE)  # where it is said that it is done
    assert bytes_of(client, "/kk/courses/ata/") == before


def test_a_choice_that_does_not_open_is_as_good_as_none(client):
    choose(client, 2)
    ChildrenAges.objects.update(sealed_ages=seal("{}", "another place"))
    assert order(client) == [1, 2, 3]
    assert client.get(AGES).status_code == 200
    choose(client, 3)
    assert order(client) == [3, 1, 2]


def test_it_is_forgotten_by_whoever_stops_taking_the_course(client, aigerim):
    choose(client, 2)
    withdraw(enrolment=aigerim.enrolments.get())
    assert not ChildrenAges.objects.exists()


def test_it_moves_to_the_account_that_stays(ata):
    keep, gone = cast.make_learner(email="a@example.org"), cast.make_learner(email="b@example.org")
    enrolment = enrol(user=gone, course=ata.course)
    actions.save_ages(enrolment=enrolment, modules=[key_of(2)])
    join_accounts(keep=keep, gone=gone, contact="b@example.org")
    row = ChildrenAges.objects.get()
    assert row.user == keep
    assert read_ages(row).modules == {key_of(2)}


def test_an_unknown_age_never_reaches_the_table(aigerim, ata):
    enrolment = enrol(user=aigerim, course=ata.course)
    with pytest.raises(AgeUnknown):
        actions.save_ages(enrolment=enrolment, modules=[key_of(1), uuid4()])
    assert not ChildrenAges.objects.exists()


@pytest.mark.parametrize("modules", [2, 8])
def test_the_pages_ask_the_database_a_few_things_only(
    signed_in, aigerim, modules, django_assert_max_num_queries
):
    edition = parents.make_edition(modules=modules)
    enrol(user=aigerim, course=edition.course)
    client = signed_in(aigerim)
    choose(client, 1)
    for url in (COURSE, AGES, MINE):
        client.get(url)
        with django_assert_max_num_queries(11):
            client.get(url)


def test_ages_are_not_asked_for_where_no_course_needs_them(
    signed_in, aigerim, edition, django_assert_max_num_queries
):
    enrol(user=aigerim, course=edition.course)
    client = signed_in(aigerim)
    with django_assert_max_num_queries(12) as asked:
        client.get(MINE)
    assert "learning_childrenages" not in str(asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_two_first_choices_at_once_are_one_row(aigerim):
    edition = parents.make_edition()
    enrolment = enrol(user=aigerim, course=edition.course)
    saves = [
        partial(actions.save_ages, enrolment=enrolment, modules=[key_of(number)])
        for number in (1, 2, 3)
    ]
    assert at_once(*saves) == [None] * 3
    assert ChildrenAges.objects.count() == 1


def test_what_serves_half_a_year_is_old_on_the_day_after():
    day = timezone.localdate() - SERVES
    assert Ages(frozenset(), day).is_old
    assert not Ages(frozenset(), day + timedelta(days=1)).is_old
