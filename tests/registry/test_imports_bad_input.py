"""Whatever somebody hands in as a file of applications is read, or it is said what to do."""

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.utils import timezone, translation

from registry.gateway import ApplicationState
from registry.imports import problems
from registry.imports.cells import CellWrong, as_moment
from registry.imports.columns import BY_NAME, COLUMNS, STATE_WORDS
from registry.imports.exceptions import FileNotUnderstood
from registry.imports.reading import MOST_ROWS, read_table
from registry.imports.rows import Offices, as_json, from_json, read_lines
from registry.standin import cast as couples
from tests.registry.sheets import HEADINGS, NAMES, OFFICE, book_of, crowd, csv_of, line, saved

OFFICES = Offices(own=OFFICE, regions={OFFICE: "KZ-43", "KZ-75-01": "KZ-75"})


def readings(content):
    table = read_table(content)
    return read_lines(table.lines, offices=OFFICES, now=timezone.localtime())


def records(content):
    found = readings(content)
    assert [one.errors for one in found if one.errors] == []
    return [one.record for one in found if one.record]


def errors(*lines, make=csv_of):
    return [
        (one.line, column, code)
        for one in readings(make(list(lines)))
        for column, code, _other in one.errors
    ]


def refusal(content) -> str:
    with pytest.raises(FileNotUnderstood) as refused:
        read_table(content)
    for language in ("kk", "ru"):
        with translation.override(language):
            words = problems.about_file(refused.value.code, refused.value.names)
            assert words
            assert "%(" not in words
    return refused.value.code


