"""What is kept of applicants ends: those who never linked go 30 days after the ceremony.

Nobody needs them any more, and nobody of them ever came to us. An application of which nobody is
left keeps its facts for the ministry's counts and for the registry's news of it, which may come
again; its number, by which paper leads to people, is replaced by a keyed digest.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Identity, User
from registry.models import Applicant, ApplicationClaim, MarriageApplication
from registry.standing import GOING_ON
from web.sealing import lookup_keys

KEPT_AFTER = timedelta(days=30)  # after the ceremony, or after an end without one
A_BATCH = 500
DIGEST = "application.number"
MARK = "~"  # stands in no number that a form or a file takes for one
State = ApplicationClaim.State


def digests_of(number: str) -> list[str]:
    """Return what stands for the number of a forgotten application, one for each key alive."""
    return [MARK + key.hex()[:39] for key in lookup_keys(number, DIGEST)]


def is_over(*, state: str, ceremony_date: date | None, told_at: datetime) -> bool:
    """Whether an application is so long past that nobody of it is kept who has not linked it."""
    now = timezone.now()
    if ceremony_date is not None:
        return ceremony_date <= timezone.localdate(now) - KEPT_AFTER
    pause = untold_for() if state in GOING_ON else KEPT_AFTER
    return told_at <= now - pause


def untold_for() -> timedelta:
    """Return after how long an application without a date, and without news, counts as over."""
    return timedelta(days=settings.APPLICATIONS_UNTOLD_DAYS)


def over() -> QuerySet[MarriageApplication]:
    """Return the applications that are over, by the same rule as `is_over`."""
    now = timezone.now()
    return MarriageApplication.objects.filter(
        Q(ceremony_date__lte=timezone.localdate(now) - KEPT_AFTER)
        | Q(ceremony_date=None, told_at__lte=now - untold_for())
        | (Q(ceremony_date=None, told_at__lte=now - KEPT_AFTER) & ~Q(state__in=GOING_ON)),
        forgotten_at=None,
    )


def forget_applicants() -> int:
    """Delete who never linked an application that is over; return how many people went.

    In batches, each a transaction of its own. An application that is being written to at this
    moment is left for the next night; whoever is linked stays, with all that is kept of them.
    """
    gone, last = 0, 0
    while True:
        went, last = _forget_batch(last)
        gone += went
        if not last:
            return gone


@transaction.atomic
def _forget_batch(after: int) -> tuple[int, int]:
    """Forget a batch of applications with a greater key than `after`; return the last key, or 0."""
    linked = ApplicationClaim.objects.confirmed().filter(applicant=OuterRef("pk"))
    left = Applicant.objects.filter(~Exists(linked), application=OuterRef("pk"))
    anybody = Applicant.objects.filter(application=OuterRef("pk"))
    due = over().filter(Exists(left) | ~Exists(anybody), pk__gt=after).order_by("pk")
    # The parent is locked before its children are read: news and claims lock it, too.
    applications = list(due.select_for_update(skip_locked=True, of=("self",))[:A_BATCH])
    if not applications:
        return 0, 0
    people = list(
        Applicant.objects.filter(~Exists(linked), application__in=applications)
        .values_list("pk", flat=True)
    )  # fmt: skip
    # What a person unlinked, or was refused, is their own record; it names no applicant any more.
    ApplicationClaim.objects.filter(applicant__in=people).exclude(state=State.CONFIRMED).update(
        applicant=None
    )
    gone, _ = Applicant.objects.filter(pk__in=people).delete()
    held = set(
        Applicant.objects.filter(application__in=applications)
        .values_list("application_id", flat=True)
    )  # fmt: skip
    empty = [one for one in applications if one.pk not in held]
    for one in empty:
        one.number, one.forgotten_at = digests_of(one.number)[0], timezone.now()
    MarriageApplication.objects.bulk_update(empty, ["number", "forgotten_at"])
    return gone, applications[-1].pk


def forget_words() -> int:
    """Empty what was told of applicants whose number no account has any more; return how many."""
    linked = ApplicationClaim.objects.confirmed().filter(applicant=OuterRef("pk"))
    named = Identity.objects.active().filter(lookup_key=OuterRef("lookup_key"))
    rows = Applicant.objects.filter(~Exists(named), ~Exists(linked), sealed_number__isnull=False)
    return _empty(rows)


@transaction.atomic
def forget_words_of(*, user: User) -> int:
    """Empty what was told of a person whose account is being erased; return how many rows.

    Where another account has the same number it stays: it is that person's as well.
    """
    # In the order in which a claim is settled: the claim, then the applicant.
    claims = list(ApplicationClaim.objects.select_for_update().filter(user=user).order_by("pk"))
    keys = Identity.objects.filter(user=user).values("lookup_key")
    others = Identity.objects.active().filter(lookup_key=OuterRef("lookup_key")).exclude(user=user)
    rows = Applicant.objects.filter(
        ~Exists(others),
        Q(lookup_key__in=keys)
        | Q(pk__in=[one.applicant_id for one in claims if one.state == State.CONFIRMED]),
        sealed_number__isnull=False,
    )
    return _empty(rows)


def _empty(rows: QuerySet[Applicant]) -> int:
    return rows.update(kind="", country="", sealed_number=None, sealed_name=None, sealed_phone=None)
