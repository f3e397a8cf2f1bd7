"""Unusual patterns in the record of look-ups: plain rules, each with its threshold and its reason.

A pattern accuses nobody: there is a reason for a busy Sunday. It says who made how many look-ups of
which sort, never of whom. Every rule is one statement over the days that are asked for, along the
index of the moment; nobody's key leaves the database.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Lookup, User

SUNDAY = 7
OPENS, CLOSES = 8, 20
FEWEST_OFF_HOURS = 3
BUSY_TIMES, FEWEST_BUSY = 3, 30
FEWEST_WRONG = 10
FEWEST_ELSEWHERE = 10
FEWEST_DAYS = 4
FEWEST_PLACES = 3
EXPORTS = ("day_file",)
# Everybody of a list is an entry though one thing was asked for: no sign of a busy day.
LISTS = ("day", "day_file", "changes")
# What clerks ask about applications of other offices, saying why.
OTHER_OFFICES = ("moved", "elsewhere", "request")
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """Who did how many of what a rule looks for; `actor` or `client`, or neither for places."""

    number: int
    actor: int | None = None
    client: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, why it is looked at, and what finds it among look-ups."""

    key: str
    title: str | Promise
    reason: str | Promise
    find: Callable[[QuerySet[Lookup]], Sequence[Finding]]


def _by_who(found: QuerySet[Lookup], fewest: int) -> list[Finding]:
    """Count by who looked; those with `fewest` or more, most first."""
    rows = found.order_by().values_list("actor", "client").annotate(number=Count("pk"))
    rows = rows.filter(number__gte=fewest).order_by("-number")[:MOST_SHOWN]
    return [Finding(number, actor, client) for actor, client, number in rows]


def busy_days(found: QuerySet[Lookup]) -> list[Finding]:
    """Far more look-ups in a day than are usual at the place, or for the system."""
    rows = list(
        found.exclude(purpose__in=LISTS)
        .order_by()
        .annotate(day=TruncDate("at"))
        .values_list("place", "client", "actor", "day")
        .annotate(number=Count("pk"))
        .values_list("place", "client", "actor", "number")
    )
    days: dict[tuple[str, str], list[int]] = {}
    for place, client, _actor, number in rows:
        days.setdefault((place, client), []).append(number)
    usual = {of: median(numbers) for of, numbers in days.items()}
    most: dict[tuple[int | None, str], int] = {}
    for place, client, actor, number in rows:
        if number >= max(FEWEST_BUSY, BUSY_TIMES * usual[place, client]):
            most[actor, client] = max(number, most.get((actor, client), 0))
    busiest = (Finding(number, actor, client) for (actor, client), number in most.items())
    return sorted(busiest, key=lambda one: -one.number)


def off_hours(found: QuerySet[Lookup]) -> list[Finding]:
    """Look-ups on Sundays, before eight and after twenty hours; systems work at any hour."""
    timed = found.filter(client="").annotate(hour=ExtractHour("at"), day=ExtractIsoWeekDay("at"))
    late = timed.filter(Q(day=SUNDAY) | Q(hour__lt=OPENS) | Q(hour__gte=CLOSES))
    return _by_who(late, FEWEST_OFF_HOURS)


def wrong_pairs(found: QuerySet[Lookup]) -> list[Finding]:
    """Numbers and applications that do not belong together: what guessing looks like."""
    return _by_who(found.filter(subject__answer="no_pair"), FEWEST_WRONG)


def other_offices(found: QuerySet[Lookup]) -> list[Finding]:
    """Applications of other offices, asked for with a reason given."""
    return _by_who(found.filter(purpose__in=OTHER_OFFICES), FEWEST_ELSEWHERE)


def same_person(found: QuerySet[Lookup]) -> list[Finding]:
    """The same person looked up by one actor on many days: how many people that happened to."""
    rows = (
        found.exclude(purpose__in=LISTS)
        .order_by()
        .values("actor", "client", "subject__lookup_key")
        .filter(subject__isnull=False)
        .annotate(days=Count(TruncDate("at"), distinct=True))
        .filter(days__gte=FEWEST_DAYS)
        .values_list("actor", "client")
    )
    return _tally(rows.iterator())


def many_places(found: QuerySet[Lookup]) -> list[Finding]:
    """People looked up from several places; who looked at how many of them."""
    everywhere = (
        found.order_by()
        .values(key=F("subject__lookup_key"))
        .filter(subject__isnull=False)
        .annotate(places=Count("place", distinct=True))
        .filter(places__gte=FEWEST_PLACES)
        .values("key")
    )
    rows = (
        found.filter(subject__lookup_key__in=everywhere)
        .order_by()
        .values_list("actor", "client")
        .annotate(number=Count("subject__lookup_key", distinct=True))
        .order_by("-number")[:MOST_SHOWN]
    )
    return [Finding(number, actor, client) for actor, client, number in rows]


def exports(found: QuerySet[Lookup]) -> list[Finding]:
    """People in lists that were printed or saved as files."""
    return _by_who(found.filter(purpose__in=EXPORTS), 1)


def _tally(rows: Iterator[tuple[int | None, str]]) -> list[Finding]:
    counted: dict[tuple[int | None, str], int] = {}
    for who in rows:
        counted[who] = counted.get(who, 0) + 1
    most = sorted(counted.items(), key=lambda item: -item[1])[:MOST_SHOWN]
    return [Finding(number, actor, client) for (actor, client), number in most]


RULES = (
    Rule(
        "busy", _("Far busier than usual at the place"),
        _("A day with three times as many look-ups as a usual day at the place, and thirty at "
          "least. The number is that of the busiest day. A beautiful date explains it."), busy_days,
    ),
    Rule(
        "off_hours", _("Outside working hours"),
        _("Three look-ups or more on Sundays, before 8:00 or after 20:00."), off_hours,
    ),
    Rule(
        "wrong_pairs", _("Many wrong pairs"),
        _("Ten times or more a number and an application that do not belong together: a mistake "
          "now and then, guessing when there are many."), wrong_pairs,
    ),
    Rule(
        "other_offices", _("Applications of other offices"),
        _("Ten or more. The reason was given each time; the number is what is unusual."),
        other_offices,
    ),
    Rule(
        "same_person", _("The same person again and again"),
        _("People whom one employee or system looked up on four days or more. The number is that "
          "of such people."), same_person,
    ),
    Rule(
        "many_places", _("People looked up from several places"),
        _("People looked up from three places or more. The number is how many of them this "
          "employee or system looked up."), many_places,
    ),
    Rule(
        "exports", _("Lists saved as files"),
        _("Every person in such a list is an entry; the number is that of people."), exports,
    ),
)  # fmt: skip


def found_between(began_at: datetime, ended_at: datetime) -> list[tuple[Rule, list[Finding]]]:
    """Return what each rule finds from `began_at` until before `ended_at`."""
    found = Lookup.objects.filter(at__gte=began_at, at__lt=ended_at)
    return [(rule, list(rule.find(found))) for rule in RULES]


def names_of(found: Sequence[tuple[Rule, Sequence[Finding]]]) -> dict[int, str]:
    """Return the names of the staff in findings, by id. One query."""
    ids = {one.actor for _rule, findings in found for one in findings if one.actor}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
