"""How an application stands follows from what was said of it, whatever the order it came in."""

import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.embedded.places import ROOT
from registry.gateway import ApplicationState
from registry.models import ApplicationFact
from registry.standing import SOURCES, STATES, order, standing_of
from tests.registry.histories import deliveries, histories

DAY, OTHER = date(2026, 12, 2), date(2026, 12, 9)


@dataclass(frozen=True)
class Fact:
    state: str
    ceremony_date: date | None = None
    told_at: datetime = datetime(2026, 11, 2, tzinfo=UTC)
    source: str = "gateway"
    version: int = 0
    office_code: str = "KZ-75-01"
    region: str = "KZ-75"

    def after(self, **changes):
        return replace(self, **{"told_at": self.told_at + timedelta(hours=1)} | changes)


def said(news):
    one = news.record
    return SimpleNamespace(
        state=one.state, ceremony_date=one.ceremony_date, office_code=one.office_code,
        region=one.region, source=news.source, told_at=one.updated_at, version=one.version,
    )  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(deliveries())
def test_in_whatever_order_and_however_often_the_news_come(news):
    happened, delivered = news
    assert standing_of(map(said, delivered)) == standing_of(map(said, happened))


@settings(max_examples=500, deadline=None)
@given(histories())
def test_the_day_is_always_one_that_was_named(happened):
    day = standing_of(map(said, happened)).ceremony_date
    assert day is None or day in {one.record.ceremony_date for one in happened}


@settings(max_examples=500, deadline=None)
@given(st.data(), histories())
def test_of_distinct_moments_the_last_one_is_believed(data, happened):
    apart = [
        replace(one, record=replace(one.record, updated_at=datetime(2026, 11, 1 + at, tzinfo=UTC)))
        for at, one in enumerate(happened)
    ]
    now = standing_of(map(said, data.draw(st.permutations(apart))))
    last = apart[-1].record
    assert (now.state, now.office_code, now.told_at) == (
        last.state, last.office_code, last.updated_at
    )  # fmt: skip
    living = [one.record for one in apart if one.record.state in ("confirmed", "moved")]
    if last.state in ("withdrawn", "annulled", "refiled") and living:
        assert now.ceremony_date == living[-1].ceremony_date


def test_of_one_moment_the_greater_version_then_the_nearer_source_is_believed():
    confirmed = Fact("confirmed", DAY, version=2, source="push")
    moved = Fact("moved", OTHER, version=3, source="push")
    typed = Fact("withdrawn", None, source="clerk")
    filed = Fact("filed", None, source="import")
    for facts in ([confirmed, moved], [moved, confirmed], [typed, moved, confirmed]):
        assert standing_of(facts).state == "moved"
    assert standing_of([filed, typed]).state == standing_of([typed, filed]).state == "filed"
    assert standing_of([typed, replace(filed, source="clerk")]).state == "withdrawn"


@pytest.mark.parametrize("end", ["withdrawn", "annulled", "refiled", "married"])
@pytest.mark.parametrize("named", [None, OTHER])
def test_what_has_ended_keeps_its_day(end, named):
    confirmed = Fact("confirmed", DAY)
    ended = confirmed.after(state=end, ceremony_date=named)
    expected = named if end == "married" and named else DAY
    for facts in ([confirmed, ended], [ended, confirmed]):
        assert standing_of(facts).ceremony_date == expected
    assert standing_of([ended]).ceremony_date == named


def test_a_day_that_was_taken_back_is_gone():
    confirmed = Fact("confirmed", DAY)
    assert standing_of([confirmed.after(ceremony_date=None), confirmed]).ceremony_date is None


def test_every_source_and_state_has_its_place():
    assert set(SOURCES) == set(ApplicationFact.Source.values)
    assert set(STATES) == set(ApplicationState)
    with pytest.raises(ValueError, match="not in tuple"):
        order(Fact("filed", source="rumour"))


def test_no_ceremony_date_is_ever_computed():
    """A holiday moves it, and explanations differ by a day: the registry's own is taken.

    Nothing outside the stand-in, which plays the registry, and the demonstration adds days to a
    day of filing or writes a ceremony's date that it was not given.
    """
    found = subprocess.run(
        ["grep", "-rnE", r"filed_on|ceremony_date *= ", "--include=*.py", "accounts", "api",
         "certificates", "centres", "enrolments", "learning", "notifications", "registry",
         "reports", "web"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    written = [
        line for line in found
        if "/migrations/" not in line and "registry/standin/" not in line
        and any(sign in line for sign in ("timedelta", " + ", "days"))
    ]  # fmt: skip
    assert found, "it looks where the dates are"
    assert written == []
