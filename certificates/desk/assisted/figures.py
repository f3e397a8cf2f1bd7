"""How much each person wrote down and confirmed: whoever stands out is seen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import User
from enrolments.models import Attendance

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one person did in one month."""

    month: date
    person: str
    recorded: int
    confirmed: int
    withdrawn: int
    most: int

    @property
    def percent(self) -> int:
        """How much was written down, of whoever wrote most in any month: the width of a bar."""
        return round(100 * self.recorded / self.most) if self.most else 0


def months_of(user: User, months: int = 6) -> list[Figures]:
    """Return one person's figures, the newest month first, of as many months. Three queries."""
    return _figures(Attendance.objects.all(), user)[:months]


def everybodys_months() -> list[Figures]:
    """Return everybody's figures of a year, newest month first, then who wrote most."""
    return _figures(_since(timezone.now() - YEAR), None)


def _since(moment: datetime) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        Q(recorded_at__gt=moment) | Q(confirmed_at__gt=moment) | Q(withdrawn_at__gt=moment)
    )


def _figures(rows: QuerySet[Attendance], user: User | None) -> list[Figures]:
    kinds = {
        kind: _count(rows, f"{kind}_by", f"{kind}_at", user)
        for kind in ("recorded", "confirmed", "withdrawn")
    }
    every = set().union(*kinds.values())
    most = max(kinds["recorded"].values(), default=0)
    found = [
        Figures(
            month=key[0], person=key[2], most=most,
            **{kind: counts[key] for kind, counts in kinds.items()},
        )
        for key in every
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.month.toordinal(), -one.recorded, one.person))


def _count(
    rows: QuerySet[Attendance], who: str, when: str, user: User | None
) -> Counter[tuple[date, int, str]]:
    mine = rows.filter(**{who: user}) if user else rows.exclude(**{who: None})
    grouped = (
        mine.annotate(month=TruncMonth(when), person=F(who), name=F(f"{who}__name"))
        .values("month", "person", "name")
        .annotate(how_many=Count("pk"))
        .order_by()
    )
    return Counter(
        {(one["month"].date(), one["person"], one["name"]): one["how_many"] for one in grouped}
    )