def stretched(content: bytes, last: int) -> bytes:
    """Return a workbook whose second row says that it is the one with the number `last`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            words = before.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                words = re.sub(rb'(<row r="|r="[A-Z]+)2"', rb'\g<1>%d"' % last, words)
            after.writestr(part, words)
    return out.getvalue()


def test_empty_lines_without_end_are_not_counted():
    assert len(read_table(stretched(book_of([line()]), 1000)).lines) == 1
    assert refusal(stretched(book_of([line()]), 1_100_000)) == "too_many_rows"


def test_a_workbook_of_very_many_sheets_is_not_read_through():
    book = openpyxl.load_workbook(io.BytesIO(book_of([line()])))
    for number in range(30):
        book.create_sheet(f"{number}")
    assert refusal(saved(book)) == "several_sheets"


EXPECTED = [couples.AIGERIM_AND_DANIYAR.number]


class TestAlphabetsAndMarks:
    @pytest.mark.parametrize("mark", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
    def test_what_excel_and_others_write_is_read(self, mark, encoding):
        found = records(csv_of([line()], mark=mark, encoding=encoding))
        assert [one.number for one in found] == EXPECTED
        assert found[0].applicants[0].name == couples.AIGERIM.name

    def test_windows_cyrillic_is_recognised_and_said(self):
        headings = {column.name: column.ru for column in COLUMNS}
        cells = line(state="подтверждено", applicant_1_name="Соколова Ирина",
                     applicant_2_name="Сейтов Данияр", applicant_1_kind="ИИН",
                     applicant_2_kind="ИИН")  # fmt: skip
        table = read_table(csv_of([cells], encoding="cp1251", headings=headings))
        assert table.encoding == "kz1048"
        assert table.lines[0].cells["applicant_1_name"] == "Соколова Ирина"

    def test_kazakh_letters_that_excel_lost_are_told(self):
        lost = couples.AIGERIM.name.encode("cp1251", "replace").decode("cp1251")
        assert "?" in lost
        assert errors(line(applicant_1_name=lost)) == [(2, "applicant_1_name", "letters_lost")]

    def test_a_first_line_that_excel_adds_or_a_title_is_passed_over(self):
        content = b"sep=;\r\n\r\n" + csv_of([line(state="?")], encoding="utf-8")
        assert [one.line for one in readings(content)] == [4]

    @pytest.mark.parametrize("language", ["kk", "ru", "name"])
    def test_headings_in_either_language_in_any_order_with_others_between(self, language):
        headings = {
            column.name: f" {getattr(column, language).upper()} " for column in reversed(COLUMNS)
        } | {"remark": "Ескерту"}
        found = records(csv_of([line(remark="=1+1")], headings=headings))
        assert [one.number for one in found] == EXPECTED


class TestFilesThatAreNone:
    @pytest.mark.parametrize(("content", "code"), [
        (b"", "empty"), (b" \r\n ", "empty"), (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "not_a_table"), (b"%PDF-1.7\n\x00\x01", "not_a_table"),
        (b"PK\x03\x04 torn", "not_a_table"), (b"hello", "no_headings"),
        (b"\xff\xfe\x00", "not_a_table"), ("Өтініш нөмірі;Күйі\n1;2".encode(), "columns_missing"),
        (b'"' + b"x" * 200_000, "not_a_table"),
    ])  # fmt: skip
    def test_it_is_said_what_it_is_and_what_to_do(self, content, code):
        assert refusal(content) == code

    @pytest.mark.parametrize("make", [csv_of, book_of])
    def test_only_headings(self, make):
        assert refusal(make([])) == "only_headings"

    def test_nul_is_no_text(self):
        assert refusal(csv_of([line(number="43\0")])) == "not_a_table"

    @pytest.mark.parametrize("make", [csv_of, book_of])
    def test_more_lines_than_may_be(self, make):
        one = line()
        assert refusal(make([one] * (MOST_ROWS + 1))) == "too_many_rows"

    def test_a_bomb_is_not_unpacked(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/sharedStrings.xml", b"<" * (100 * 1024 * 1024))
        assert len(file.getvalue()) < 200_000
        assert refusal(file.getvalue()) == "bomb"

    def test_words_that_unfold_to_millions_are_refused(self):
        laughs = '<!DOCTYPE a [<!ENTITY b "ha">' + "".join(
            f'<!ENTITY b{n} "{f"&b{n - 1 or str()};" * 10}">' for n in range(1, 10)
        )
        file = io.BytesIO(book_of([line()]))
        with zipfile.ZipFile(file) as book:
            parts = {name: book.read(name).decode() for name in book.namelist()}
        sheet = "xl/worksheets/sheet1.xml"
        head, _mark, rest = parts[sheet].partition("<worksheet")
        parts[sheet] = f"{head}{laughs}]><worksheet{rest}".replace(
            couples.AIGERIM.identity.number, "&b9;"
        )
        assert "&b9;" in parts[sheet]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
            for name, part in parts.items():
                book.writestr(name, part)
        assert refusal(out.getvalue()) == "broken"

    @pytest.mark.parametrize("gone", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
    def test_a_workbook_without_its_parts_is_said_to_be_damaged(self, gone):
        file, out = io.BytesIO(book_of([line()])), io.BytesIO()
        with zipfile.ZipFile(file) as book, zipfile.ZipFile(out, "w") as torn:
            for name in book.namelist():
                if name != gone:
                    torn.writestr(name, book.read(name))
        assert refusal(out.getvalue()) in ("broken", "no_headings")

    def test_another_kind_of_archive(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("word/document.xml", "<a/>")
        assert refusal(file.getvalue()) == "not_a_table"

    def test_two_sheets_with_applications_and_one_with_other_things(self):
        assert refusal(book_of(crowd(1), crowd(1, 5))) == "several_sheets"
        book = openpyxl.load_workbook(io.BytesIO(book_of(crowd(1))))
        book.create_sheet("Ескерту", 0).append(["a", "b"])
        assert len(records(saved(book))) == 1


class TestCells:
    def test_dates_as_excel_and_people_write_them(self):
        filed = date(2026, 11, 17)
        serial = (filed - date(1899, 12, 30)).days
        for cell in (
            datetime(2026, 11, 17),  # noqa: DTZ001 as a spreadsheet has it
            serial, float(serial), str(serial), "17.11.2026",
            "17/11/2026", "17-11-2026", "2026-11-17", "17.11.2026 00:00:00",
        ):  # fmt: skip
            one = line(filed_on=cell, ceremony_date="", updated_at="17.11.2026")
            assert [record.filed_on for record in records(book_of([one]))] == [filed], cell

    @pytest.mark.parametrize("cell", [
        "31.02.2026", "17.13.2026", "ертең", "17.11.26", "17.11.2026 25:00", "0", "-1", "99999999",
        "17.11.1899", True, 1e300, "nan", "١٧.١١.٢٠٢٦",
    ])  # fmt: skip
    def test_a_date_that_is_none_is_told(self, cell):
        assert errors(line(filed_on=cell), make=book_of) == [(2, "filed_on", "not_a_date")]

    def test_a_moment_keeps_its_zone_or_has_the_countrys(self):
        for text in ("22.11.2026 10:30", "2026-11-22T05:30:00Z", "2026-11-22T10:30:00+05:00"):
            assert as_moment(text).isoformat() == "2026-11-22T10:30:00+05:00"
        with pytest.raises(CellWrong):
            as_moment("22.11.2026 10:30+99:99")

    @pytest.mark.parametrize(("cell", "code"), [
        ("4031790001", "zeros_lost"), (4031790001, "zeros_lost"), ("8,10615E+11", "made_a_number"),
        ("8.10615E+11", "made_a_number"), ("040317900018", "not_an_iin"), ("ЖСН", "not_an_iin"),
        ("040317900019 1", "not_an_iin"), ("x" * 31, "too_long"), ("", "empty"),
        ("٠٤٠٣١٧٩٠٠٠١٩", "not_an_iin"), ("\u200b040317900019", "not_text"),
    ])  # fmt: skip
    def test_an_iin_that_is_none_or_that_excel_spoiled_is_told(self, cell, code):
        one = line(applicant_1_number=cell)
        assert errors(one, make=book_of) == [(2, "applicant_1_number", code)]

    def test_an_iin_that_excel_made_a_number_and_kept_whole_is_read(self):
        number = couples.IRINA.identity.number
        one = line(applicant_1_number=float(number))
        assert records(book_of([one]))[0].applicants[0].identity.number == number

    def test_passports_by_code_or_name_of_the_country(self):
        for land in ("TR", "tr", "Түркия", "Турция"):
            one = line(couples.IRINA_AND_MEHMET, applicant_2_country=land)
            assert records(csv_of([one]))[0].applicants[1].identity == couples.MEHMET.identity
        for changes, column, code in (
            ({"applicant_2_country": ""}, "applicant_2_country", "country_needed"),
            ({"applicant_2_country": "Нарния"}, "applicant_2_country", "unknown_country"),
            ({"applicant_2_kind": "билет"}, "applicant_2_kind", "unknown_kind"),
            ({"applicant_2_number": "№!"}, "applicant_2_number", "not_a_passport"),
        ):
            assert errors(line(couples.IRINA_AND_MEHMET, **changes)) == [(2, column, code)]

    def test_states_in_the_words_of_three_languages(self):
        for state, words in STATE_WORDS.items():
            for word in (*words, state.upper()):
                one = records(csv_of([line(state=f" {word} ")]))[0]
                assert one.state == state, word
        assert set(STATE_WORDS) == set(ApplicationState)

    @pytest.mark.parametrize(("column", "cell", "code"), [
        ("applicant_1_phone", "123", "not_a_phone"), ("applicant_1_phone", "a@b.kz", "not_a_phone"),
        ("applicant_1_name", "12345", "not_a_name"), ("applicant_1_name", "x" * 201, "too_long"),
        ("applicant_1_name", "", "empty"), ("number", "", "empty"), ("number", "9E+05", "made_a_number"),
        ("number", "x" * 41, "too_long"), ("state", "", "empty"), ("updated_at", "", "empty"),
        ("updated_at", "01.01.2099", "in_the_future"), ("filed_on", "01.01.2099", "in_the_future"),
        ("ceremony_date", "01.01.2020", "before_filing"), ("updated_at", "01.01.2020", "before_filing"),
        ("office_code", "ОТДЕЛ", "unknown_office"), ("office_code", "KZ-75-01", "other_office"),
    ])  # fmt: skip
    def test_each_is_told_by_line_and_column(self, column, cell, code):
        assert (2, column, code) in errors(line(**{column: cell}))

    def test_phones_as_people_and_excel_write_them(self):
        for cell in ("+7 700 000 01 01", "8 (700) 000-01-01", 77000000101, "77000000101"):
            one = records(book_of([line(applicant_1_phone=cell)]))[0]
            assert one.applicants[0].phone == "+77000000101", cell

    def test_all_that_is_wrong_with_a_line_is_told_at_once(self):
        one = line(number="", state="?", applicant_2_name="")
        assert len(errors(one)) == 3


class TestLinesTogether:
    def test_two_people_the_same(self):
        iin = couples.AIGERIM.identity.number
        assert errors(line(applicant_2_number=iin)) == [(2, "applicant_2_number", "same_person")]

    def test_a_line_twice_and_lines_that_contradict_each_other(self):
        other = line(couples.OLGA_AND_SERGEI) if hasattr(couples, "OLGA_AND_SERGEI") else line(
            number="43-02-9"
        )  # fmt: skip
        assert errors(line(), other, line()) == [(4, "number", "repeated")]
        assert errors(line(), other, line(ceremony_date="")) == [
            (2, "number", "contradicts"), (4, "number", "contradicts"),
        ]  # fmt: skip

    def test_the_example_of_the_template_is_left_out_and_is_no_error(self):
        found = readings(csv_of([line(number="МЫСАЛ-1", state="?"), line()]))
        assert [(one.is_example, one.errors, bool(one.record)) for one in found] == [
            (True, [], False), (False, [], True),
        ]  # fmt: skip

    def test_merged_cells_and_formulas(self):
        book = openpyxl.load_workbook(io.BytesIO(book_of([line(), line(number="43-02-8")])))
        sheet = book.active
        state = NAMES.index("state") + 1
        sheet.merge_cells(start_row=2, end_row=3, start_column=state, end_column=state)
        assert errors(make=lambda _lines: saved(book)) == [(3, "state", "empty")]
        # A formula that was never reckoned has no value: it is as if nothing stood there.
        assert errors(line(number="=A1"), make=book_of) == [(2, "number", "empty")]

    def test_a_sealed_line_is_the_same_when_opened(self):
        for one in (line(), line(couples.IRINA_AND_MEHMET), line(ceremony_date="")):
            (record,) = records(csv_of([one]))
            assert from_json(as_json(record)) == record


def test_every_code_has_words_and_none_repeats_what_was_typed():
    for code in problems.OF_CELLS:
        for language in ("kk", "ru"):
            with translation.override(language):
                heading, words = problems.about_cell(("applicant_1_number", code, 7))
                assert heading == getattr(BY_NAME["applicant_1_number"], language)
                assert words
                assert "%(" not in words


def test_headings_are_told_apart():
    assert len({heading.casefold() for heading in HEADINGS.values()}) == len(COLUMNS)
