"""Figures by region and day: no figure is of fewer than ten, and no difference of figures either."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reports.actions import count, count_application
from reports.figures.tens import tens
from reports.models import DailyCount
from reports.released import KINDS, last_told_day, released

FIRST = dt.date(2026, 3, 1)
STEP = DailyCount.Step


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def counted(step: str, counts, *, region="KZ-75", course="NEKE", source="leaflet") -> None:
    DailyCount.objects.bulk_create(
        DailyCount(day=day(n), region=region, step=step, course=course, source=source, count=number)
        for n, number in enumerate(counts)
    )


def told(kind="completions", first=0, last=60, **of) -> dict[int, int]:
    lines = released(day(first), day(last), **of)
    return {(one.day - FIRST).days: one.figures[kind] for one in lines if one.figures[kind]}


@pytest.mark.django_db
class TestWhatIsTold:
    def test_a_ten_is_told_on_the_day_it_is_full_and_nothing_is_lost(self):
        counted(STEP.COMPLETED, [4, 4, 4, 0, 25, 3])
        assert told() == {2: 10, 4: 20, 5: 10}

    def test_it_does_not_depend_on_where_one_begins_to_read(self):
        counted(STEP.COMPLETED, [4, 4, 4, 0, 25, 3])
        everything = told()
        for first, last in itertools.combinations_with_replacement(range(6), 2):
            part = {n: figure for n, figure in everything.items() if first <= n <= last}
            assert told(first=first, last=last) == part

    def test_where_people_came_from_is_one_figure(self):
        counted(STEP.COMPLETED, [5], source="leaflet")
        counted(STEP.COMPLETED, [5], source="site")
        assert told() == {0: 10}

    def test_regions_are_apart_and_no_region_is_one_of_its_own(self):
        for region in ("KZ-75", "KZ-43", ""):
            counted(STEP.BEGAN, [9, 9], region=region)
        lines = released(FIRST, day(5))
        assert [(one.region, one.figures["enrolments"]) for one in lines] == [
            ("", 10), ("KZ-43", 10), ("KZ-75", 10),
        ]  # fmt: skip
        assert told("enrolments", region="KZ-43") == {1: 10}

    def test_another_course_is_not_counted(self):
        counted(STEP.COMPLETED, [50], course="ATA")
        assert told() == {}

    def test_today_is_not_over_and_not_told(self):
        for _ in range(10):
            count_application(region="KZ-75", source="push")
            count_application(region="KZ-75", source="push", day=last_told_day())
        today = timezone.localdate()
        lines = released(today - dt.timedelta(days=9), today + dt.timedelta(days=9))
        assert [(one.day, one.figures["applications"]) for one in lines] == [(last_told_day(), 10)]

    def test_the_steps_of_the_course_are_told(self):
        for step in (STEP.BEGAN, STEP.COMPLETED, STEP.CERTIFIED):
            for _ in range(10):
                count(step=step, region="", source="", course="NEKE", day=FIRST)
        (line,) = released(FIRST, FIRST)
        assert line.figures == dict.fromkeys(KINDS, 10) | {"applications": 0}

    def test_years_of_days_cost_as_many_queries_as_one(self, django_assert_num_queries):
        counted(STEP.COMPLETED, [30] * 50)
        for last in (0, 49):
            with django_assert_num_queries(4):
                assert len(told(last=last)) == last + 1


class TestNobodyIsTold(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.integers(0, 24), min_size=1, max_size=12))
    def test_every_sum_of_days_is_of_tens_and_the_whole_is_right_to_the_ten(self, counts):
        DailyCount.objects.all().delete()
        counted(STEP.COMPLETED, counts)
        figures = told()
        assert all(figure >= 10 and figure % 10 == 0 for figure in figures.values())
        for n in range(len(counts)):
            assert sum(f for d, f in figures.items() if d <= n) == tens(sum(counts[: n + 1]))


def figures_of(counts) -> list[int]:
    """What is told of a row of days, as above."""
    sums = [0, *itertools.accumulate(counts)]
    return [tens(after) - tens(before) for before, after in itertools.pairwise(sums)]


def rounded_sums(counts) -> list[int]:
    """What would be told if each period were rounded down by itself."""
    places = range(len(counts))
    return [tens(sum(counts[i : j + 1])) for i in places for j in places if j >= i]


def could_be_otherwise(world, tell, worlds) -> bool:
    page = tell(world)
    return all(
        any(other[n] != small and tell(other) == page for other in worlds)
        for n, small in enumerate(world)
        if small < 10
    )


def test_for_every_small_day_there_is_another_world_with_the_same_figures():
    worlds = list(itertools.product(range(14), repeat=3))
    for world in worlds[::7]:
        assert could_be_otherwise(world, figures_of, worlds), world


def test_the_control_periods_rounded_by_themselves_tell_of_single_days():
    nines = (9,) * 10
    assert rounded_sums(nines)[:1] == [0]
    assert max(rounded_sums(nines)) == 90
    for n in range(10):  # nobody of these could have been one fewer
        fewer = tuple(9 - (m == n) for m in range(10))
        assert rounded_sums(fewer) != rounded_sums(nines)
        assert any(
            figures_of(tuple(9 + (m == k) - (m == n) for m in range(10))) == figures_of(nines)
            for k in range(10)
            if k != n
        )
