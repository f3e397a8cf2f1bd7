"""From a line of the file to what the registry says of an application, or what is wrong with it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from registry.gateway import ApplicantRecord, ApplicationRecord, ApplicationState, IdentityNumber
from registry.imports.cells import (
    CellWrong,
    as_day,
    as_identity,
    as_moment,
    as_name,
    as_number,
    as_phone,
    as_text,
)
from registry.imports.columns import EXAMPLES, STATES, plain
from registry.imports.reading import Cell, Line
from web.regions import Region

AHEAD = timedelta(minutes=10)  # of our clock: what a state's system may be fast by
type Error = tuple[str, str, int | None]  # column, code, another line


@dataclass(slots=True)
class Reading:
    """What a line says: a record, or errors, or neither when it is the template's example."""

    line: int
    record: ApplicationRecord | None = None
    errors: list[Error] = field(default_factory=list)
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Offices:
    """The office of the clerk who hands in the file, and all that exist: code to region."""

    own: str
    regions: dict[str, str]


def read_lines(lines: list[Line], *, offices: Offices, now: datetime) -> list[Reading]:
    """Read every line, and compare the lines with one another."""
    readings = [_Reader(line, offices, now).reading() for line in lines]
    _compare(readings)
    return readings


def _compare(readings: list[Reading]) -> None:
    """Notice a line that stands twice, and lines that say different things of one moment."""
    seen: dict[tuple[str, datetime], Reading] = {}
    for reading in readings:
        if reading.record is None:
            continue
        first = seen.setdefault((reading.record.number, reading.record.updated_at), reading)
        if first is reading:
            continue
        code = "repeated" if first.record == reading.record else "contradicts"
        reading.errors.append(("number", code, first.line))
        if code == "contradicts":
            first.errors.append(("number", code, reading.line))
    for reading in readings:
        if reading.errors:
            reading.record = None


class _Reader:
    """Reads one line; goes on after an error, so that all of them are told at once."""

    def __init__(self, line: Line, offices: Offices, now: datetime) -> None:
        self.line, self.offices, self.now = line, offices, now
        self.errors: list[Error] = []

    def cell(self, column: str) -> Cell:
        return self.line.cells.get(column)

    def read[T](self, column: str, how: Callable[[Cell], T], *, empty: bool = False) -> T | None:
        """Return what stands in a column; None, and an error kept, where that is nothing."""
        cell = self.cell(column)
        if cell is None or cell == "":
            if not empty:
                self.wrong(column, "empty")
            return None
        try:
            return how(cell)
        except CellWrong as wrong:
            self.wrong(column, wrong.code)
        return None

    def wrong(self, column: str, code: str) -> None:
        """Keep an error; a code may name another column than the one that was read."""
        other, colon, rest = code.partition(":")
        self.errors.append((other, rest, None) if colon else (column, code, None))

    def reading(self) -> Reading:
        """Return what the line says."""
        number = str(self.cell("number") or "")
        if number.upper().startswith(EXAMPLES):
            return Reading(self.line.number, is_example=True)
        record = self.record()
        return Reading(self.line.number, None if self.errors else record, self.errors)

    def record(self) -> ApplicationRecord | None:
        number = self.read("number", as_number)
        state = self.read("state", _as_state)
        filed_on = self.read("filed_on", as_day)
        ceremony = self.read("ceremony_date", as_day, empty=True)
        office = self.office(state)
        people = [self.person("applicant_1"), self.person("applicant_2")]
        updated_at = self.read("updated_at", as_moment)
        self.in_order(filed_on, ceremony, updated_at)
        first, second = people
        if first and second and first.identity == second.identity:
            self.wrong("applicant_2_number", "same_person")
        if self.errors:
            return None
        assert number is not None
        assert state is not None
        assert filed_on is not None
        assert updated_at is not None
        assert office is not None
        assert first is not None
        assert second is not None
        return ApplicationRecord(
            number=number, state=state, filed_on=filed_on, ceremony_date=ceremony,
            office_code=office, region=Region(self.offices.regions[office]),
            applicants=(first, second), version=0, updated_at=updated_at,
        )  # fmt: skip

    def office(self, state: ApplicationState | None) -> str | None:
        """Return the office's code. Only what is handed over names another than the clerk's own."""
        code = self.read("office_code", lambda cell: as_text(cell, "office_code").upper(),
                         empty=True)  # fmt: skip
        if code is None:
            return self.offices.own
        if code not in self.offices.regions:
            self.wrong("office_code", "unknown_office")
        elif code != self.offices.own and state not in (None, ApplicationState.MOVED):
            self.wrong("office_code", "other_office")
        return code

    def person(self, one: str) -> ApplicantRecord | None:
        identity = self.read(
            f"{one}_number",
            lambda cell: as_identity(
                self.cell(f"{one}_kind"), self.cell(f"{one}_country"), cell, one
            ),
        )
        name = self.read(f"{one}_name", lambda cell: as_name(cell, f"{one}_name"))
        phone = self.read(f"{one}_phone", lambda cell: as_phone(cell, f"{one}_phone"), empty=True)
        return ApplicantRecord(identity, name, phone) if identity and name else None

    def in_order(self, filed: date | None, ceremony: date | None, updated: datetime | None) -> None:
        """A thing of the past lies in the past, and a marriage follows its application."""
        if updated and updated > self.now + AHEAD:
            self.wrong("updated_at", "in_the_future")
        if filed and filed > self.now.date() + timedelta(days=1):
            self.wrong("filed_on", "in_the_future")
        if filed and ceremony and ceremony < filed:
            self.wrong("ceremony_date", "before_filing")
        if filed and updated and updated.date() < filed:
            self.wrong("updated_at", "before_filing")


def _as_state(cell: Cell) -> ApplicationState:
    state = STATES.get(plain(as_text(cell, "state")))
    if state is None:
        raise CellWrong("unknown_state")
    return state


def as_json(record: ApplicationRecord) -> str:
    """Return a record as text, to be sealed."""
    return json.dumps({
        "number": record.number, "state": record.state, "filed_on": record.filed_on.isoformat(),
        "ceremony_date": record.ceremony_date.isoformat() if record.ceremony_date else None,
        "office_code": record.office_code, "region": record.region,
        "updated_at": record.updated_at.isoformat(),
        "applicants": [
            [one.identity.kind, one.identity.country, one.identity.number, one.name, one.phone]
            for one in record.applicants
        ],
    })  # fmt: skip


def from_json(text: str) -> ApplicationRecord:
    """Return the record that `as_json` wrote."""
    told = json.loads(text)
    day = told["ceremony_date"]
    first, second = (
        ApplicantRecord(IdentityNumber(kind=kind, country=land, number=number), name, phone)
        for kind, land, number, name, phone in told["applicants"]
    )
    return ApplicationRecord(
        number=told["number"], state=ApplicationState(told["state"]),
        filed_on=date.fromisoformat(told["filed_on"]),
        ceremony_date=date.fromisoformat(day) if day else None,
        office_code=told["office_code"], region=Region(told["region"]),
        applicants=(first, second), version=0,
        updated_at=datetime.fromisoformat(told["updated_at"]),
    )  # fmt: skip
