"""Every day that has ended gets its signed head, once, empty days too."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from certificates.chain.entries import LOCK, START, end_of, place_facts
from certificates.chain.models import DAYS_OF, ChainEntry, DayHead
from certificates.cose import canonical, sign
from certificates.signing import current_key
from web.locks import hold

FORMAT: Final = 1
WHAT: Final = "otau-head"
FIRST_DAY: Final = date(1970, 1, 1)


def keep_chain(*, now: datetime | None = None) -> list[DayHead]:
    """Place what waits, and make the heads of the days that ended; return those.

    Nothing that failed or was missed is lost: the next run goes on. Before a head is made every
    fact is looked for, so that a day is closed over all that was committed by then but for what
    comes in that very moment, which belongs to the day after.
    """
    owed = day_owed(now or timezone.now()) is not None
    place_facts(whole=owed, now=now)
    made = []
    while owed and (head := _make_next(now)) is not None:
        made.append(head)
    return made


def day_owed(now: datetime) -> date | None:
    """Return the first day that has ended and has no head, None if there is none.

    The first of all is the day of the first entry.
    """
    newest = DayHead.objects.order_by("-day").first()
    if newest is not None:
        day = newest.day + timedelta(days=1)
    else:
        first = ChainEntry.objects.order_by("place").first()
        if first is None:
            return None
        day = first.placed_at.astimezone(DAYS_OF).date()
    return day if day < now.astimezone(DAYS_OF).date() else None


@transaction.atomic(durable=True)
def _make_next(now: datetime | None) -> DayHead | None:
    hold(LOCK)
    now = now or timezone.now()
    day = day_owed(now)
    if day is None:
        return None
    before = DayHead.objects.order_by("-day").first()
    since, previous = (before.last_place, bytes(before.head)) if before else (0, START)
    entries = ChainEntry.objects.filter(place__gt=since, placed_at__lt=end_of(day))
    last = entries.order_by("-place").first()
    head = DayHead(
        day=day,
        count=last.place - since if last else 0,
        last_place=last.place if last else since,
        head=bytes(last.chained) if last else previous,
        previous=previous,
        made_at=now,
    )
    key_id, private_key = current_key()
    head.signed = sign(body_of(head), private_key, key_id)
    head.save(force_insert=True)
    return head


def body_of(head: DayHead) -> bytes:
    """Return what is signed of a head."""
    return canonical(
        [
            FORMAT,
            WHAT,
            (head.day - FIRST_DAY).days,
            head.count,
            head.last_place,
            bytes(head.head),
            bytes(head.previous),
        ]
    )


def head_over(kind: str, row: int) -> DayHead | None:
    """Return the head of the day on which a fact got its place; None while there is none."""
    entry = ChainEntry.objects.filter(kind=kind, row=row).first()
    if entry is None:
        return None
    return DayHead.objects.filter(last_place__gte=entry.place).order_by("day").first()
