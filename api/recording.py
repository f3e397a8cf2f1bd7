"""Whom a system asked about is written down before it is answered, a piece at a time.

The record's lock is everybody's: a clerk with a couple in front of them waits for it too. So the
entries of a thousand-person question are written in pieces, and between two of them comes whoever
waits (the lock is given in the order in which it was asked for).
"""

from collections.abc import Sequence
from itertools import batched

from accounts.actions.record import record_lookups
from api.models import ApiClient

PIECE = 25  # entries, some 20 ms of the lock on a slow machine; two such questions come at once
LONGEST_PLACE = 200  # characters


def record(
    client: ApiClient, answers: Sequence[tuple[bytes, str]], *, purpose: str = "api"
) -> None:
    """Write down that `client` was answered about each (lookup key, answer)."""
    both = f"{client.name_kk} / {client.name_ru}"
    for piece in batched(answers, PIECE, strict=False):
        record_lookups(
            client=client.public_id,
            place=both if len(both) <= LONGEST_PLACE else client.name_kk,
            purpose=purpose,
            answers=piece,
        )
