"""What the stand-in knows: about two hundred applications, in every region and every state."""

import csv
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from threading import Lock

from registry.gateway import (
    ApplicantRecord,
    ApplicationRecord,
    ApplicationState,
    IdentityNumber,
)
from registry.standin.cast import CAST, KAZAKHSTAN_TIME
from registry.standin.people import invent_couple
from web.regions import Region

_OFFICES = Path(__file__).resolve().parent.parent / "data" / "offices.csv"
_FIRST_INVENTED_SERIAL = 101  # those below are the cast's
_DAYS_TO_CEREMONY = 15
# What happens to a region's applications in turn; each state at least once.
_STATES = (
    ApplicationState.CONFIRMED,
    ApplicationState.MARRIED,
    ApplicationState.FILED,
    ApplicationState.HALF_SIGNED,
    ApplicationState.CONFIRMED,
    ApplicationState.WITHDRAWN,
    ApplicationState.ANNULLED,
    ApplicationState.REFILED,
    ApplicationState.MOVED,
)
# The days ago on which an application in a state may have been filed.
_FILED_AGO = {
    ApplicationState.FILED: (0, 1),
    ApplicationState.HALF_SIGNED: (0, 1),
    ApplicationState.CONFIRMED: (1, 14),
    ApplicationState.WITHDRAWN: (2, 14),
    ApplicationState.ANNULLED: (16, 40),
    ApplicationState.REFILED: (16, 30),
    ApplicationState.MOVED: (2, 12),
    ApplicationState.MARRIED: (16, 400),
}
# The offices whose clerks the demonstration has: how many ceremonies they hold each day.
_CEREMONIES = {"KZ-75-01": 16, "KZ-43-02": 4}
_FIRST_SERIAL_OF_THE_DAY = 501
_WITHOUT_CEREMONY = frozenset({ApplicationState.FILED, ApplicationState.HALF_SIGNED})


class ApplicationBook:
    """The applications by number; safe to read and change from several threads."""

    def __init__(self, applications: list[ApplicationRecord]) -> None:
        self._by_number = {application.number: application for application in applications}
        self._lock = Lock()

    def all(self) -> list[ApplicationRecord]:
        """Give every application, the cast first, as they stand now."""
        with self._lock:
            return list(self._by_number.values())

    def find(self, *, number: str, identity: IdentityNumber) -> ApplicationRecord | None:
        """Give the application if ``identity`` is one of its applicants, else None."""
        with self._lock:
            application = self._by_number.get(number)
        if application is None or application.applicant(identity) is None:
            return None
        return application

    def change(
        self,
        *,
        number: str,
        state: ApplicationState,
        at: datetime,
        ceremony_date: date | None = None,
        office_code: str | None = None,
        superseded_by: str | None = None,
    ) -> ApplicationRecord:
        """Give an application another state, and another day or office where one is named.

        ``at`` is the moment of the change. Raises KeyError when there is no such application, and
        ValueError when the office is in no region.
        """
        with self._lock:
            before = self._by_number[number]
            office = office_code or before.office_code
            after = replace(
                before,
                state=state,
                ceremony_date=ceremony_date or before.ceremony_date,
                office_code=office,
                region=Region(office[:5]),
                superseded_by=superseded_by if state is ApplicationState.REFILED else None,
                version=before.version + 1,
                updated_at=at,
            )
            self._by_number[number] = after
            return after


def office_codes() -> dict[Region, list[str]]:
    """Give the codes of the demonstration's registry offices by region."""
    codes: dict[Region, list[str]] = {}
    with _OFFICES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes.setdefault(Region(row["region"]), []).append(row["code"])
    return codes


