"""A thousand-person question does not hold up the desks."""

import threading
import time

import pytest
from django.db import connection, connections

from accounts.actions.record import record_lookup, verify_chain
from accounts.models import Lookup
from api import recording
from tests import cast
from tests.api.systems import make_system

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 600


def lock_is_held() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks where locktype = 'advisory' and granted and pid in "
            "(select pid from pg_stat_activity where datname = current_database())"
        )
        return cursor.fetchone()[0] > 0


def place_of_a_desk_that_asks_meanwhile() -> int:
    """Return the place in the record of a clerk's look-up, made while a system's are written."""
    system, clerk, done = make_system(), cast.make_clerk(), threading.Event()

    def ask() -> None:
        try:
            answers = [(n.to_bytes(32), "not") for n in range(MANY)]
            recording.record(system.client, answers)
        finally:
            done.set()
            connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    while not lock_is_held() and not done.is_set():
        time.sleep(0.0005)
    own = record_lookup(actor=clerk, place="…", purpose="desk", lookup_key=b"k", answer="not")
    thread.join()
    assert Lookup.objects.count() == MANY + 1
    assert verify_chain() == MANY + 1
    return own.sequence


def test_a_desk_comes_between_two_pieces():
    assert place_of_a_desk_that_asks_meanwhile() <= 8 * recording.PIECE


def test_the_control_written_in_one_piece_the_desk_waits_for_all_of_it(monkeypatch):
    monkeypatch.setattr(recording, "PIECE", MANY)
    assert place_of_a_desk_that_asks_meanwhile() == MANY + 1
