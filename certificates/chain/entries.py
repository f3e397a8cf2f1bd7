"""Every fact gets its place in the chain, after its commit.

Numbers drawn before a commit come out of order, so places are given under a lock, by a short
transaction of its own that sees only what is committed (as in `certificates.changes`). A fact that
has no entry yet is waiting. One that is committed late belongs to the day on which it is placed.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from certificates.chain.facts import SOURCES, Source, link
from certificates.chain.models import DAYS_OF, ChainEntry, DayHead
from web.locks import hold

LOCK: Final = b"chain of certificates"
START: Final = bytes(32)
AT_ONCE: Final = 1000


def place_facts(*, whole: bool = False, now: datetime | None = None) -> int:
    """Give every fact that waits its place; return how many those were. Twice is harmless.

    Looked at are the rows since the day before yesterday: a row that was written before and
    committed after its later neighbours is found by the `whole` look that closes each day.
    """
    return sum(_place(source, whole=whole, now=now) for source in SOURCES.values())


def _place(source: Source, *, whole: bool, now: datetime | None) -> int:
    after, placed = (0 if whole else _settled(source.kind)), 0
    while True:
        with transaction.atomic(durable=True):
            hold(LOCK)
            rows = list(source.rows(waiting(source, after).order_by("pk")[:AT_ONCE]))
            _append(source.kind, rows, now or timezone.now())
        placed += len(rows)
        if len(rows) < AT_ONCE:
            return placed
        after = rows[-1][0]


def waiting(source: Source, after: int = 0) -> QuerySet[Any]:
    """Return the rows of a table beyond `after` that have no place yet."""
    entries = ChainEntry.objects.filter(kind=source.kind, row=OuterRef("pk"))
    return source.model._default_manager.filter(~Exists(entries), pk__gt=after)


def _settled(kind: str) -> int:
    """Return the greatest row of a kind that had its place when the day before yesterday ended."""
    ends = DayHead.objects.order_by("-day").values_list("last_place", flat=True)[1:2]
    settled = ChainEntry.objects.filter(kind=kind, place__lte=next(iter(ends), 0))
    return settled.aggregate(newest=Max("row"))["newest"] or 0


def _append(kind: str, rows: list[tuple[int, datetime, bytes]], now: datetime) -> None:
    if not rows:
        return
    place, before, placed_at = newest_place()
    placed_at = max(placed_at or now, now, _end_of_last_head() or now)
    entries = []
    for row, _, fact in rows:
        place += 1
        before = link(before, place, placed_at, kind, row, fact)
        entries.append(
            ChainEntry(
                place=place, placed_at=placed_at, kind=kind, row=row, digest=fact, chained=before
            )
        )
    ChainEntry.objects.bulk_create(entries)


def newest_place() -> tuple[int, bytes, datetime | None]:
    """Return place, chained digest and moment of the newest entry; 0 before the first."""
    newest = ChainEntry.objects.order_by("-place").first()
    if newest is None:
        return 0, START, None
    return newest.place, bytes(newest.chained), newest.placed_at


def _end_of_last_head() -> datetime | None:
    """Return when the newest day with a head ended: a clock that goes wrong adds nothing to it."""
    day = DayHead.objects.order_by("-day").values_list("day", flat=True).first()
    return None if day is None else end_of(day)


def end_of(day: date) -> datetime:
    """Return the moment at which a day ends in the country's time."""
    return datetime.combine(day + timedelta(days=1), time(), DAYS_OF)
