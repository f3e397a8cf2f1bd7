"""Files of applications for the tests: lines of invented people, as CSV and XLSX."""

import io
from datetime import datetime, timedelta

import openpyxl
from django.utils import timezone

from registry.imports.columns import COLUMNS
from registry.models import RegistryOffice
from registry.standin import cast as couples
from tests import cast
from web.iin import iin_check_digit

NAMES = [column.name for column in COLUMNS]
HEADINGS = {column.name: column.kk for column in COLUMNS}
OFFICE = "KZ-43-02"


def line(application=couples.AIGERIM_AND_DANIYAR, **changes) -> dict[str, object]:
    """Return a line about an application of the stand-in's cast, with the cells that are given."""
    record = application.on(timezone.localdate())
    cells: dict[str, object] = {
        "number": record.number, "state": "расталды",
        "filed_on": f"{record.filed_on:%d.%m.%Y}",
        "ceremony_date": f"{record.ceremony_date:%d.%m.%Y}" if record.ceremony_date else "",
        "office_code": "", "updated_at": f"{record.updated_at:%d.%m.%Y %H:%M}",
    }  # fmt: skip
    for number, one in enumerate(record.applicants, start=1):
        is_passport = one.identity.kind == "passport"
        cells |= {
            f"applicant_{number}_kind": "төлқұжат" if is_passport else "ЖСН",
            f"applicant_{number}_country": one.identity.country if is_passport else "",
            f"applicant_{number}_number": one.identity.number,
            f"applicant_{number}_name": one.name,
            f"applicant_{number}_phone": one.phone or "",
        }
    return cells | changes


def iin(number: int) -> str:
    """Return an invented IIN; of numbers that have none the next one's."""
    while True:
        first = f"{number:011d}"
        digit = iin_check_digit(first)
        if digit is not None:
            return f"{first}{digit}"
        number += 50_000_000


def crowd(count: int, start: int = 0) -> list[dict[str, object]]:
    """Return lines of as many couples whom nobody knows."""
    yesterday = timezone.now() - timedelta(days=1)
    return [
        line(
            number=f"43-02-{n:06d}", ceremony_date="", filed_on=f"{yesterday:%d.%m.%Y}",
            updated_at=f"{yesterday:%d.%m.%Y} 23:59",
            applicant_1_number=iin(90_000_000_000 + 2 * n), applicant_1_phone="",
            applicant_2_number=iin(90_000_000_001 + 2 * n), applicant_2_phone="",
        )
        for n in range(start, start + count)
    ]  # fmt: skip


def csv_of(lines, *, mark=";", encoding="utf-8-sig", headings=None) -> bytes:
    """Return a CSV file as Excel writes it."""
    rows = [[*(headings or HEADINGS).values()]]
    rows += [[str(cells.get(name, "")) for name in (headings or HEADINGS)] for cells in lines]
    text = "".join(
        mark.join(f'"{one}"' if mark in one or "\n" in one else one for one in row) + "\r\n"
        for row in rows
    )
    return text.encode(encoding)


def book_of(*sheets, headings=None) -> bytes:
    """Return a workbook with a sheet for each list of lines."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for lines in sheets:
        sheet = book.create_sheet()
        sheet.append([*(headings or HEADINGS).values()])
        for cells in lines:
            sheet.append([cells.get(name) for name in (headings or HEADINGS)])
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def office() -> RegistryOffice:
    return cast.make_office(OFFICE, "KZ-43")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