def build_applications(*, today: date, seed: int = 0) -> list[ApplicationRecord]:
    """Make up the registry's applications as they stand on ``today``, the cast first.

    The same day and seed give the same applications; another day only moves the dates. A person
    of one couple in twenty has been married before, under an application that is there too.
    """
    chance = Random(seed)  # noqa: S311 invented people are no secret
    applications = [one.on(today) for one in CAST]
    serial = _FIRST_INVENTED_SERIAL
    for turn, (region, offices) in enumerate(office_codes().items()):
        for position in range(len(_STATES)):
            # Another state begins each region, so that no state is bound to one kind of couple.
            state = _STATES[(position + turn) % len(_STATES)]
            application = _application(
                chance,
                number=_number(offices[position % len(offices)], serial),
                state=state,
                office_code=offices[position % len(offices)],
                region=region,
                applicants=invent_couple(chance, serial=serial),
                today=today,
            )
            applications.append(application)
            serial += 1
            again = _what_followed(chance, application, serial=serial, today=today)
            if again is not None:
                superseded = again.number if state is ApplicationState.REFILED else None
                applications[-1] = replace(application, superseded_by=superseded)
                applications.append(again)
                serial += 1
    return applications + ceremonies_on(today, seed=seed)


def ceremonies_on(today: date, *, seed: int = 0) -> list[ApplicationRecord]:
    """Make up the couples whose ceremony is on ``today``, so that a day's list is a long one.

    One in each office was moved there; always the same people.
    """
    chance = Random(seed + _FIRST_SERIAL_OF_THE_DAY)  # noqa: S311 invented people are no secret
    applications, serial = [], _FIRST_SERIAL_OF_THE_DAY
    for office_code, couples in _CEREMONIES.items():
        for place in range(couples):
            was_moved = place == couples // 2
            # A ceremony that was moved is later than the fifteenth day.
            filed_on = today - timedelta(days=_DAYS_TO_CEREMONY + 3 * was_moved)
            applications.append(
                ApplicationRecord(
                    number=_number(office_code, serial),
                    state=ApplicationState.MOVED if was_moved else ApplicationState.CONFIRMED,
                    filed_on=filed_on,
                    ceremony_date=today,
                    office_code=office_code,
                    region=Region(office_code[:5]),
                    applicants=invent_couple(chance, serial=serial),
                    version=2,
                    updated_at=datetime.combine(filed_on, time(10, 30), KAZAKHSTAN_TIME),
                    superseded_by=None,
                )
            )
            serial += 1
    return applications


def _what_followed(
    chance: Random, application: ApplicationRecord, *, serial: int, today: date
) -> ApplicationRecord | None:
    """Give the new application after one that was filed again, or after an earlier marriage."""
    applicants = application.applicants
    if application.state is ApplicationState.MARRIED and serial % 2 == 0:
        applicants = (applicants[0], invent_couple(chance, serial=serial)[1])
    elif application.state is not ApplicationState.REFILED:
        return None
    return _application(
        chance,
        number=_number(application.office_code, serial),
        state=ApplicationState.CONFIRMED,
        office_code=application.office_code,
        region=application.region,
        applicants=applicants,
        today=today,
    )


def _application(
    chance: Random,
    *,
    number: str,
    state: ApplicationState,
    office_code: str,
    region: Region,
    applicants: tuple[ApplicantRecord, ApplicantRecord],
    today: date,
) -> ApplicationRecord:
    filed_on = today - timedelta(days=chance.randint(*_FILED_AGO[state]))
    # A ceremony that was moved, for a holiday or by wish, is later than the fifteenth day.
    later = chance.randint(1, 5) if state is ApplicationState.MOVED else 0
    ceremony = filed_on + timedelta(days=_DAYS_TO_CEREMONY + later)
    return ApplicationRecord(
        number=number,
        state=state,
        filed_on=filed_on,
        ceremony_date=None if state in _WITHOUT_CEREMONY else ceremony,
        office_code=office_code,
        region=region,
        applicants=applicants,
        version=1 if state is ApplicationState.FILED else 2,
        updated_at=datetime.combine(filed_on, time(10, 30), KAZAKHSTAN_TIME),
    )


def _number(office_code: str, serial: int) -> str:
    """Make an application's number: digits and hyphens, which every keyboard layout types."""
    return f"{office_code.removeprefix('KZ-')}-{serial:05d}"
