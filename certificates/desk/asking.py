"""Which application a clerk means: the registry is asked, or what it last told us is taken."""

from dataclasses import dataclass
from datetime import datetime

from accounts.identity import identity_keys
from certificates.desk.exceptions import CouldNotCheck, NoSuchPair
from registry.actions import learn_of_application
from registry.actions.asking import ask_registry
from registry.gateway import GatewayUnavailable, IdentityNumber
from registry.models import Applicant, ApplicationFact, MarriageApplication

PATIENCE = 3.0  # seconds that a couple at the counter waits for another system


@dataclass(frozen=True, slots=True)
class Finding:
    """An application and its two people. `told_at` is set when the registry did not answer now."""

    application: MarriageApplication
    applicants: tuple[Applicant, ...]
    told_at: datetime | None = None


def find_application(*, identity: IdentityNumber, number: str) -> Finding:
    """Return the application `number` if `identity` is one of its two people.

    Raises NoSuchPair or CouldNotCheck.
    """
    try:
        record = ask_registry(number=number, identity=identity, patience=PATIENCE)
    except GatewayUnavailable:
        return _what_we_were_told(identity, number)
    if record is None:
        raise NoSuchPair
    application = learn_of_application(record=record, source=ApplicationFact.Source.GATEWAY)
    return Finding(application, tuple(application.applicants.order_by("position")))


def _what_we_were_told(identity: IdentityNumber, number: str) -> Finding:
    keys = identity_keys(kind=identity.kind, country=identity.country, number=identity.number)
    application = MarriageApplication.objects.select_related("office").filter(number=number).first()
    if application is None:
        raise CouldNotCheck
    applicants = tuple(application.applicants.order_by("position"))
    if not any(bytes(one.lookup_key) in keys for one in applicants):
        # The pair may be wrong, or newer than what we know: without the registry nobody can say.
        raise CouldNotCheck
    newest = application.facts.order_by("-received_at").first()
    return Finding(application, applicants, newest.received_at if newest else application.told_at)
