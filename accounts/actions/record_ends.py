"""The oldest entries of the record are removed once their years are over; the chain goes on."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.record import LOCK, START, link
from accounts.exceptions import ChainBroken, TooYoung
from accounts.models import Appeal, Lookup, LookupCheckpoint, LookupSubject
from web.locks import hold

AT_ONCE = 10_000


def kept_since() -> datetime:
    """Return the moment before which entries are no longer kept."""
    now = timezone.now()
    try:
        return now.replace(year=now.year - settings.LOOKUP_YEARS)
    except ValueError:  # the 29th of February
        return now.replace(year=now.year - settings.LOOKUP_YEARS, day=28)


@transaction.atomic
def remove_oldest(*, before: datetime, at_once: int = AT_ONCE) -> int:
    """Remove the oldest entries from before `before`, `at_once` at most; return how many.

    A checkpoint keeps the number and the digest of the last one, from which the chain is verified
    on. What is removed is verified first: ChainBroken. TooYoung: these years are not over. Only the
    owner of the tables can do it, since the triggers of insert-only tables stand in the way of
    everybody else; while a piece is removed nobody looks anybody up.
    """
    if before > kept_since():
        raise TooYoung
    hold(LOCK)
    begins = LookupCheckpoint.objects.last()
    number, digest = (begins.sequence, bytes(begins.digest)) if begins is not None else (0, START)
    entries = []
    for entry in Lookup.objects.order_by("sequence")[:at_once]:
        if entry.at >= before:
            break
        number += 1
        if entry.sequence != number or link(digest, entry) != bytes(entry.chain):
            raise ChainBroken(f"Entry {number} is missing or was changed.")
        digest = bytes(entry.chain)
        entries.append(entry)
    if entries:
        LookupCheckpoint.objects.create(sequence=number, digest=digest, entries=len(entries))
        _remove(number)
    return len(entries)


def _remove(last: int) -> None:
    """Remove the entries up to `last`, with whom they were about; questions about them stay."""
    old = Lookup.objects.filter(sequence__lte=last)
    Appeal.objects.filter(lookup__in=old).update(lookup=None)
    LookupSubject.objects.filter(lookup__in=old).delete()
    with connection.cursor() as cursor:
        # A table with checks still to be made cannot be altered.
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table accounts_lookup disable trigger insert_only")
        cursor.execute("delete from accounts_lookup where sequence <= %s", [last])
        cursor.execute("alter table accounts_lookup enable trigger insert_only")
        cursor.execute("set constraints all deferred")
