"""What is held about a person's requests to Family Support Centres."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Item, Row, Section
from centres.details import Company, Day, Time, VisitDetails, Wish
from centres.questions import visit_requests_of

LANGUAGES = dict(User.Language.choices)


def sections(user: User) -> list[Section]:
    """Return the requests."""
    return [
        Section(
            "visit_requests", _("Requests to Family Support Centres"),
            _("What you asked of a centre. What you wrote is deleted when you withdraw a request "
              "or it cannot be delivered, all of it fourteen days after it was sent."),
            lambda: visit_requests(user),
        )
    ]  # fmt: skip


def visit_requests(user: User) -> Iterator[Row]:
    """The requests, the newest first."""
    own = "centres.VisitRequest."
    for one in visit_requests_of(user):
        yield (
            Item("centre", _("Centre"), one.centre, own + "centre"),
            Item("reference", _("Number of the request"), one.reference, own + "key"),
            Item("asked_at", _("Asked on"), one.asked_at, own + "asked_at"),
            Item("sent_at", _("Sent on"), one.sent_at, own + "sent_at"),
            Item("withdrawn_at", _("Taken back on"), one.withdrawn_at, own + "withdrawn_at"),
            Item("undelivered_at", _("Could not be delivered on"), one.undelivered_at,
                 own + "undelivered_at"),
            *(said(one.details) if one.details else ()),
        )  # fmt: skip


def said(details: VisitDetails) -> Row:
    """What the person said, as long as it is kept."""
    own = "centres.VisitRequest.sealed_details"
    times, days = details.times, details.days
    return (
        Item("name", _("Name"), details.name, own),
        Item("wish", _("What you asked for"), details.wish, own, Wish(details.wish).label),
        Item("company", _("Who wants to talk"), details.company, own,
             Company(details.company).label),
        Item("language", _("Language of the talk"), details.language, own,
             LANGUAGES.get(details.language, details.language)),
        Item("times", _("Time of day"), list(times), own,
             ", ".join(str(Time(time).label) for time in times)),
        Item("days", _("Days"), list(days), own, ", ".join(str(Day(day).label) for day in days)),
        Item("contact", _("How the centre reaches you"), details.contact, own),
        Item("may_say", _("The centre may say who is calling"), details.may_say, own,
             _("yes") if details.may_say else _("no")),
    )  # fmt: skip
