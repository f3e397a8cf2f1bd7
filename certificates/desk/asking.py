"""Which application a clerk means: the registry is asked, or what it last told us is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.identity import identity_keys
from certificates.desk.exceptions import CouldNotCheck, NoSuchPair
from registry.actions import learn_of_application
from registry.actions.applications import numbers_of
from registry.gateway import (
    ApplicantRecord,
    ApplicationRecord,
    GatewayUnavailable,
    IdentityNumber,
    gateway_from_settings,
)
from registry.models import Applicant, ApplicationFact, MarriageApplication


@dataclass(frozen=True, slots=True)
class Finding:
    """An application and its two people. `told_at` is set when the registry did not answer now.

    `told` is what was said of each of them now, by position: of somebody who has no account the
    name stands nowhere else.
    """

    application: MarriageApplication
    applicants: tuple[Applicant, ...]
    told_at: datetime | None = None
    told: Mapping[int, ApplicantRecord] = field(default_factory=dict)


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
    applicants = tuple(application.applicants.order_by("position"))
    return Finding(application, applicants, told=_by_position(applicants, record))


def _by_position(
    applicants: tuple[Applicant, ...], record: ApplicationRecord
) -> dict[int, ApplicantRecord]:
    return {
        row.position: told
        for told in record.applicants
        for row in applicants
        if bytes(row.lookup_key) in identity_keys(**numbers_of(told))
    }


def _what_we_were_told(identity: IdentityNumber, number: str) -> Finding:
    keys = identity_keys(kind=identity.kind, country=identity.country, number=identity.number)
    application = MarriageApplication.objects.select_related("office").filter(number=number).first()
    if application is None:
        raise CouldNotCheck
    applicants = tuple(application.applicants.order_by("position"))
    asked = next((one for one in applicants if bytes(one.lookup_key) in keys), None)
    if asked is None:
        # The pair may be wrong, or newer than what we know: without the registry nobody can say.
        raise CouldNotCheck
    newest = application.facts.order_by("-received_at").first()
    told_at = newest.received_at if newest else application.told_at
    told = {asked.position: ApplicantRecord(identity, name="", phone=None)}
    return Finding(application, applicants, told_at, told)
