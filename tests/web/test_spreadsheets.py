"""Rows as files: what a person typed stays text, and a file that was cut off looks so."""

import csv
import io

import pytest
from openpyxl import load_workbook

from web.spreadsheets import csv_lines, safe_cell, xlsx_file

FORMULAS = ["=1+1", "+7700", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "=cmd|' /C'!A0"]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_is_text_in_both_kinds(text):
    assert safe_cell(text).startswith("'")
    (row,) = csv.reader(io.StringIO("".join(csv_lines([[text]]))[1:]), delimiter=";")
    assert row[0].startswith("'")
    with xlsx_file([["x"], [text]], title="A") as file:
        cell = load_workbook(file).active["A2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


@pytest.mark.parametrize("text", ["Айгерім", "75-01-00001", "a=b", "", '1,5; 2"', "😀 Ң"])
def test_plain_text_comes_back_as_it_was(text):
    assert safe_cell(text) == text
    (row,) = csv.reader(io.StringIO("".join(csv_lines([["x", text]]))[1:]), delimiter=";")
    assert row[1] == text
    with xlsx_file([["x", "y"], ["x", text]], title="A") as file:
        assert (load_workbook(file).active["B2"].value or "") == text


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\ud800b", "Ә" * 40_000, None, True])
def test_what_no_file_can_hold_breaks_neither_kind(text):
    "".join(csv_lines([[text]])).encode()
    with xlsx_file([["x"], [text]], title="A/[b]*?:" * 9) as file:
        load_workbook(file)


def test_a_csv_begins_with_the_byte_order_mark():
    assert "".join(csv_lines([["Ә"]])).encode().startswith(b"\xef\xbb\xbf")


def test_whole_numbers_stay_numbers_and_the_heading_stays_in_sight():
    with xlsx_file([["x"], [7]], title="A", widths=[30]) as file:
        sheet = load_workbook(file).active
    assert (sheet["A2"].value, sheet.freeze_panes, sheet["A1"].font.bold) == (7, "A2", True)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_workbook_that_was_cut_off_does_not_open(share):
    with xlsx_file([["x"], *([f"{n}"] for n in range(300))], title="A") as file:
        whole = file.read()
    assert load_workbook(io.BytesIO(whole)).active.max_row == 301  # the control
    with pytest.raises(Exception, match=r"zip|File"):
        load_workbook(io.BytesIO(whole[: int(len(whole) * share)]))
