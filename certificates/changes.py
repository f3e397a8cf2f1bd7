"""What changed in where applicants stand, in an order in which nothing is lost.

A change is written by the transaction that makes it, and gets its place in the order afterwards:
numbers that are drawn before a commit come out of order, and whoever had read up to a greater one
would never hear of the smaller. So places are given under a lock, in a transaction of their own
that sees only what is committed. The record of look-ups is ordered in the same way; unlike the
ids of transactions, places survive a restore.

A change says that something happened to the answer about an applicant. The answer itself is read
when it is told (`certificates.standing`), so what is told is so today.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.identity import identity_keys, open_number
from accounts.models import Identity, User
from certificates.models import Certificate, StandingChange
from enrolments.models import Enrolment
from registry.models import Applicant, MarriageApplication
from web.locks import hold

LOCK = b"order of changes"
Happened = StandingChange.Happened

PLACE = """
    with newest as (select coalesce(max(place), 0) as place from certificates_standingchange),
    waiting as (
        select id, row_number() over (order by id) as next
        from certificates_standingchange where place is null
    )
    update certificates_standingchange as change
    set place = newest.place + waiting.next
    from waiting, newest where change.id = waiting.id
"""


def note_change_of(*, certificate: Certificate, happened: str) -> list[StandingChange]:
    """Note that the answer about the holder of `certificate` changed, wherever they are applicants.

    Called in the transaction that changes it. Nothing is noted of another course, of somebody who
    gave no number, or whom no application names.
    """
    enrolment = certificate.enrolment
    if certificate.course_code != settings.REGISTRY_COURSE:
        return []
    identity = Identity.objects.active().filter(user=enrolment.user_id).first()
    if identity is None:
        return []
    return note_changes(keys=_keys(identity), happened=happened, enrolment=enrolment)


def note_what_holds(*, user: User) -> list[StandingChange]:
    """Note that the valid certificate of `user` is found under another number, or a surer one."""
    today = timezone.localdate()
    valid = Certificate.objects.valid_on(today).filter(
        enrolment__user=user, course_code=settings.REGISTRY_COURSE
    )
    certificate = valid.select_related("enrolment").order_by("-pk").first()
    if certificate is None:
        return []
    return note_change_of(certificate=certificate, happened=Happened.COMPLETED)


def note_displacement(*, identity: Identity) -> list[StandingChange]:
    """Note that what its account completed counts no more for the applicant of `identity`."""
    earned = Certificate.objects.filter(
        enrolment__user=identity.user_id, course_code=settings.REGISTRY_COURSE
    )
    certificate = earned.select_related("enrolment").order_by("-pk").first()
    if certificate is None:
        return []
    return note_changes(
        keys=_keys(identity), happened=Happened.REVOKED, enrolment=certificate.enrolment
    )


def _keys(identity: Identity) -> list[bytes]:
    return identity_keys(
        kind=identity.kind, country=identity.country, number=open_number(identity.sealed_number)
    )


def note_changes(
    *, keys: Sequence[bytes], happened: str, enrolment: Enrolment | None = None
) -> list[StandingChange]:
    """Note that the answer about whoever has one of the lookup `keys` changed.

    `enrolment` is whose completion it was: the notes go with its owner's erasure.
    """
    applicants = Applicant.objects.filter(lookup_key__in=keys).values_list("pk", flat=True)
    notes = [
        StandingChange(applicant_id=pk, enrolment=enrolment, happened=happened) for pk in applicants
    ]
    return StandingChange.objects.bulk_create(notes) if notes else []


def forget_changes(*, user: User) -> None:
    """Delete what was noted of the completions of `user`, who erases their account."""
    StandingChange.objects.filter(enrolment__user=user).delete()


@transaction.atomic(durable=True)
def order_changes() -> int:
    """Give what was committed and has no place yet the next places; return how many those were."""
    hold(LOCK)
    with connection.cursor() as cursor:
        cursor.execute(PLACE)
        return int(cursor.rowcount)


def changes_after(
    place: int, applications: QuerySet[MarriageApplication], *, limit: int
) -> list[StandingChange]:
    """Return the changes of `applications` beyond `place`, in order, `limit` at the most.

    Whoever reads with the place of the last one they saw misses none: call `order_changes` first.
    """
    return list(
        StandingChange.objects.filter(place__gt=place, applicant__application__in=applications)
        .select_related("applicant__application")
        .order_by("place")[:limit]
    )
