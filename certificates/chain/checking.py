"""Is the history of certificates the one that was written? Read in order, in constant memory."""

import base64
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Max

from certificates.chain.entries import START, waiting
from certificates.chain.facts import SOURCES, Source, link
from certificates.chain.heads import body_of
from certificates.chain.models import DAYS_OF, ChainEntry, DayHead
from certificates.chain.publishing import KeptHead
from certificates.cose import key_id_in, open_signed
from certificates.keys import key_id_of

AT_ONCE: Final = 2000
# A fact tells when it happened, and is there at its commit: no transaction of ours is this long.
LONGEST_COMMIT: Final = timedelta(hours=1)


class Check:
    """One reading of the whole chain. Iterate over it: it yields a sentence for each thing that
    does not fit, and afterwards knows how much it has read.
    """

    def __init__(
        self,
        *,
        public_keys: Mapping[bytes, Ed25519PublicKey],
        kept: Mapping[date, KeptHead] | None = None,
        heard: Callable[[int], None] = lambda place: None,
    ) -> None:
        """`kept` are heads that somebody kept elsewhere; `heard` is told how far the check is."""
        self._public_keys = public_keys
        self._kept = dict(kept or {})
        self._heard = heard
        self.entries = self.heads = self.waiting = 0
        # First and last day of the heads that each key has signed, by key id.
        self.signed_by: dict[str, tuple[date, date]] = {}
        self._place, self._chained = 0, START
        self._placed_at: datetime | None = None
        self._day: date | None = None
        self._in_day = 0
        self._head: DayHead | None = None
        self._joined: dict[str, date] = {}
        # When heads were made, of which the newest before an entry says what it was looked for by.
        self._made: deque[datetime] = deque()
        self._looked_at: datetime | None = None

    def __iter__(self) -> Iterator[str]:
        """Yield what does not fit, in the chain's order."""
        newest = DayHead.objects.order_by("-day").first()
        heads = iter(
            DayHead.objects.filter(day__lte=newest.day).order_by("day").iterator(AT_ONCE)
            if newest
            else ()
        )
        coming = next(heads, None)
        for entry, found in self._read():
            day = entry.placed_at.astimezone(DAYS_OF).date()
            while coming is not None and coming.day < day:
                yield from self._close(coming)
                coming = next(heads, None)
            yield from self._entry(entry, day, found)
        while coming is not None:
            yield from self._close(coming)
            coming = next(heads, None)
        for day, kept in sorted(self._kept.items()):
            yield self._proves_nothing(day, kept) or (
                f"The head of {day} was kept elsewhere and is missing here."
            )
        for source in SOURCES.values():
            yield from self._without_a_place(source)

    def _read(self) -> Iterator[tuple[ChainEntry, tuple[datetime, bytes] | None]]:
        """Yield every entry in order, with moment and digest of the row it speaks of."""
        end = ChainEntry.objects.aggregate(end=Max("place"))["end"] or 0
        place = -1
        while True:
            part = list(
                ChainEntry.objects.filter(place__gt=place, place__lte=end).order_by("place")[
                    :AT_ONCE
                ]
            )
            if not part:
                return
            place = part[-1].place
            found: dict[tuple[str, int], tuple[datetime, bytes]] = {}
            for kind, entries in groupby(sorted(part, key=attrgetter("kind")), attrgetter("kind")):
                if source := SOURCES.get(kind):
                    ids = [entry.row for entry in entries]
                    rows = source.model._default_manager.filter(pk__in=ids)
                    found |= {(kind, pk): (at, fact) for pk, at, fact in source.rows(rows)}
            for entry in part:
                yield entry, found.get((entry.kind, entry.row))
            self._heard(place)

    def _entry(
        self, entry: ChainEntry, day: date, found: tuple[datetime, bytes] | None
    ) -> Iterator[str]:
        if entry.place != self._place + 1:
            yield f"Places {self._place + 1} to {entry.place - 1} of the chain are missing."
        if self._placed_at is not None and entry.placed_at < self._placed_at:
            yield f"Place {entry.place} goes back in time."
        fact, chained = bytes(entry.digest), bytes(entry.chained)
        linked = link(self._chained, entry.place, entry.placed_at, entry.kind, entry.row, fact)
        if linked != chained:
            yield f"Place {entry.place} ({day}) does not follow from the one before it."
        what = f"{entry.kind} #{entry.row} (place {entry.place}, {day})"
        if entry.kind not in SOURCES:
            yield f"{what} is of no kind that is known."
        elif found is None:
            yield f"{what} was deleted after it got its place."
        else:
            moment, digest = found
            if digest != fact:
                yield f"{what} was changed after it got its place."
            # On the day on which a table joins the chain it brings its rows from before.
            if self._joined.setdefault(entry.kind, day) != day:
                yield from self._inserted_late(what, moment, entry.placed_at)
        self._in_day = self._in_day + 1 if day == self._day else 1
        self._place, self._chained, self._placed_at = entry.place, chained, entry.placed_at
        self._day = day
        self.entries += 1

    def _inserted_late(self, what: str, moment: datetime, placed_at: datetime) -> Iterator[str]:
        """A fact that tells of a time over which a head had been made cannot come after it."""
        while self._made and self._made[0] < placed_at:
            self._looked_at = self._made.popleft()
        if self._looked_at is not None and moment < self._looked_at - LONGEST_COMMIT:
            yield (
                f"{what} tells of {moment.astimezone(DAYS_OF).date()} and was not there when all "
                f"facts were looked for at {self._looked_at.astimezone(DAYS_OF):%Y-%m-%d %H:%M}: "
                "it was added later."
            )

    def _close(self, head: DayHead) -> Iterator[str]:
        """Compare a day's head with what was read of that day and before."""
        before = self._head
        if before is not None and head.day != before.day + timedelta(days=1):
            yield (
                f"The heads of the days from {before.day + timedelta(days=1)} to "
                f"{head.day - timedelta(days=1)} are missing."
            )
        said = (head.count, head.last_place, bytes(head.head), bytes(head.previous))
        count = self._in_day if self._day == head.day else 0
        previous = bytes(before.head) if before else START
        if said != (count, self._place, self._chained, previous):
            yield f"The head of {head.day} is not that of the facts: they were written anew."
        yield from self._signature(head)
        kept = self._kept.pop(head.day, None)
        if kept is not None:
            yield from self._compare(kept, head)
        self._made.append(head.made_at)
        self._head = head
        self.heads += 1

    def _signature(self, head: DayHead) -> Iterator[str]:
        try:
            if open_signed(bytes(head.signed), self._public_keys) != body_of(head):
                yield f"The head of {head.day} is not what was signed."
            key_id = key_id_in(bytes(head.signed)).hex()
            self.signed_by[key_id] = (self.signed_by.get(key_id, (head.day,))[0], head.day)
        except ValueError as error:
            yield f"The signature of the head of {head.day} proves nothing: {error}."

    def _compare(self, kept: KeptHead, head: DayHead) -> Iterator[str]:
        if problem := self._proves_nothing(head.day, kept):
            yield problem
        elif open_signed(kept.signed, self._public_keys) != body_of(head):
            yield f"The head of {head.day} is not the one that was kept elsewhere."
        elif kept.made_at != head.made_at:
            yield f"The head of {head.day} says another time of its making than the kept one."

    def _proves_nothing(self, day: date, kept: KeptHead) -> str:
        """Say why a kept head is no witness; empty if it is one. Anybody can write a file."""
        try:
            open_signed(kept.signed, self._public_keys)
        except ValueError as error:
            return f"The head of {day} that was kept elsewhere proves nothing: {error}."
        return ""

    def _without_a_place(self, source: Source) -> Iterator[str]:
        newest = self._head.made_at if self._head and source.kind in self._joined else None
        for pk, moment in (
            waiting(source).order_by("pk").values_list("pk", source.moment).iterator(AT_ONCE)
        ):
            if newest is not None and moment < newest - LONGEST_COMMIT:
                yield (
                    f"{source.kind} #{pk} tells of {moment.astimezone(DAYS_OF).date()} and has no "
                    "place in the chain: it was added later, or its place was taken away."
                )
            else:
                self.waiting += 1


def public_keys_in(text: bytes | str) -> dict[bytes, Ed25519PublicKey]:
    """Return the keys of a saved `/.well-known/otau/keys.json`. ValueError for anything else."""
    try:
        listed = json.loads(text)["keys"]
        raw = [base64.urlsafe_b64decode(one["x"] + "=" * (-len(one["x"]) % 4)) for one in listed]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError("it is no list of keys") from None
    keys = [Ed25519PublicKey.from_public_bytes(one) for one in raw]
    return {key_id_of(key): key for key in keys}
