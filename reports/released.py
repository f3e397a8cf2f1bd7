"""Figures by region and day that may leave the house: tens, each on the day it became full.

For each region and kind people are counted on from the very beginning, and a ten is told on the
day on which it filled. So a figure is 0 or of ten or more, the sum of any days is the figure of
the period to the ten, nothing is lost between days, and no choice of days tells more: whatever
somebody adds or subtracts is a difference of two such sums (rule 1 of ADR 0018, along the days).
Rounding each sum down by itself would not do: of ten days without a ten and a period of ninety
each day was a nine. The country is the sum of what is told of its regions (rule 2).
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from reports.figures.tens import tens
from reports.models import ApplicationCount, DailyCount

APPLICATIONS = "applications"
STEPS: dict[str, str] = {
    DailyCount.Step.BEGAN: "enrolments",
    DailyCount.Step.COMPLETED: "completions",
    DailyCount.Step.CERTIFIED: "certificates",
}
KINDS = (APPLICATIONS, *STEPS.values())


@dataclass(frozen=True)
class Line:
    """What is told of one region ("" is not known) on one day, in tens, by kind."""

    day: dt.date
    region: str
    figures: dict[str, int] = field(default_factory=dict)


def last_told_day() -> dt.date:
    """Return the newest day that is told of: yesterday, since today is not over."""
    return timezone.localdate() - dt.timedelta(days=1)


def released(first: dt.date, last: dt.date, *, region: str | None = None) -> list[Line]:
    """Return the days from `first` to `last`, both included, on which something is told.

    Of one region or of all. Ordered by day and region; days without a ten are left out. Four
    queries, and as many rows as there are days and regions, whatever was counted before.
    """
    last = min(last, last_told_day())
    steps = DailyCount.objects.filter(step__in=list(STEPS), course=settings.REGISTRY_COURSE)
    lines: dict[tuple[dt.date, str], Line] = {}
    for rows, kind in ((steps, "step"), (ApplicationCount.objects.all(), "")):
        rows = rows.order_by() if region is None else rows.order_by().filter(region=region)
        place = (*filter(None, (kind,)), "region")
        so_far = _summed(rows.filter(day__lt=first), *place)
        for (*where, day), count in sorted(
            _summed(rows.filter(day__range=(first, last)), *place, "day").items()
        ):
            before = so_far.get(tuple(where), 0)
            so_far[tuple(where)] = before + count
            figure = tens(before + count) - tens(before)
            if figure:
                name = STEPS[where[0]] if kind else APPLICATIONS
                key = (day, where[-1])
                line = lines.setdefault(key, Line(*key, dict.fromkeys(KINDS, 0)))
                line.figures[name] = figure
    return [lines[key] for key in sorted(lines)]


def _summed(rows: QuerySet[Any], *by: str) -> dict[tuple[Any, ...], int]:
    summed = rows.values(*by).annotate(total=Sum("count")).values_list(*by, "total")
    return {tuple(key): total for *key, total in summed}
