"""How an application stands, from everything that was said of it: one pure function.

News come late, twice and in any order, from several sources. Whatever the order, the same facts
end in the same standing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from registry.gateway.records import ApplicationState

State = ApplicationState
# Those of which more is to be heard.
GOING_ON = (State.FILED, State.HALF_SIGNED, State.CONFIRMED, State.MOVED)
# Of two sources that name the same moment the one nearer to the registry is believed: its own
# answer, what it sent by itself, a file made from it, what somebody typed.
SOURCES = ("clerk", "import", "push", "gateway")
# Of two states at the same moment the later one in the life of an application.
STATES = (
    State.HALF_SIGNED, State.FILED, State.CONFIRMED, State.MOVED,
    State.WITHDRAWN, State.ANNULLED, State.REFILED, State.MARRIED,
)  # fmt: skip


class Said(Protocol):
    """One thing that was said of an application, as ApplicationFact keeps it."""

    state: str
    ceremony_date: date | None
    office_code: str
    region: str
    source: str
    told_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is believed of an application."""

    state: str
    ceremony_date: date | None
    office_code: str
    region: str
    told_at: datetime


def order(said: Said) -> tuple[object, ...]:
    """Return by what facts are put in order; nothing in it depends on when one reached us.

    The registry's time comes first. Within one moment the version decides, which grows with each
    change and is 0 where a source names none, then the source; the rest is there so that no two
    different facts are equal.
    """
    return (
        said.told_at,
        said.version,
        SOURCES.index(said.source),
        STATES.index(State(said.state)),
        said.ceremony_date or date.min,
        said.office_code,
    )


def standing_of(facts: Iterable[Said]) -> Standing:
    """Return how an application stands by `facts`, of which there is at least one.

    The newest is believed. The ceremony's date is always one that was named: of an application
    that goes on the newest fact's, also none; a marriage keeps the date it had unless it names its
    own; what has ended otherwise keeps the one it had, whatever is said of a date with its end.
    """
    in_order = sorted(facts, key=order)
    day: date | None = None
    has_lived = False
    for fact in in_order:
        if fact.state in GOING_ON:
            day, has_lived = fact.ceremony_date, True
        elif fact.state == State.MARRIED:
            day, has_lived = fact.ceremony_date or day, True
        elif not has_lived:
            day = fact.ceremony_date or day
    newest = in_order[-1]
    return Standing(
        state=newest.state,
        ceremony_date=day,
        office_code=newest.office_code,
        region=newest.region,
        told_at=newest.told_at,
    )
