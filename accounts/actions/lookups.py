"""Several look-ups of one moment, written into the record together."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.actions.record import LOCK, SALT_BYTES, START, commit, link
from accounts.models import Lookup, LookupSubject, User
from web.locks import hold


def record_lookups(
    *, actor: User, place: str, purpose: str, answers: Sequence[tuple[bytes, str]]
) -> list[Lookup]:
    """Append one entry for each (lookup key, answer), in order: all of them or none.

    The same as `record_lookup` for each, with one lock and four queries however many there are.
    Must not be called inside another transaction (RuntimeError).
    """
    with transaction.atomic(durable=True):
        hold(LOCK)
        last = Lookup.objects.order_by("-sequence").values_list("sequence", "chain").first()
        sequence, before = (last[0], bytes(last[1])) if last is not None else (0, START)
        entries, subjects = [], []
        for number, (lookup_key, answer) in enumerate(answers, start=sequence + 1):
            salt = secrets.token_bytes(SALT_BYTES)
            entry = Lookup(
                sequence=number,
                at=timezone.now(),
                actor=actor,
                place=place,
                purpose=purpose,
                commitment=commit(salt, lookup_key, answer),
            )
            entry.chain = before = link(before, entry)
            entries.append(entry)
            subjects.append(
                LookupSubject(lookup=entry, lookup_key=lookup_key, answer=answer, salt=salt)
            )
        Lookup.objects.bulk_create(entries)
        LookupSubject.objects.bulk_create(subjects)
    return entries
