"""Requests are forgotten: some days after a centre had them, when asked, with the account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from centres.exceptions import RequestUnderway
from centres.models import CentreMail, VisitCount, VisitRequest

# After this a request to a centre that has not been in touch may be made anew.
KEPT = timedelta(days=14)
# One sweep forgets this many at most.
AT_ONCE = 1000


@transaction.atomic
def forget_visit_request(*, request: VisitRequest) -> None:
    """Delete a request that is sent, withdrawn or undelivered, because its person asks so.

    The centre is not told. Raises RequestUnderway: what is on its way is withdrawn first.
    """
    locked = VisitRequest.objects.select_for_update().filter(pk=request.pk).first()
    if locked is None:
        return
    if locked.sent_at is None and locked.withdrawn_at is None and locked.undelivered_at is None:
        raise RequestUnderway
    _forget([locked])


@transaction.atomic
def erase_visit_requests(*, user: User) -> int:
    """Delete all requests of a person whose account goes; return how many there were.

    What is not sent yet is not sent. A centre that may have one is told only where the person had
    withdrawn it: that e-mail names nobody and still goes out.
    """
    rows = list(VisitRequest.objects.select_for_update().filter(user=user).order_by("pk"))
    _forget(rows)
    return len(rows)


@transaction.atomic
def forget_old_requests(*, now: datetime | None = None) -> int:
    """Delete what was sent, withdrawn or given up long enough ago; return how many were deleted.

    By the day, so that it is gone on the day its page names (`centres.questions.forgotten_on`).
    """
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    before = today + timedelta(days=1) - KEPT
    old = VisitRequest.objects.filter(
        Q(sent_at__lt=before) | Q(withdrawn_at__lt=before) | Q(undelivered_at__lt=before)
    )
    # Withdrawn long ago, and its withdrawal is on the way: it waits until that is settled.
    pending = CentreMail.objects.filter(state=CentreMail.State.PENDING).values("request")
    rows = list(
        old.exclude(pk__in=pending)
        .select_for_update(skip_locked=True)
        .order_by("asked_at")[:AT_ONCE]
    )
    _forget(rows)
    return len(rows)


def _forget(rows: list[VisitRequest]) -> None:
    """Count the rows and delete them; one whose withdrawal is on the way is nobody's until then."""
    _count(rows)
    keys = [row.pk for row in rows]
    underway = CentreMail.objects.filter(
        request__in=keys, kind=CentreMail.Kind.WITHDRAWAL, state=CentreMail.State.PENDING
    ).values("request")
    mine: QuerySet[VisitRequest] = VisitRequest.objects.filter(pk__in=keys)
    mine.filter(pk__in=underway).update(user=None)
    mine.exclude(pk__in=underway).delete()


def _count(rows: list[VisitRequest]) -> None:
    for row in rows:
        outcome = _outcome(row)
        if row.centre_id is None or row.user_id is None or not outcome:
            continue  # no centre to count it by, counted before, or never sent
        month = timezone.localdate(row.asked_at).replace(day=1)
        VisitCount.objects.get_or_create(centre_id=row.centre_id, month=month)
        VisitCount.objects.filter(centre=row.centre_id, month=month).update(
            **{outcome: F(outcome) + 1}
        )


def _outcome(row: VisitRequest) -> str:
    if row.withdrawn_at:
        return "withdrawn"
    if row.undelivered_at:
        return "undelivered"
    return "delivered" if row.sent_at else ""
