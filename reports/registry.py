"""How the registry's system answers, and what waits for it. Counts: nobody is named here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone

from registry.actions.asking import is_away
from registry.models import GOING_ON, ApplicationClaim, RegistryMinute

HOURS = 24


@dataclass(frozen=True)
class Hour:
    """The questions of one hour. `mean` and `slowest` are milliseconds of what was answered."""

    began: datetime
    answered: int = 0
    unavailable: int = 0
    malformed: int = 0
    withheld: int = 0
    mean: int = 0
    slowest: int = 0

    @property
    def questions(self) -> int:
        """All that were to be asked, also those withheld while it was away."""
        return self.answered + self.unavailable + self.malformed + self.withheld

    @property
    def is_troubled(self) -> bool:
        """Whether more than one question in ten had no answer."""
        return self.answered * 10 < self.questions * 9


@dataclass(frozen=True)
class Health:
    """Where the registry stands now, and the last day by the hour, the newest first."""

    is_connected: bool
    is_away: bool
    answered_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    to_follow: int
    hours: tuple[Hour, ...]


def health() -> Health:
    """Return how the registry's system answers. Four queries, however much was asked."""
    now = timezone.now()
    claims = ApplicationClaim.objects.aggregate(
        waiting=Count("pk", filter=Q(state="waiting")),
        since=Min("made_at", filter=Q(state="waiting")),
    )
    to_follow = ApplicationClaim.objects.confirmed().filter(
        next_check_at__lte=now, applicant__application__state__in=GOING_ON
    )
    last = RegistryMinute.objects.filter(answered__gt=0).aggregate(at=Max("minute"))
    return Health(
        is_connected=settings.REGISTRY_GATEWAY.get("backend") != "none",
        is_away=is_away(),
        answered_at=last["at"],
        waiting=claims["waiting"],
        waiting_since=claims["since"],
        to_follow=to_follow.count(),
        hours=tuple(_hours(now)),
    )


def _hours(now: datetime) -> list[Hour]:
    newest = now.replace(minute=0, second=0, microsecond=0)
    first = newest - timedelta(hours=HOURS - 1)
    rows = (
        RegistryMinute.objects.filter(minute__gte=first)
        .order_by()
        .annotate(began=TruncHour("minute"))
        .values("began")
        .annotate(
            answers=Sum("answered"), absences=Sum("unavailable"), faults=Sum("malformed"),
            kept=Sum("withheld"), taken=Sum("milliseconds"), longest=Max("slowest"),
        )
    )  # fmt: skip
    found = {
        row["began"]: Hour(
            began=row["began"], answered=row["answers"], unavailable=row["absences"],
            malformed=row["faults"], withheld=row["kept"], slowest=row["longest"],
            mean=round(row["taken"] / row["answers"]) if row["answers"] else 0,
        )
        for row in rows
    }  # fmt: skip
    begun = (newest - timedelta(hours=back) for back in range(HOURS))
    return [found.get(at, Hour(began=at)) for at in begun]
