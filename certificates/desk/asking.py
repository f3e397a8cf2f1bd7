"""Which application a clerk means: the registry is asked, or what it last told us is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.identity import identity_keys
from certificates.desk.answers import policy_in
from certificates.desk.exceptions import CouldNotCheck, KnownOtherwise, NoSuchPair
from registry.actions import learn_of_application
from registry.actions.applications import numbers_of
from registry.actions.asking import ask_registry
from registry.gateway import (
    ApplicantRecord,
    ApplicationRecord,
    GatewayUnavailable,
    IdentityNumber,
)
from registry.models import Applicant, ApplicationFact, MarriageApplication

PATIENCE = 3.0  # seconds that a couple at the counter waits for another system


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

    @property
    def is_required(self) -> bool:
        """Whether the course is a requirement today in the region of the application."""
        return any(applicant.is_required for applicant in self.applicants)  # type: ignore[attr-defined]

    @property
    def has_live_session(self) -> bool:
        """Whether whoever begins the course there today attends a live session, too."""
        return any(applicant.has_live for applicant in self.applicants)  # type: ignore[attr-defined]


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
    applicants = _applicants(application)
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
    applicants = _applicants(application)
    asked = next((one for one in applicants if bytes(one.lookup_key) in keys), None)
    if asked is None:
        # The pair may be wrong, or newer than what we know: without the registry nobody can say.
        # It is counted with the wrong ones: an outage is no time to guess who marries whom.
        raise KnownOtherwise
    newest = application.facts.order_by("-received_at").first()
    told_at = newest.received_at if newest else application.told_at
    told = {asked.position: ApplicantRecord(identity, name="", phone=None)}
    return Finding(application, applicants, told_at, told)


def _applicants(application: MarriageApplication) -> tuple[Applicant, ...]:
    """Return the two people, each with what the policy of the region says: one query."""
    policy = policy_in(OuterRef("application__region"))
    people = application.applicants.annotate(
        is_required=Coalesce(Subquery(policy.values("is_required")[:1]), False),
        has_live=Coalesce(Subquery(policy.values("live_session")[:1]), False),
    )
    return tuple(people.order_by("position"))
