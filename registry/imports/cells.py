"""What stands in one cell: a date, a moment, a number as Excel left it. Each error is a code."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openpyxl.utils.datetime import from_excel

from accounts.contacts import is_email, parse_contact
from accounts.exceptions import ContactMalformed
from registry.countries import country_code
from registry.gateway import IdentityNumber
from registry.imports.columns import BY_NAME, KINDS, plain
from registry.imports.reading import Cell
from registry.numbers import MOST_CHARACTERS, normalise_application_number

COUNTRY_TIME = ZoneInfo("Asia/Almaty")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)


class CellWrong(ValueError):
    """The cell does not say what its column needs; `code` is one of `problems.OF_CELLS`."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


def as_text(cell: Cell, column: str) -> str:
    """Return the cell as text of one line. Raises CellWrong for what is too long or no text."""
    if isinstance(cell, (bool, date, time)):
        raise CellWrong("not_text")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    # An apostrophe at the beginning is Excel's own mark of a text.
    text = " ".join(str(cell if cell is not None else "").split()).removeprefix("'")
    if len(text) > BY_NAME[column].most:
        raise CellWrong("too_long")
    if not text.isprintable():
        raise CellWrong("not_text")
    return text


def as_number(cell: Cell) -> str:
    """Return the number of an application. Raises CellWrong."""
    text = as_text(cell, "number")
    if _SCIENTIFIC.fullmatch(text) or isinstance(cell, float):
        raise CellWrong("made_a_number")
    number = normalise_application_number(text)
    if len(number) > MOST_CHARACTERS:
        raise CellWrong("too_long")
    return number


def as_day(cell: Cell) -> date:
    """Return a day: a date of Excel, its serial number, or a text as 22.11.2026. CellWrong."""
    if isinstance(cell, datetime):
        return _possible(cell.date())
    if isinstance(cell, date):
        return _possible(cell)
    return as_moment(cell).date()


def as_moment(cell: Cell) -> datetime:
    """Return a moment, in the country's time where none is named. CellWrong."""
    if isinstance(cell, datetime):
        moment = cell
    elif isinstance(cell, date):
        moment = datetime.combine(cell, time())
    elif isinstance(cell, (bool, time)):
        raise CellWrong("not_a_date")
    elif isinstance(cell, (int, float)):
        moment = _of_serial(float(cell))
    else:
        moment = _of_text(str(cell))
    _possible(moment.date())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=COUNTRY_TIME)
    return moment.astimezone(COUNTRY_TIME).replace(microsecond=0)


def _possible(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CellWrong("not_a_date")
    return day


def _of_serial(number: float) -> datetime:
    """Return the moment that Excel counts in days from 1900."""
    try:
        found = from_excel(number)
    except (ValueError, OverflowError):
        raise CellWrong("not_a_date") from None
    if not isinstance(found, datetime):
        raise CellWrong("not_a_date")
    return (found + timedelta(milliseconds=500)).replace(microsecond=0)


def _of_text(text: str) -> datetime:
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text.replace(",", ".")))
    day, _space, hour = text.replace("T", " ").partition(" ")
    found = _DATE.fullmatch(day)
    if found is None:
        raise CellWrong("not_a_date")
    parts = [int(part) for part in found.groups() if part is not None]
    year, month, number = parts if found[4] else reversed(parts)
    try:
        return datetime.combine(date(year, month, number), *_clock(hour.strip()))
    except ValueError:
        raise CellWrong("not_a_date") from None


def _clock(text: str) -> tuple[time]:
    if not text:
        return (time(),)
    found = _TIME.fullmatch(text)
    if found is None:
        raise CellWrong("not_a_date")
    zone = found[4]
    hours = time(int(found[1]), int(found[2]), int(found[3] or 0))
    if zone:
        offset = UTC if zone == "Z" else datetime.strptime(zone, "%z").tzinfo
        hours = hours.replace(tzinfo=offset)
    return (hours,)


def as_identity(kind: Cell, country: Cell, number: Cell, one: str) -> IdentityNumber:
    """Return whose number it is. Raises CellWrong with the column as its second argument."""
    word, land = as_text(kind, f"{one}_kind"), as_text(country, f"{one}_country")
    text = as_text(number, f"{one}_number")
    code = country_code(land) if land else ""
    if word and plain(word) not in KINDS:
        raise CellWrong(f"{one}_kind:unknown_kind")
    if land and code is None:
        raise CellWrong(f"{one}_country:unknown_country")
    is_passport = KINDS[plain(word)] == "passport" if word else bool(code) and code != "KZ"
    try:
        if is_passport:
            if not code or code == "KZ":
                raise CellWrong(f"{one}_country:country_needed")
            return IdentityNumber.passport(code, text)
        return IdentityNumber.iin(text)
    except CellWrong:
        raise
    except ValueError:
        raise CellWrong(_wrong_number(text, is_passport=is_passport)) from None


def _wrong_number(text: str, *, is_passport: bool) -> str:
    if _SCIENTIFIC.fullmatch(text):
        return "made_a_number"
    if is_passport:
        return "not_a_passport"
    digits = "".join(text.split())
    if digits.isdigit() and len(digits) < 12:
        return "zeros_lost"
    return "not_an_iin"


def as_name(cell: Cell, column: str) -> str:
    """Return a name as the registry writes it. Raises CellWrong."""
    name = as_text(cell, column)
    if "?" in name or "\ufffd" in name:
        raise CellWrong("letters_lost")
    if not any(letter.isalpha() for letter in name) or any(sign.isdigit() for sign in name):
        raise CellWrong("not_a_name")
    return name


def as_phone(cell: Cell, column: str) -> str | None:
    """Return a phone in E.164 form, None for an empty cell. Raises CellWrong."""
    text = as_text(cell, column)
    if not text:
        return None
    if _SCIENTIFIC.fullmatch(text):
        raise CellWrong("made_a_number")
    # A number that Excel took for one has lost its plus sign.
    typed = f"+{text}" if text.isdigit() and len(text) == 11 and text.startswith("7") else text
    try:
        if is_email(typed):
            raise ContactMalformed
        return parse_contact(typed)
    except ContactMalformed:
        raise CellWrong("not_a_phone") from None
