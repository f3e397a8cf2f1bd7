"""Couples with a ceremony on a day, as the registry told us of them."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

from django.utils import timezone

from registry.actions.applications import keep_words
from registry.gateway import (
    ApplicantRecord,
    ApplicationRecord,
    ApplicationState,
    IdentityNumber,
)
from registry.models import MarriageApplication
from registry.standin import cast as couples
from tests.registry.people import told
from web.regions import Region

_numbers = itertools.count(1)


def stranger(name="Қасымова Әлия Сериковна") -> ApplicantRecord:
    """Return an invented applicant of a foreign passport, which need not have a check digit."""
    number = f"T{next(_numbers):08d}"
    return ApplicantRecord(IdentityNumber.passport("UZ", number), name, None)


def ceremony(
    *people, day=None, office="KZ-75-01", state=ApplicationState.CONFIRMED, number=None
) -> MarriageApplication:
    """Let the registry have told us of an application with a ceremony on `day`, today without.

    Both of its people have linked it before, so their names are kept (`keep_words`).
    """
    day = day or timezone.localdate()
    people = (*people, stranger(), stranger())[:2]
    record = replace(
        couples.IRINA_AND_MEHMET.on(timezone.localdate()),
        number=number or f"99-01-{next(_numbers):05d}", state=state, office_code=office,
        region=Region(office[:5]), ceremony_date=day, applicants=people,
        superseded_by="99-09-99999" if state == ApplicationState.REFILED else None,
        updated_at=datetime.now(UTC),
    )  # fmt: skip
    assert isinstance(record, ApplicationRecord)
    application = told(record)
    for applicant in application.applicants.all():
        keep_words(applicant=applicant, record=record)
    return application
