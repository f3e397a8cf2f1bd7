"""The desk's answer: for each applicant a completion, an exemption, or neither.

Found by the identity's lookup key alone. It depends neither on the couple's link nor on whether
the person named their application.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.identity import identity_keys, open_number
from accounts.models import PROVED, Assurance, Identity
from certificates.desk.names import holder_name, is_made_out_to
from certificates.models import Certificate
from enrolments.models import Couple, CoursePolicy, Exemption
from registry.actions.applications import NAME
from registry.models import Applicant
from web.sealing import unseal


class CourseState(models.TextChoices):
    """What is known of one person and the course. A word about the course, not about the person."""

    COMPLETED = "completed", _("Course completed")
    NOT = "not", _("No completed course found")
    EXEMPT = "exempt", _("Exempt from the course")
    UNKNOWN = "unknown", _("We could not check")


@dataclass(frozen=True, slots=True, repr=False)
class ApplicantAnswer:
    """What the desk says of one applicant."""

    state: CourseState
    position: int = 0
    lookup_key: bytes = b""
    name: str = ""
    certificate: Certificate | None = None
    name_differs: bool = False
    other_name: str = ""
    assurance: str = ""
    found_assurance: str = ""
    is_only_declared: bool = False
    shared_device: bool = False

    @property
    def word(self) -> str:
        """The state in the active language."""
        return str(self.state.label)


def answers_for(applicants: Sequence[Applicant]) -> list[ApplicantAnswer]:
    """Return the answer for each applicant, in their order. Two queries, however many they are."""
    today = timezone.localdate()
    keys = {applicant.pk: keys_of(applicant) for applicant in applicants}
    every_key = [key for some in keys.values() for key in some]
    certificates = list(_certificates(every_key, today))
    exempt = _exempt(every_key, today)
    return [
        _answer(applicant, keys[applicant.pk], certificates, exempt) for applicant in applicants
    ]


def keys_of(applicant: Applicant) -> list[bytes]:
    """Return the lookup keys of an applicant's identity, one for each that is alive."""
    return identity_keys(
        kind=applicant.kind,
        country=applicant.country,
        number=open_number(applicant.sealed_number),
    )


def _certificates(keys: list[bytes], today: date) -> Iterable[Certificate]:
    """The valid certificates of the course, of accounts whose own identity has one of the keys.

    What somebody only declared does not count while another account has proved the same number.
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


def _exempt(keys: list[bytes], today: date) -> set[bytes]:
    rows = Exemption.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        course__code=settings.REGISTRY_COURSE,
        lookup_key__in=keys,
        revoked_at=None,
    )
    return {bytes(key) for key in rows.values_list("lookup_key", flat=True)}


def _answer(
    applicant: Applicant, keys: list[bytes], certificates: list[Certificate], exempt: set[bytes]
) -> ApplicantAnswer:
    mine = [one for one in certificates if bytes(one.found_key) in keys]  # type: ignore[attr-defined]
    best = max(mine, key=_strength, default=None)
    told = {
        "position": applicant.position,
        "lookup_key": bytes(applicant.lookup_key),
        "name": unseal(applicant.sealed_name, NAME),
    }
    if best is None:
        state = CourseState.EXEMPT if exempt & set(keys) else CourseState.NOT
        return ApplicantAnswer(state=state, **told)  # type: ignore[arg-type]
    return ApplicantAnswer(state=CourseState.COMPLETED, **told, **about(best, str(told["name"])))  # type: ignore[arg-type]


def about(certificate: Certificate, name: str) -> dict[str, object]:
    """Return what an answer says of a certificate that `_certificates` found.

    Only a certificate made out to another name than the registry's `name` is opened.
    """
    differs = not is_made_out_to(certificate, name)
    assurance = Assurance(certificate.found_assurance)  # type: ignore[attr-defined]
    return {
        "certificate": certificate,
        "name_differs": differs,
        "other_name": holder_name(certificate) if differs else "",
        "assurance": str(assurance.label),
        "found_assurance": assurance.value,
        "is_only_declared": assurance == Assurance.DECLARED,
        "shared_device": certificate.shared_device,  # type: ignore[attr-defined]
    }


def _strength(certificate: Certificate) -> tuple[int, date]:
    assurance = Assurance(certificate.found_assurance)  # type: ignore[attr-defined]
    return assurance.strength, certificate.completed_on


def policy_in(region: object) -> QuerySet[CoursePolicy]:
    """Return the policy in force in `region` (a code or an expression), the first of the rows."""
    return CoursePolicy.objects.filter(
        Q(region="") | Q(region=region),
        course__code=settings.REGISTRY_COURSE,
        valid_from__lte=timezone.localdate(),
    ).order_by("-region", "-valid_from")


def is_required_in(region: str) -> bool:
    """Whether a policy makes the course a requirement in `region` today. Voluntary without one."""
    return bool(policy_in(region).values_list("is_required", flat=True).first())
