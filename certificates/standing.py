"""Where a person stands with the course: one rule, for one person at a desk and for a thousand.

A completion, an exemption, or neither, found by the identity's lookup keys alone. It depends
neither on a couple's link nor on whether the person named their application.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.identity import account_key, identity_keys
from accounts.models import PROVED, Assurance, Identity, User
from certificates.models import Certificate
from enrolments.models import Couple, CoursePolicy, Exemption
from registry.gateway import IdentityNumber
from registry.models import Applicant, MarriageApplication
from web.regions import Region


class CourseState(models.TextChoices):
    """What is known of one person and the course. A word about the course, not about the person."""

    COMPLETED = "completed", _("Course completed")
    NOT = "not", _("No completed course found")
    EXEMPT = "exempt", _("Exempt from the course")
    UNKNOWN = "unknown", _("We could not check")


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """What is known of one person; the certificate is there when the state is *completed*."""

    state: CourseState
    certificate: Certificate | None = None

    @property
    def assurance(self) -> str:
        """How sure the identity behind the certificate is today; empty without a certificate."""
        found: str = getattr(self.certificate, "found_assurance", "")
        return found


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """A person and an application, as somebody asks who has to know both numbers."""

    identity: IdentityNumber
    application: str

    def keys(self) -> list[bytes]:
        """Return the lookup keys of the person, the one that is written today first."""
        one = self.identity
        return identity_keys(kind=one.kind, country=one.country, number=one.number)


def standings(people: Sequence[Sequence[bytes]]) -> list[Standing]:
    """Return where each stands, in order; a person is their lookup keys. Always two queries."""
    today = timezone.localdate()
    every_key = [key for keys in people for key in keys]
    by_key: dict[bytes, list[Certificate]] = {}
    for certificate in certificates_under(every_key, today):
        by_key.setdefault(bytes(certificate.found_key), []).append(certificate)  # type: ignore[attr-defined]
    exempt = exempt_among(every_key, today)
    return [_standing(keys, by_key, exempt) for keys in people]


def _standing(
    keys: Sequence[bytes], by_key: dict[bytes, list[Certificate]], exempt: set[bytes]
) -> Standing:
    best = strongest(one for key in keys for one in by_key.get(key, ()))
    if best is not None:
        return Standing(CourseState.COMPLETED, best)
    return Standing(CourseState.EXEMPT if exempt & set(keys) else CourseState.NOT)


def certificates_under(keys: Sequence[bytes], today: date) -> QuerySet[Certificate]:
    """Return the valid certificates of the course, of accounts whose identity has one of `keys`.

    What somebody only declared does not count while another account has proved the same number.
    Each carries `found_key`, `found_assurance` and `shared_device`.
    """
    proved_elsewhere = (
        Identity.objects.active()
        .filter(lookup_key=OuterRef("found_key"), assurance__in=PROVED)
        .exclude(user=OuterRef("enrolment__user"))
    )
    device_shared = Couple.objects.filter(
        memberships__user=OuterRef("enrolment__user"),
        memberships__left_at=None,
        shared_device_at__isnull=False,
    )
    return (
        Certificate.objects.valid_on(today)
        .filter(
            course_code=settings.REGISTRY_COURSE,
            enrolment__user__identities__displaced_at=None,
            enrolment__user__identities__lookup_key__in=keys,
        )
        .annotate(
            found_key=F("enrolment__user__identities__lookup_key"),
            found_assurance=F("enrolment__user__identities__assurance"),
        )
        .exclude(Q(found_assurance=Assurance.DECLARED) & Exists(proved_elsewhere))
        .annotate(shared_device=Exists(device_shared))
        .select_related("enrolment__user")
    )


def exempt_among(keys: Sequence[bytes], today: date) -> set[bytes]:
    """Return those of `keys` whose person is exempt from the course today."""
    rows = Exemption.objects.holding(today).filter(
        course__code=settings.REGISTRY_COURSE, lookup_key__in=keys
    )
    return {bytes(key) for key in rows.values_list("lookup_key", flat=True)}


def strongest(certificates: Iterable[Certificate]) -> Certificate | None:
    """Return the certificate of the surest identity, the latest of those; None of none."""
    return max(certificates, key=_strength, default=None)


def _strength(certificate: Certificate) -> tuple[int, date]:
    assurance = Assurance(certificate.found_assurance)  # type: ignore[attr-defined]
    return assurance.strength, certificate.completed_on


def applicants_asked(
    pairs: Sequence[Pair], applications: QuerySet[MarriageApplication]
) -> list[Applicant | None]:
    """Return for each pair the applicant it names among `applications`, in order. One query.

    None for a person who is not in that application, for a number that is not known and for an
    application that is not among those: whoever asks cannot tell which it was.
    """
    keys = [pair.keys() for pair in pairs]
    rows = Applicant.objects.filter(
        lookup_key__in=[key for some in keys for key in some],
        application__number__in={pair.application for pair in pairs},
        application__in=applications,
    ).select_related("application")
    found = {(row.application.number, bytes(row.lookup_key)): row for row in rows}
    return [
        next((found[number, key] for key in some if (number, key) in found), None)
        for some, number in zip(keys, (pair.application for pair in pairs), strict=True)
    ]


def regions_that_require() -> set[str]:
    """Return the regions in which a policy makes the course a requirement today. One query."""
    rows = CoursePolicy.objects.filter(
        course__code=settings.REGISTRY_COURSE, valid_from__lte=timezone.localdate()
    ).order_by("valid_from", "pk")
    newest = dict(rows.values_list("region", "is_required"))
    country = newest.get("", False)
    return {region for region in Region.values if newest.get(region, country)}


def holder_key(holder: User) -> bytes | None:
    """Return the key under which the holder of a certificate finds a look-up; None once erased.

    A number that they only declared may be another's, who would find it instead.
    """
    proved = Identity.objects.active().filter(user=holder, assurance__in=PROVED).first()
    if proved is not None:
        return bytes(proved.lookup_key)
    return account_key(holder.pk) if holder.erased_at is None else None
