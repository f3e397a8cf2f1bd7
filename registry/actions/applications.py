"""What the registry tells us of an application, kept as facts; the newest of them is believed."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.identity import identity_key, identity_keys, seal_number
from registry.gateway import ApplicantRecord, ApplicationRecord
from registry.models import (
    LIVING,
    Applicant,
    ApplicationClaim,
    ApplicationFact,
    MarriageApplication,
    RegistryOffice,
)
from registry.signals import application_became_known
from web.sealing import seal

NAME = "applicant.name"
PHONE = "applicant.phone"
Source = ApplicationFact.Source


def learn_of_application(*, record: ApplicationRecord, source: str) -> MarriageApplication:
    """Keep what was said of an application and return it as it now stands.

    `source` is one of ApplicationFact.Source. News may come late, twice or in any order: each is
    kept once, and the one with the registry's newest time (`record.updated_at`) is believed; of
    two with the same time, the one that reached us last. Sends application_became_known once, for
    an application that was not known before.
    """
    known: MarriageApplication | None = (
        MarriageApplication.objects.select_related("office").filter(number=record.number).first()
    )
    if known is not None and source == Source.GATEWAY and _says_the_same(known, record):
        return known
    return _learn(record, source)


def _says_the_same(known: MarriageApplication, record: ApplicationRecord) -> bool:
    return (
        known.told_at == record.updated_at
        and known.state == record.state
        and known.ceremony_date == _ceremony_date(known, record)
        and known.region == record.region
        and known.office is not None
        and known.office.code == record.office_code
    )


def _ceremony_date(known: MarriageApplication, record: ApplicationRecord) -> date | None:
    """Return the date that is kept: of an application that has ended, the one named before."""
    return record.ceremony_date if record.state in LIVING else known.ceremony_date


@transaction.atomic
def _learn(record: ApplicationRecord, source: str) -> MarriageApplication:
    office = RegistryOffice.objects.filter(code=record.office_code).first()
    standing = {
        "state": record.state,
        "office": office,
        "region": record.region,
        "ceremony_date": record.ceremony_date,
        "told_at": record.updated_at,
    }
    _, is_new = MarriageApplication.objects.get_or_create(number=record.number, defaults=standing)
    # The parent is locked before its children are read: two who learn at once come in turn.
    application = MarriageApplication.objects.select_for_update().get(number=record.number)
    ApplicationFact.objects.bulk_create(
        [
            ApplicationFact(
                application=application,
                state=record.state,
                ceremony_date=record.ceremony_date,
                office_code=record.office_code,
                source=source,
                told_at=record.updated_at,
            )
        ],
        ignore_conflicts=True,
    )
    if is_new or record.updated_at >= application.told_at:
        standing["ceremony_date"] = _ceremony_date(application, record)
        for name, value in standing.items():
            setattr(application, name, value)
        application.save(update_fields=list(standing))
        _learn_of_applicants(application, record)
    if is_new:
        application_became_known.send(MarriageApplication, application=application, source=source)
    return application


def _learn_of_applicants(application: MarriageApplication, record: ApplicationRecord) -> None:
    """Write the two people as the newest news names them, each to the row that is theirs."""
    rows = list(application.applicants.order_by("position"))
    strangers: list[ApplicantRecord] = []
    for told in record.applicants:
        keys = identity_keys(**_identity_of(told))
        row = next((one for one in rows if bytes(one.lookup_key) in keys), None)
        if row is None:
            strangers.append(told)
        else:
            rows.remove(row)
            _write(row, told)
    # What is left on either side was corrected by the registry, or is new.
    free = iter({1, 2} - set(application.applicants.values_list("position", flat=True)))
    for told in strangers:
        if rows:
            row = rows.pop(0)
            row.claims.confirmed().update(
                state=ApplicationClaim.State.UNLINKED, settled_at=timezone.now()
            )
        else:
            row = Applicant(application=application, position=next(free))
        _write(row, told)


def _identity_of(told: ApplicantRecord) -> dict[str, str]:
    identity = told.identity
    return {"kind": identity.kind, "country": identity.country, "number": identity.number}


def _write(row: Applicant, told: ApplicantRecord) -> None:
    row.kind, row.country = told.identity.kind, told.identity.country
    row.sealed_number = seal_number(told.identity.number)
    row.lookup_key = identity_key(**_identity_of(told))
    row.sealed_name = seal(told.name, NAME)
    row.sealed_phone = seal(told.phone, PHONE) if told.phone else None
    row.save()
