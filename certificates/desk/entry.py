"""Where no registry is connected a clerk enters an application, both documents in hand."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.identity import identity_key, identity_keys
from certificates.desk.access import Desk
from certificates.desk.exceptions import HeldElsewhere, OtherApplicants, RegistryIsConnected
from certificates.desk.forms import Purpose
from certificates.desk.records import record_answers
from registry.actions import learn_of_application
from registry.actions.applications import numbers_of
from registry.actions.claims import held_application
from registry.gateway import (
    ApplicantRecord,
    ApplicationRecord,
    ApplicationState,
    IdentityNumber,
)
from registry.models import ApplicationFact, MarriageApplication, RegistryOffice
from web.regions import Region

AFTER = timedelta(seconds=1)


def enter_application(
    *,
    desk: Desk,
    office: RegistryOffice,
    number: str,
    state: str,
    ceremony_date: date | None,
    identities: tuple[IdentityNumber, IdentityNumber],
) -> MarriageApplication:
    """Keep what a clerk says of the application `number` at `office`, one of theirs.

    Recorded for both people before anything is read. What stands already is not written again.
    Raises RegistryIsConnected; OtherApplicants when the application is known with other people;
    HeldElsewhere when it is another office's, from where it can only be moved here.
    """
    if not desk.enters_applications:
        raise RegistryIsConnected
    applicants = tuple(ApplicantRecord(one, name="", phone=None) for one in identities)
    keys = [identity_key(**numbers_of(one)) for one in applicants]
    record_answers(desk=desk, purpose=Purpose.ENTRY, answers=[(key, "entered") for key in keys])
    record = ApplicationRecord(
        number=number,
        state=ApplicationState(state),
        filed_on=timezone.localdate(),  # not asked for, and kept nowhere
        ceremony_date=ceremony_date,
        office_code=office.code,
        region=Region(office.region),
        applicants=(applicants[0], applicants[1]),
        version=0,
        updated_at=timezone.now(),
    )
    return _enter(desk, record)


@transaction.atomic
def _enter(desk: Desk, record: ApplicationRecord) -> MarriageApplication:
    known = held_application(record.number)
    if known is not None:
        theirs = [key for one in record.applicants for key in identity_keys(**numbers_of(one))]
        if any(bytes(one.lookup_key) not in theirs for one in known.applicants.all()):
            raise OtherApplicants
        if not desk.is_at(known.office) and record.state != ApplicationState.MOVED:
            raise HeldElsewhere
        if _stands(known, record):
            return known
        # Whoever has the papers in hand knows the newest, whatever the clock of a file said.
        record = replace(record, updated_at=max(record.updated_at, known.told_at + AFTER))
    return learn_of_application(record=record, source=ApplicationFact.Source.CLERK)


def _stands(known: MarriageApplication, record: ApplicationRecord) -> bool:
    return (
        known.applicants.count() == 2
        and known.state == record.state
        and known.ceremony_date == record.ceremony_date
        and known.office is not None
        and known.office.code == record.office_code
    )
