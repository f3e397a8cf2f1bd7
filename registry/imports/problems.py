"""What can be wrong with a file or a cell: what it is, and what to do, never what stood there."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.imports.columns import BY_NAME
from registry.imports.reading import MOST_ROWS
from registry.imports.rows import Error

OF_FILES: dict[str, str | Promise] = {
    "empty": gettext_lazy("The file is empty. Choose the file that has the applications in it."),
    "old_excel": gettext_lazy(
        "This is an old Excel file (.xls), or one with a password or macros. Open it in Excel and "
        "save it as “Excel workbook (.xlsx)” without a password."
    ),
    "not_a_table": gettext_lazy(
        "This is neither a CSV nor an XLSX file. Open the table in Excel and save it as “Excel "
        "workbook (.xlsx)”."
    ),
    "broken": gettext_lazy(
        "The Excel file is damaged. Open it in Excel, save it under a new name and try again."
    ),
    "bomb": gettext_lazy(
        "The Excel file unpacks to far more than a list of applications has. Copy the lines into "
        "our template and save that."
    ),
    "too_many_rows": gettext_lazy(
        "The file has more than %(most)s lines. Divide it into several files."
    ),
    "only_headings": gettext_lazy("The file has headings and no line below them."),
    "no_headings": gettext_lazy(
        "The headings of the template were not found in the first lines. Copy the lines into our "
        "template."
    ),
    "columns_missing": gettext_lazy(
        "The file lacks columns: %(columns)s. Take them from our template."
    ),
    "several_sheets": gettext_lazy(
        "Several sheets of the file have applications. Put them into one sheet or a file each."
    ),
    "ours": gettext_lazy(
        "We could not read the file. This is not your fault. Save it as “Excel workbook (.xlsx)” "
        "and try again; if it happens again, tell your administrator."
    ),
}  # fmt: skip

OF_CELLS: dict[str, str | Promise] = {
    "empty": gettext_lazy("Nothing stands here. Fill it in; cells must not be merged."),
    "not_text": gettext_lazy("This is not text that can be read. Type it anew."),
    "too_long": gettext_lazy("This is too long. Check whether two cells ran together."),
    "made_a_number": gettext_lazy(
        "Excel turned the number into one with an E and lost its digits. Give the column the "
        "format “Text” and type the number anew."
    ),
    "zeros_lost": gettext_lazy(
        "An IIN has 12 digits and there are fewer: Excel drops zeros at the beginning. Give the "
        "column the format “Text” and type the number anew."
    ),
    "not_an_iin": gettext_lazy("This is not an IIN. It has 12 digits: check each of them."),
    "not_a_passport": gettext_lazy("A passport's number has Latin letters and digits. Check it."),
    "unknown_kind": gettext_lazy("Write “IIN” or “passport” here, as in the template."),
    "unknown_country": gettext_lazy(
        "There is no such country. Write its name as in the form of the desk, or two Latin letters."
    ),
    "country_needed": gettext_lazy("Write here which other country gave the passport."),
    "letters_lost": gettext_lazy(
        "The name has lost Kazakh letters: question marks stand in their place. Save the file as "
        "“Excel workbook (.xlsx)” or “CSV UTF-8”."
    ),
    "not_a_name": gettext_lazy(
        "This is not a name. Check whether the columns are in their places."
    ),
    "not_a_phone": gettext_lazy(
        "This is not a phone number. It looks like +7 701 123 45 67; it may also be left empty."
    ),
    "not_a_date": gettext_lazy("There is no such date. A date looks like 22.11.2026."),
    "in_the_future": gettext_lazy("This lies in the future. Check the date."),
    "before_filing": gettext_lazy("This is before the application was filed. Check both dates."),
    "unknown_state": gettext_lazy("There is no such state. Take a word from the template's list."),
    "unknown_office": gettext_lazy(
        "There is no office with this code. Leave the cell empty for your own office."
    ),
    "other_office": gettext_lazy(
        "This is another office's line. Its own clerks hand it in; leave it out of this file."
    ),
    "held_elsewhere": gettext_lazy(
        "This application cannot be taken in at your office. If it came over to you, the office "
        "it came from hands it in first, as moved."
    ),
    "same_person": gettext_lazy("Both applicants have the same number. Check the two of them."),
    "repeated": gettext_lazy("The line says the same as line %(line)s. Delete one of them."),
    "contradicts": gettext_lazy(
        "The line says of the same application and the same moment something else than line "
        "%(line)s. Keep the right one."
    ),
}  # fmt: skip


def about_file(code: str, names: list[str]) -> str:
    """Say what is wrong with a whole file, and what to do."""
    columns = ", ".join(f"«{BY_NAME[name].heading}»" for name in names if name in BY_NAME)
    words = str(OF_FILES.get(code, OF_FILES["ours"]))
    return words % {"most": MOST_ROWS, "columns": columns} if "%(" in words else words


def about_cell(error: Error) -> tuple[str, str]:
    """Return the heading of the column, and what is wrong there and what to do."""
    column, code, other = error
    words = str(OF_CELLS.get(code, _("Something is wrong here. Type it anew.")))
    heading = BY_NAME[column].heading if column in BY_NAME else column
    return heading, words % {"line": other} if "%(" in words else words
