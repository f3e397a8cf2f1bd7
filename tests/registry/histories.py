"""True histories of an application, and how news of them may reach us: shuffled, repeated, late."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from registry.gateway import ApplicationRecord, ApplicationState
from registry.standin import cast as couples
from registry.standing import SOURCES

State = ApplicationState
# What may become of an application, from where.
NEXT = {
    State.HALF_SIGNED: (State.FILED, State.CONFIRMED, State.ANNULLED, State.WITHDRAWN),
    State.FILED: (State.CONFIRMED, State.WITHDRAWN, State.ANNULLED),
    State.CONFIRMED: (State.MOVED, State.CONFIRMED, State.WITHDRAWN, State.ANNULLED,
                      State.REFILED, State.MARRIED),
    State.MOVED: (State.MOVED, State.WITHDRAWN, State.ANNULLED, State.REFILED, State.MARRIED),
}  # fmt: skip
OFFICES = ("KZ-43-02", "KZ-75-01", "KZ-35-01")
FIRST = datetime(2026, 11, 2, 9, tzinfo=UTC)
RECORD = couples.AIGERIM_AND_DANIYAR.on(date(2026, 11, 22))


@dataclass(frozen=True)
class News:
    """One change of an application, as one source tells it."""

    record: ApplicationRecord
    source: str


@st.composite
def histories(draw) -> list[News]:
    """Return what truly happened, in order; several changes may bear one moment."""
    state = draw(st.sampled_from([State.HALF_SIGNED, State.FILED, State.CONFIRMED]))
    happened, moment, version = [], FIRST, 1
    office, day = OFFICES[0], None
    while True:
        if state in (State.CONFIRMED, State.MOVED):
            day = date(2026, 12, 1) + timedelta(days=draw(st.integers(0, 9)))
        if state == State.MOVED:
            office = draw(st.sampled_from(OFFICES))
        # Some registries name no day with what has ended, or one that was never the couple's.
        ended = state not in NEXT
        named = draw(st.sampled_from([day, None, date(2027, 1, 1)])) if ended else day
        record = replace(
            RECORD, state=state, ceremony_date=named, office_code=office, region=office[:5],
            version=version, updated_at=moment,
        )  # fmt: skip
        # By whom: a clerk and a file know no version.
        source = draw(st.sampled_from(SOURCES))
        happened.append(
            News(record if source in ("gateway", "push") else replace(record, version=0), source)
        )
        if ended or len(happened) == 6:
            return happened
        state = draw(st.sampled_from(NEXT[state]))
        version += 1
        moment += timedelta(minutes=draw(st.sampled_from([0, 1, 60 * 24])))


@st.composite
def deliveries(draw) -> tuple[list[News], list[News]]:
    """Return a history and the same news as they arrive: in another order, some several times."""
    happened = draw(histories())
    again = draw(st.lists(st.sampled_from(happened), max_size=4))
    return happened, draw(st.permutations(happened + again))
