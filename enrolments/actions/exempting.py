"""An applicant need not take the course: given by a registry office, for a reason, to a day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.models import Course
from enrolments.exceptions import ExemptAlready, ExemptionOver
from enrolments.models import Exemption
from enrolments.signals import exemption_ended, exemption_given
from registry.models import RegistryOffice
from web.locks import hold
from web.sealing import seal, unseal

REASON = "exemption.reason"
LONGEST = timedelta(days=366)
KEPT = timedelta(days=30)  # after the end, for who asks why it is over


@transaction.atomic
def exempt(
    *,
    course: Course,
    keys: list[bytes],
    reason: str,
    signer: str,
    ends_on: date,
    office: RegistryOffice,
    by: User,
) -> Exemption:
    """Exempt the person with these lookup keys (the first is written) up to a day, inclusive.

    `signer` is who signed the decision on paper. Raises ExemptAlready while one holds, and
    ValueError for a day that has passed or lies more than a year ahead.
    """
    today = timezone.localdate()
    if not today <= ends_on <= today + LONGEST:
        raise ValueError("An exemption ends within a year.")
    hold(*keys)
    if Exemption.objects.holding(today).filter(course=course, lookup_key__in=keys).exists():
        raise ExemptAlready
    exemption: Exemption = Exemption.objects.create(
        course=course, lookup_key=keys[0], sealed_reason=seal(reason, REASON), signer=signer,
        ends_on=ends_on, office=office, granted_by=by,
    )  # fmt: skip
    exemption_given.send(sender=Exemption, exemption=exemption)
    return exemption


@transaction.atomic
def end_exemption(*, exemption: Exemption, by: User) -> None:
    """End an exemption today; it stays as history for a while. Raises ExemptionOver."""
    won = Exemption.objects.holding(timezone.localdate()).filter(pk=exemption.pk).update(
        revoked_at=timezone.now(), revoked_by=by
    )  # fmt: skip
    if not won:
        raise ExemptionOver
    exemption_ended.send(sender=Exemption, exemption=exemption)


def reason_of(exemption: Exemption) -> str:
    """Return why it was given."""
    return unseal(exemption.sealed_reason, REASON)


@transaction.atomic
def forget_exemptions() -> int:
    """Delete exemptions that ended thirty days ago or before; return how many."""
    day = timezone.localdate() - KEPT
    over = Exemption.objects.filter(ends_on__lt=day) | Exemption.objects.filter(
        revoked_at__date__lt=day
    )
    return over.delete()[0]
