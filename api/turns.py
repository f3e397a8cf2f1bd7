"""Big questions come in turn, a few at a time, so that no desk waits behind them.

    with turns.turn():
        for chunk in chunked(people, 100): …

Taken is an advisory lock of PostgreSQL that belongs to the connection: whoever is killed in the
middle gives it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from api.problems import BUSY, Problem
from web.locks import lock_number

COME_AGAIN = 3  # seconds


@contextmanager
def turn() -> Iterator[None]:
    """Work on one of a few big questions (API_BIG_AT_ONCE); else raise Problem, 503.

    While it lasts no single query takes longer than API_BIG_QUERY_SECONDS.
    """
    number = _take()
    if number is None:
        raise Problem(BUSY, retry_after=COME_AGAIN)
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('statement_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute(f"set statement_timeout = {settings.API_BIG_QUERY_SECONDS * 1000:d}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, false)", [before])
            cursor.execute("select pg_advisory_unlock(%s)", [number])


def _take() -> int | None:
    with connection.cursor() as cursor:
        for place in range(settings.API_BIG_AT_ONCE):
            number = lock_number(b"api big question %d" % place)
            cursor.execute("select pg_try_advisory_lock(%s)", [number])
            if cursor.fetchone()[0]:
                return number
    return None
