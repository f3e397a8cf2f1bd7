"""What pages and other apps may ask about requests to centres. Nothing here changes a row."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centres.actions.forgetting import KEPT
from centres.details import VisitDetails, open_details
from centres.models import CentreMail, VisitRequest
from cms.models import FamilySupportCentre
from enrolments.models import Enrolment
from registry.questions import region_of
from web.sealing import CannotUnseal


class Standing(models.TextChoices):
    """Where a request stands, in words that anybody may read over a shoulder."""

    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNDELIVERED = "undelivered", _("Not delivered")

    @property
    def sign(self) -> str:
        """The sign beside the word (see components/tag.html)."""
        return {"sent": "done", "undelivered": "attention"}.get(self.value, "")


def standing(request: VisitRequest) -> Standing:
    """Return where a request stands."""
    if request.withdrawn_at:
        return Standing.WITHDRAWN
    if request.undelivered_at:
        return Standing.UNDELIVERED
    return Standing.SENT if request.sent_at else Standing.WAITING


def forgotten_on(request: VisitRequest) -> date | None:
    """Return the day on which Otau forgets a request; None while it is on its way.

    What was sent and is withdrawn goes no later by that.
    """
    since = request.sent_at or request.withdrawn_at or request.undelivered_at
    return timezone.localdate(since + KEPT) if since else None


def details_of(request: VisitRequest) -> VisitDetails | None:
    """Open what was said in a request, for its person or its centre; None once it is wiped."""
    if request.user is None or not request.sealed_details:
        return None
    try:
        return open_details(request.user, request.key, request.sealed_details)
    except CannotUnseal:
        return None


def centre_was_not_told(request: VisitRequest) -> bool:
    """Whether the e-mail that a request is withdrawn was given up."""
    return request.mails.filter(
        kind=CentreMail.Kind.WITHDRAWAL, state=CentreMail.State.GIVEN_UP
    ).exists()


@dataclass(frozen=True)
class HeldRequest:
    """A request as its person may have it: all that is held of it."""

    centre: str
    """The centre's name in Kazakh; empty once it has left the directory."""
    asked_at: datetime
    sent_at: datetime | None
    withdrawn_at: datetime | None
    undelivered_at: datetime | None
    reference: str
    details: VisitDetails | None


def visit_requests_of(user: User) -> list[HeldRequest]:
    """Return everything held of a person's requests, the newest first, opened, for themselves."""
    rows = VisitRequest.objects.for_learner(user).select_related("centre", "user")
    return [
        HeldRequest(
            centre=row.centre.name_kk if row.centre else "", asked_at=row.asked_at,
            sent_at=row.sent_at, withdrawn_at=row.withdrawn_at,
            undelivered_at=row.undelivered_at, reference=row.reference, details=details_of(row),
        )
        for row in rows
    ]  # fmt: skip


def known_region(user: User) -> str:
    """Return the region (ISO 3166-2) a person's application or course is of; empty if unknown."""
    if region := region_of(user):
        return region
    rows = Enrolment.objects.filter(user=user).exclude(region="").order_by("-began_at")
    return rows.values_list("region", flat=True).first() or ""


def centres_in(region: str) -> models.QuerySet[FamilySupportCentre]:
    """Return the centres of a region, in the order of the Kazakh alphabet."""
    return FamilySupportCentre.objects.filter(region=region).order_by("sort_key")


def given_up_mails() -> models.QuerySet[CentreMail]:
    """Return the e-mails that no mailbox took, the newest first; nothing in them is of a person."""
    return (
        CentreMail.objects.filter(state=CentreMail.State.GIVEN_UP)
        .select_related("request__centre")
        .order_by("-settled_at", "-pk")
    )
