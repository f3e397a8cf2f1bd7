"""Rows as files for a spreadsheet: CSV line by line, XLSX as a whole.

The CSV has a byte order mark and semicolons, so that Excel opens it by a double click where the
comma parts decimals, as it does in Kazakhstan. Nothing that came from outside becomes a formula
(OWASP, CSV injection), in either kind: an XLSX is saved as CSV by somebody sooner or later.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK: Final = "\ufeff"

type Cell = str | int | None

# The signs that begin a formula, also in full width, as some programs read them; behind spaces too.
_FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# XML 1.0 has no place for them, and a reader of CSV may stop at one.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_MEMORY: Final = 8 * 1024 * 1024  # bytes; a longer workbook goes to a file of this machine
_MOST_CHARACTERS: Final = 32_767  # of a cell of XLSX


def safe_cell(cell: object) -> str:
    """Return a cell's text; one that a spreadsheet would take for a formula begins with a '."""
    text = _CONTROL.sub("", "" if cell is None else str(cell))
    text = text.encode("utf-8", "replace").decode()
    return f"'{text}" if _FORMULA.match(text) else text


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of a CSV file, its end included."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a CSV file line by line, the byte order mark first."""
    yield MARK
    for row in rows:
        yield csv_line(row)


def xlsx_file(
    rows: Iterable[Sequence[Cell]], *, title: str, widths: Sequence[int] = ()
) -> IO[bytes]:
    """Return a workbook of one sheet, opened at its beginning; the first row is its heading.

    `widths` are the columns' in characters. Whole numbers stay numbers, all else is text. Its
    directory stands at the end of the file: one that was cut off does not open.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "1")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for index, row in enumerate(rows):
        cells = []
        for value in row:
            is_number = isinstance(value, int) and not isinstance(value, bool)
            cell = WriteOnlyCell(sheet, value if is_number else None)
            if not is_number:
                cell.value = safe_cell(value)[:_MOST_CHARACTERS]
                cell.data_type = "s"
            if index == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 the caller closes it
    book.save(file)
    file.seek(0)
    return file
