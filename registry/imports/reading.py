"""From the bytes of a file to a table of cells; a file is known by what is in it, not by its name.

CSV comes from Excel in Kazakhstan in Windows' alphabets, with semicolons or tabs; XLSX may be a
bomb. What cannot be read raises FileNotUnderstood, with a code that says what to do about it.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from cms.uploads.archives import ArchiveActs, ArchiveBomb, ArchiveBroken, check_archive
from registry.imports.columns import NEEDED, columns_of
from registry.imports.exceptions import FileNotUnderstood

MOST_ROWS = 10_000
MOST_UNPACKED = 96 * 1024 * 1024
MOST_COLUMNS = 100
MOST_LINES = 1_048_576  # of a sheet, empty ones counted: what a spreadsheet can have
MOST_SHEETS = 20
HEADINGS_WITHIN = 10  # lines
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
type Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, numbered as a spreadsheet numbers it, and its cells by column."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a file that have something in them, and in what alphabet it was written."""

    lines: list[Line]
    encoding: str = ""


def read_table(content: bytes) -> Table:
    """Read a CSV or XLSX file. Raises FileNotUnderstood."""
    if not content.strip():
        raise FileNotUnderstood("empty")
    if content.startswith(_OLD_OFFICE):
        raise FileNotUnderstood("old_excel")
    if content.startswith(b"PK"):
        return Table(_within_limits(_sheet(content)))
    text, encoding = _decoded(content)
    return Table(_within_limits(_lines_of_text(text)), encoding)


def _within_limits(lines: Iterable[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        # A row says itself which it is, and those before it are empty lines: of any number.
        if line.number > MOST_LINES:
            raise FileNotUnderstood("too_many_rows")
        if any(cell not in (None, "") for cell in line.cells.values()):
            if len(kept) == MOST_ROWS:
                raise FileNotUnderstood("too_many_rows")
            kept.append(line)
    if not kept:
        raise FileNotUnderstood("only_headings")
    return kept


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Excel in Kazakhstan writes Windows' Cyrillic: KZ-1048 (СТ РК 1048-2002) differs from
    Windows-1251 in places where no Kazakh or Russian letter stands, so it reads both.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    else:
        tries = ["utf-8-sig", "kz1048"]
    for encoding in tries:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A program or a picture is not a text, whatever its letters may be read as.
        if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text[:100_000]):
            break
        return text, encoding
    raise FileNotUnderstood("not_a_table")


def _lines_of_text(text: str) -> Iterator[Line]:
    best: tuple[int, str] = (0, ",")
    head = text[:20_000]
    for mark in (";", ",", "\t"):
        found = max((len(columns_of(cells)) for cells in _head(_split(head, mark))), default=0)
        best = max(best, (found, mark), key=lambda one: one[0])
    return _after_headings(_split(text, best[1]))


def _head[T](rows: Iterator[T]) -> Iterator[T]:
    for row, _place in zip(rows, range(HEADINGS_WITHIN), strict=False):
        yield row


def _split(text: str, mark: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileNotUnderstood("not_a_table") from None


def _after_headings(rows: Iterator[list[str]] | Iterator[tuple[Cell, ...]]) -> Iterator[Line]:
    """Yield the lines below the headings, which stand in one of the first lines."""
    places: dict[str, int] = {}
    nearest: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        if places:
            cells = {
                name: row[place] if place < len(row) else None for name, place in places.items()
            }
            yield Line(number, {name: _stripped(cell) for name, cell in cells.items()})
            continue
        found = columns_of(["" if one is None else str(one) for one in row[:MOST_COLUMNS]])
        if all(name in found for name in NEEDED):
            places = found
            continue
        nearest = max(nearest, found, key=len)
        if number == HEADINGS_WITHIN:
            break
    if not places:
        missing = [name for name in NEEDED if name not in nearest]
        raise FileNotUnderstood("columns_missing" if nearest else "no_headings", missing)


def _stripped(cell: Cell) -> Cell:
    return cell.strip() if isinstance(cell, str) else cell


def _sheet(content: bytes) -> list[Line]:
    """Return the lines of the one sheet that has our headings."""
    _look_into(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and rules that say nothing about cells
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            try:
                return _from(book)
            finally:
                book.close()
    except (
        InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError,
        KeyError, ValueError, TypeError, IndexError, AttributeError,
    ):  # fmt: skip
        # What the library raises for a workbook whose parts contradict each other.
        raise FileNotUnderstood("broken") from None


def _from(book: openpyxl.Workbook) -> list[Line]:
    refusals: list[FileNotUnderstood] = []
    found: list[list[Line]] = []
    if len(book.worksheets) > MOST_SHEETS:
        raise FileNotUnderstood("several_sheets")
    for sheet in book.worksheets:
        try:
            # What a sheet says of its own size may be wrong, or a million empty lines.
            sheet.reset_dimensions()  # type: ignore[union-attr]
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
            found.append(_within_limits(_after_headings(rows)))  # type: ignore[arg-type]
        except FileNotUnderstood as refused:
            if refused.code == "too_many_rows":
                raise
            refusals.append(refused)
    if len(found) > 1:
        raise FileNotUnderstood("several_sheets")
    if not found:
        # The sheet that comes nearest says best what is missing.
        order = ("only_headings", "columns_missing", "no_headings")
        raise min(refusals, key=lambda one: (order.index(one.code), len(one.names)), default=(
            FileNotUnderstood("no_headings")
        ))  # fmt: skip
    return found[0]


def _look_into(content: bytes) -> None:
    """Refuse an archive that is no workbook, holds macros, or would grow beyond measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise FileNotUnderstood("bomb")
        check_archive(io.BytesIO(content), "xlsx")
    except ArchiveBomb:
        raise FileNotUnderstood("bomb") from None
    except ArchiveActs:
        raise FileNotUnderstood("old_excel") from None
    except (ArchiveBroken, zipfile.BadZipFile, ValueError):
        raise FileNotUnderstood("not_a_table") from None
