"""The check on an identity number: its length and its check digit, nothing more."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.iin import iin_check_digit, is_valid_iin

VECTORS = Path(__file__).parent / "iin_vectors.csv"


def _vectors() -> list[tuple[str, bool, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return [(row["iin"], row["valid"] == "yes", row["why"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("number", "valid", "why"), _vectors())
def test_the_published_cases(number: str, valid: bool, why: str) -> None:
    assert is_valid_iin(number) is valid, why


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "98051539990³",
        "９８０５１５３９９９０３",
        " 980515399903",
        "980515399903\n",
        "-80515399903",
    ],
)
def test_only_twelve_ascii_digits_are_a_number(text: str) -> None:
    assert not is_valid_iin(text)


@given(st.text(alphabet="0123456789", min_size=11, max_size=11))
def test_at_most_one_twelfth_digit_is_right(first_eleven: str) -> None:
    valid = [digit for digit in "0123456789" if is_valid_iin(first_eleven + digit)]
    expected = iin_check_digit(first_eleven)
    assert valid == ([] if expected is None else [str(expected)])


@given(st.text(max_size=14))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_valid_iin(text) in (True, False)


def test_a_number_whose_digits_are_no_date_is_valid() -> None:
    # Month 77, day 88: the digits have not been tied to a birth date since 2013.
    first_eleven = "00778899999"
    assert is_valid_iin(f"{first_eleven}{iin_check_digit(first_eleven)}")


def test_the_words_of_an_error_hold_no_digits_of_the_number() -> None:
    with pytest.raises(ValueError, match="eleven digits") as raised:
        iin_check_digit("980515399903")
    assert "980515399903" not in str(raised.value)
