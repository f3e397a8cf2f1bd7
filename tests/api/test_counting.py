"""The ministry reads counts by region and day."""

import datetime as dt

import pytest
from django.utils import timezone

from reports.actions import count, count_application
from tests.api.systems import make_system

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
MARCH = "counts?from=2026-03-01&to=2026-03-31"


def counted(number: int, *, region="KZ-75", step="completed", day=DAY) -> None:
    for _ in range(number):
        count(step=step, region=region, source="leaflet", course="NEKE", day=day)


@pytest.fixture
def ministry(db):
    """The ministry's system."""
    return make_system("counts:read")


def test_tens_are_told_by_day_and_region_with_their_sum(ministry):
    counted(14)
    counted(8, day=DAY + dt.timedelta(days=1))
    counted(10, region="", step="began")
    for _ in range(10):
        count_application(region="KZ-43", source="push", day=DAY)
    answer = ministry.ask(MARCH)
    none = {"applications": 0, "enrolments": 0, "completions": 0, "certificates": 0}
    assert answer.data == {
        "first_day": "2026-03-01", "last_day": "2026-03-31",
        "days": [
            none | {"day": "2026-03-02", "region": None, "enrolments": 10},
            none | {"day": "2026-03-02", "region": "KZ-43", "applications": 10},
            none | {"day": "2026-03-02", "region": "KZ-75", "completions": 10},
            none | {"day": "2026-03-03", "region": "KZ-75", "completions": 10},
        ],
        "total": {"applications": 10, "enrolments": 10, "completions": 20, "certificates": 0},
    }  # fmt: skip


def test_fewer_than_ten_are_nothing(ministry):
    counted(9)
    assert ministry.ask(MARCH).data["days"] == []


def test_a_region_by_choice_and_only_ones_own_with_a_regions_key(ministry):
    counted(10)
    counted(10, region="KZ-43")
    chosen = ministry.ask(MARCH + "&region=KZ-43").data
    assert [one["region"] for one in chosen["days"]] == ["KZ-43"]
    for regional in (
        make_system("counts:read", region="KZ-75"),
        make_system("counts:read", office="KZ-75-01"),
    ):
        own = regional.ask(MARCH).data
        assert [one["region"] for one in own["days"]] == ["KZ-75"]
        assert regional.ask(MARCH + "&region=KZ-43").status_code == 403


def test_today_is_not_told_of(ministry):
    today = timezone.localdate()
    answer = ministry.ask(f"counts?from={today - dt.timedelta(days=3)}&to={today}")
    assert answer.data["last_day"] == str(today - dt.timedelta(days=1))


@pytest.mark.parametrize(
    "query, parameter",
    [
        ("", "from"),
        ("?from=2026-01-01", "to"),
        ("?from=2026-02-30&to=2026-03-01", "from"),
        ("?from=2026-03-02&to=2026-03-01", "to"),
        ("?from=2025-01-01&to=2026-02-05", "to"),
        ("?from=1&to=2026-02-05", "from"),
        ("?from=2026-01-01&to=٢٠٢٦-01-01", "to"),
        ("?from=2026-01-01&to=2026-01-02&region=KZ-99", "region"),
    ],
)
def test_what_cannot_be_read_is_named(ministry, query, parameter):
    answer = ministry.ask("counts" + query)
    assert (answer.status_code, answer.data["errors"][0]["parameter"]) == (422, parameter)


@pytest.mark.parametrize(
    "first, last", [("0001-01-01", "0001-12-31"), ("9999-01-01", "9999-12-31")]
)
def test_the_ends_of_the_calendar_are_days_too(ministry, first, last):
    assert ministry.ask(f"counts?from={first}&to={last}").data["days"] == []


def test_without_the_scope_nothing_is_counted(db):
    assert make_system("changes:read").ask(MARCH).status_code == 403
