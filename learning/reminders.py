"""Who is to be reminded of a course. Each rule names the open enrolments it holds for at a moment.

The same rules are asked twice: when reminders are decided, and for each of them when it is about
to leave, so that none is sent that is no longer so. Each has an end, too: what could not be sent in
its time is not sent at all. Only owners who chose reminders are named, a day after choosing at the
earliest, and only by what they did themselves: nothing here looks at a partner.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import (
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from courses.models import Audience
from enrolments.models import Enrolment
from enrolments.questions import COUNTRY_TIME
from learning.models import LessonProgress
from notifications.actions.owing import reminder_key
from notifications.models import MOST_DAYS_BEFORE, Message
from registry.questions import claims_with_known_ceremony

Kind = Message.Kind
type Rule = Callable[[datetime], QuerySet[Enrolment]]

SINCE_CHOOSING = timedelta(days=1)
NOTHING_BEGUN = timedelta(days=3)
WEEK = timedelta(days=7)
FOUR_WEEKS = timedelta(days=28)
TWO_MONTHS = timedelta(days=60)
YEAR = timedelta(days=365)


def wanted(now: datetime) -> QuerySet[Enrolment]:
    """Return the open enrolments of people who chose reminders and consent to being recorded.

    What was begun a year ago is left in peace.
    """
    return Enrolment.objects.open().filter(
        began_at__gt=now - YEAR,
        user__is_active=True,
        user__consented_at__isnull=False,
        user__message_choice__reminders_at__lte=now - SINCE_CHOOSING,
    )


def nothing_begun(now: datetime) -> QuerySet[Enrolment]:
    """Return those begun three days ago, no lesson of which was opened."""
    began = wanted(now).filter(began_at__lte=now - NOTHING_BEGUN, began_at__gt=now - WEEK)
    return began.filter(~Exists(LessonProgress.objects.filter(enrolment=OuterRef("pk"))))


def days_before(now: datetime) -> QuerySet[Enrolment]:
    """Return those for couples whose owner's ceremony is as near as they wished, and not today.

    Only where the owner may see the date: they linked the application and are proved.
    """
    today = now.astimezone(COUNTRY_TIME).date()
    # A date and a number of days make a date in PostgreSQL.
    wished = ExpressionWrapper(
        Value(today) + OuterRef("user__message_choice__days_before"), output_field=DateField()
    )
    near = claims_with_known_ceremony().filter(
        user=OuterRef("user"),
        applicant__application__ceremony_date__gt=today,
        applicant__application__ceremony_date__lte=wished,
    )
    # The same for everybody, so that the index is used.
    soon = near.filter(
        applicant__application__ceremony_date__lte=today + timedelta(days=MOST_DAYS_BEFORE)
    )
    return wanted(now).filter(Exists(soon), course__audience=Audience.COUPLES)


def quiet(now: datetime, *, since: timedelta, until: timedelta) -> QuerySet[Enrolment]:
    """Return those for everybody in which nothing was opened for `since`, but was within `until`.

    Beginning the course counts as having been there.
    """
    visits = LessonProgress.objects.filter(enrolment=OuterRef("pk")).values("enrolment")
    newest = Subquery(visits.annotate(newest=Max("visited_at")).values("newest"))
    here = wanted(now).filter(course__audience=Audience.EVERYBODY, began_at__lte=now - since)
    return here.alias(was_here_at=Coalesce(newest, "began_at")).filter(
        was_here_at__lte=now - since, was_here_at__gt=now - until
    )


def quiet_week(now: datetime) -> QuerySet[Enrolment]:
    """Return those left alone for a week and less than four."""
    return quiet(now, since=WEEK, until=FOUR_WEEKS)


def quiet_month(now: datetime) -> QuerySet[Enrolment]:
    """Return those left alone for four weeks and less than two months."""
    return quiet(now, since=FOUR_WEEKS, until=TWO_MONTHS)


RULES: dict[str, Rule] = {
    Kind.NOTHING_BEGUN: nothing_begun,
    Kind.DAYS_BEFORE: days_before,
    Kind.QUIET_WEEK: quiet_week,
    Kind.QUIET_MONTH: quiet_month,
}


def to_owe(kind: str, now: datetime) -> QuerySet[Enrolment]:
    """Return the enrolments for which a reminder of `kind` is due and not owed yet.

    Each comes with its owner and what they chose.
    """
    key = Concat(Value(reminder_key(kind, "")), Cast(OuterRef("pk"), CharField()))
    owed = Message.objects.exclude(state=Message.State.NOT_NEEDED).filter(dedupe_key=key)
    return RULES[kind](now).filter(~Exists(owed)).select_related("user__message_choice")


def is_due(message: Message, now: datetime) -> bool:
    """Whether what a reminder says is still so, and of its recipient's enrolment."""
    enrolment = message.context.get("enrolment", "0")
    return RULES[message.kind](now).filter(pk=enrolment, user=message.recipient_id).exists()
