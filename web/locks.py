"""Advisory locks: waiting for each other about a thing that has no row yet."""

import hashlib
from collections.abc import Iterable

from django.db import connection


def hold(*names: bytes) -> None:
    """Hold the locks of these names until the transaction ends; wait for who holds them now.

    The locks are taken in one order whatever the order given, so that two callers never wait for
    each other in a circle. Must be called inside a transaction.
    """
    _take("pg_advisory_xact_lock", names)


def hold_shared(*names: bytes) -> None:
    """Hold the locks beside other sharers, but not beside one who called `hold`."""
    _take("pg_advisory_xact_lock_shared", names)


def lock_number(name: bytes) -> int:
    """Return the signed 64-bit number under which PostgreSQL knows the lock."""
    digest = hashlib.blake2b(bytes(name), digest_size=8, person=b"otau lock").digest()
    return int.from_bytes(digest, signed=True)


def _take(function: str, names: Iterable[bytes]) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A lock that ends with the transaction needs one.")
    with connection.cursor() as cursor:
        for number in sorted({lock_number(name) for name in names}):
            cursor.execute(f"select {function}(%s)", [number])
