"""The desk's answer: for each applicant a completion, an exemption, or neither.

Found by the identity's lookup key alone. It depends neither on the couple's link nor on whether
the person named their application.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.identity import identity_keys, open_number
from accounts.models import Assurance
from certificates.models import Certificate
from certificates.names import is_made_out_to, readable_name
from certificates.standing import CourseState, certificates_under, exempt_among, strongest
from enrolments.models import CoursePolicy
from registry.actions.applications import numbers_of
from registry.gateway import ApplicantRecord
from registry.models import Applicant
from registry.questions import name_of


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


def answers_for(
    applicants: Sequence[Applicant], told: Mapping[int, ApplicantRecord] | None = None
) -> list[ApplicantAnswer]:
    """Return the answer for each applicant, in their order. Two queries, however many they are.

    `told` is what the registry says of them now, by position: of somebody without an account
    neither name nor number is kept.
    """
    told = told or {}
    today = timezone.localdate()
    keys = {
        applicant.pk: keys_of(applicant, told.get(applicant.position)) for applicant in applicants
    }
    every_key = [key for some in keys.values() for key in some]
    certificates = list(certificates_under(every_key, today))
    exempt = exempt_among(every_key, today)
    return [
        _answer(
            applicant,
            _name_of(applicant, told.get(applicant.position)),
            keys[applicant.pk],
            certificates,
            exempt,
        )
        for applicant in applicants
    ]


def _name_of(applicant: Applicant, told: ApplicantRecord | None) -> str:
    return told.name if told is not None and told.name else name_of(applicant)


def keys_of(applicant: Applicant, told: ApplicantRecord | None = None) -> list[bytes]:
    """Return the lookup keys of an applicant's identity, one for each that is alive.

    Where the number is neither told now nor kept, the one key that is kept.
    """
    if told is not None:
        return identity_keys(**numbers_of(told))
    if applicant.sealed_number is None:
        return [bytes(applicant.lookup_key)]
    return identity_keys(
        kind=applicant.kind,
        country=applicant.country,
        number=open_number(applicant.sealed_number),
    )


def _answer(
    applicant: Applicant,
    name: str,
    keys: list[bytes],
    certificates: list[Certificate],
    exempt: set[bytes],
) -> ApplicantAnswer:
    mine = [one for one in certificates if bytes(one.found_key) in keys]  # type: ignore[attr-defined]
    best = strongest(mine)
    told = {
        "position": applicant.position,
        "lookup_key": bytes(applicant.lookup_key),
        "name": name,
    }
    if best is None:
        state = CourseState.EXEMPT if exempt & set(keys) else CourseState.NOT
        return ApplicantAnswer(state=state, **told)  # type: ignore[arg-type]
    return ApplicantAnswer(state=CourseState.COMPLETED, **told, **about(best, name))  # type: ignore[arg-type]


def about(certificate: Certificate, name: str) -> dict[str, object]:
    """Return what an answer says of a certificate that `certificates_under` found.

    Only a certificate made out to another name than the registry's `name` is opened, or one beside
    which no name stands: then the clerk compares it with the document.
    """
    differs = not is_made_out_to(certificate, name)
    assurance = Assurance(certificate.found_assurance)  # type: ignore[attr-defined]
    return {
        "certificate": certificate,
        "name_differs": differs,
        "other_name": readable_name(certificate) if differs else "",
        "assurance": str(assurance.label),
        "found_assurance": assurance.value,
        "is_only_declared": assurance == Assurance.DECLARED,
        "shared_device": certificate.shared_device,  # type: ignore[attr-defined]
    }


def policy_in(region: object) -> QuerySet[CoursePolicy]:
    """Return the policy in force in `region` (a code or an expression), the first of the rows."""
    return CoursePolicy.objects.filter(
        Q(region="") | Q(region=region),
        course__code=settings.REGISTRY_COURSE,
        valid_from__lte=timezone.localdate(),
    ).order_by("-region", "-valid_from", "-pk")


def is_required_in(region: str) -> bool:
    """Whether a policy makes the course a requirement in `region` today. Voluntary without one."""
    return bool(policy_in(region).values_list("is_required", flat=True).first())
