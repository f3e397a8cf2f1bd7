"""Which application a clerk means: the registry is asked, or what it last told us is taken."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.identity import identity_keys
from certificates.desk.answers import policy_in
from certificates.desk.exceptions import CouldNotCheck, NoSuchPair
from registry.actions import learn_of_application
from registry.gateway import GatewayUnavailable, IdentityNumber, gateway_from_settings
from registry.models import Applicant, ApplicationFact, MarriageApplication


@dataclass(frozen=True, slots=True)
class Finding:
    """An application and its two people. `told_at` is set when the registry did not answer now."""

    application: MarriageApplication
    applicants: tuple[Applicant, ...]
    told_at: datetime | None = None

    @property
    def is_required(self) -> bool:
        """Whether the course is a requirement today in the region of the application."""
        return any(applicant.is_required for applicant in self.applicants)  # type: ignore[attr-defined]


def find_application(*, identity: IdentityNumber, number: str) -> Finding:
    """Return the application `number` if `identity` is one of its two people.

    Raises NoSuchPair or CouldNotCheck.
    """
    try:
        record = gateway_from_settings().ask(number=number, identity=identity)
    except GatewayUnavailable:
        return _what_we_were_told(identity, number)
    if record is None:
        raise NoSuchPair
    application = learn_of_application(record=record, source=ApplicationFact.Source.GATEWAY)
    return Finding(application, _applicants(application))


def _what_we_were_told(identity: IdentityNumber, number: str) -> Finding:
    keys = identity_keys(kind=identity.kind, country=identity.country, number=identity.number)
    application = MarriageApplication.objects.select_related("office").filter(number=number).first()
    if application is None:
        raise CouldNotCheck
    applicants = _applicants(application)
    if not any(bytes(one.lookup_key) in keys for one in applicants):
        # The pair may be wrong, or newer than what we know: without the registry nobody can say.
        raise CouldNotCheck
    newest = application.facts.order_by("-received_at").first()
    return Finding(application, applicants, newest.received_at if newest else application.told_at)


def _applicants(application: MarriageApplication) -> tuple[Applicant, ...]:
    """Return the two people, each with what the policy of the region says: one query."""
    required = policy_in(OuterRef("application__region")).values("is_required")[:1]
    people = application.applicants.annotate(is_required=Coalesce(Subquery(required), False))
    return tuple(people.order_by("position"))
