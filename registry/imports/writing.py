"""The template to fill in, and what became of each line, as files that a spreadsheet opens."""

import csv
import io
from collections.abc import Iterable
from datetime import timedelta

import openpyxl
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from registry.imports.columns import COLUMNS, KIND_WORDS, STATE_WORDS
from registry.imports.models import ImportRow
from registry.imports.problems import about_cell

BOM = "\ufeff"  # by it Excel knows that a CSV file is UTF-8
_ACTS = ("=", "+", "-", "@", "\t", "\r")
# Invented people: numbers whose check digit is right and that nobody was given.
_EXAMPLE = {
    "applicant_1_number": "990101900011", "applicant_2_number": "U90000199",
    "applicant_1_phone": "8 700 000 00 00", "applicant_2_phone": "", "office_code": "",
}  # fmt: skip
_IN_KAZAKH = {
    "number": "МЫСАЛ-1", "applicant_1_name": "Үлгі Айгүл Серікқызы",
    "applicant_2_name": "SAMPLE JOHN", "applicant_2_country": "Түркия",
}  # fmt: skip
_IN_RUSSIAN = {
    "number": "ПРИМЕР-1", "applicant_1_name": "Образцова Анна Ивановна",
    "applicant_2_name": "SAMPLE JOHN", "applicant_2_country": "Турция",
}  # fmt: skip


def _is_russian() -> bool:
    return (get_language() or "").startswith("ru")


def _word(words: tuple[str, ...]) -> str:
    return words[1 if _is_russian() else 0]


def headings() -> list[str]:
    """Return the headings in the active language."""
    return [column.heading for column in COLUMNS]


def example() -> list[str]:
    """Return the line that shows how a file is filled in; a reader leaves it out by its number."""
    yesterday = timezone.localdate() - timedelta(days=1)  # past at any hour of today
    cells = _EXAMPLE | (_IN_RUSSIAN if _is_russian() else _IN_KAZAKH) | {
        "state": _word(list(STATE_WORDS.values())[2]),
        "filed_on": f"{yesterday:%d.%m.%Y}",
        "ceremony_date": f"{yesterday + timedelta(days=17):%d.%m.%Y}",
        "applicant_1_kind": _word(KIND_WORDS["iin"]).upper(),
        "applicant_2_kind": _word(KIND_WORDS["passport"]),
        "updated_at": f"{yesterday:%d.%m.%Y} 10:30",
    }  # fmt: skip
    return [cells.get(column.name, "") for column in COLUMNS]


def template_csv() -> bytes:
    """Return the template as CSV, as Excel in Kazakhstan opens it: semicolons, UTF-8."""
    return _csv([headings(), example()])


def template_xlsx() -> bytes:
    """Return the template as a workbook whose cells are text, so that no zero is lost."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _word(("Өтініштер", "Заявления"))
    sheet.append(headings())
    sheet.append(example())
    for number, _column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 22
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(1, 1001):
            sheet.cell(row=row, column=number).number_format = "@"
        head = sheet.cell(row=1, column=number)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    words = book.create_sheet(_word(("Сөздер", "Слова")))
    words.column_dimensions["A"].width = 45
    words.append([_word(("«Күйі» бағанының сөздері", "Слова столбца «Состояние»"))])
    for state in STATE_WORDS.values():
        words.append([_word(state)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def results_csv(rows: Iterable[ImportRow]) -> bytes:
    """Return what became of lines: number, what it was, column, what is wrong. No person's word."""
    lines = [
        [_("Line of the file"), _("What it is"), _("Column"), _("What is wrong, and what to do")]
    ]
    for row in rows:
        what = str(ImportRow.Kind(row.result or row.kind).label)
        told = [about_cell(tuple(error)) for error in row.errors] or [("", "")]
        lines += [[str(row.line), what, *words] for words in told]
    return _csv(lines)


def _csv(lines: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerows([_harmless(cell) for cell in line] for line in lines)
    return (BOM + file.getvalue()).encode()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from reckoning with what is text (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_ACTS) else cell
