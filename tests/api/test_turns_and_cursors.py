"""Big questions come in turn; a cursor opens for whom it was made."""

import threading

import pytest
from django.db import OperationalError, connection, connections

from api import cursors, turns
from api.problems import Problem
from tests.api.systems import application, make_system


@pytest.mark.django_db(transaction=True)
def test_as_many_big_questions_at_once_as_are_allowed_and_no_more(settings):
    settings.API_BIG_AT_ONCE = 1
    system, begun, go_on = make_system(), threading.Event(), threading.Event()

    def big():
        with turns.turn():
            begun.set()
            go_on.wait()
        connections.close_all()

    thread = threading.Thread(target=big)
    thread.start()
    begun.wait()
    refused = system.ask("applications/batch", {"applications": [application()]})
    go_on.set()
    thread.join()
    taken = system.ask("applications/batch", {"applications": [application()]})

    assert (refused.status_code, refused.data["code"]) == (503, "busy")
    assert int(refused["Retry-After"]) >= 1
    assert taken.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_who_was_killed_gives_the_turn_back(settings):
    settings.API_BIG_AT_ONCE = 1
    number = turns._take()
    assert number is not None

    connection.close()

    with turns.turn():
        pass


@pytest.mark.django_db(transaction=True)
def test_no_query_of_a_big_question_takes_long_and_later_ones_may(settings):
    settings.API_BIG_QUERY_SECONDS = 1

    def sleep(seconds):
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(%s)", [seconds])

    with pytest.raises(OperationalError), turns.turn():
        sleep(5)
    sleep(1.2)


@pytest.mark.django_db
def test_a_cursor_opens_for_its_list_and_its_client_only(almaty, registry):
    cursor = cursors.make("changes", almaty.client, 41, "b")

    assert cursors.read("changes", almaty.client, cursor) == [41, "b"]
    assert cursors.read("changes", almaty.client, None) is None
    for name, client, text in (
        ("people", almaty.client, cursor),
        ("changes", registry.client, cursor),
        ("changes", almaty.client, cursor[:-2] + "AA"),
        ("changes", almaty.client, "ы"),
        ("changes", almaty.client, "="),
        ("changes", almaty.client, "A"),
    ):
        with pytest.raises(Problem) as raised:
            cursors.read(name, client, text)
        assert raised.value.kind.code == "bad-cursor"
