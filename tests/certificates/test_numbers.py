"""Certificate numbers: every slip of a finger or an ear is caught."""

from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.numbers import (
    ALPHABET,
    RANDOM_CHARACTERS,
    check_character,
    make_number,
    normalise_number,
    number_as_integer,
    number_from_integer,
)

bodies = st.text(ALPHABET, min_size=RANDOM_CHARACTERS, max_size=RANDOM_CHARACTERS)


def compact(body: str) -> str:
    return body + check_character(body)


def test_a_number_is_random_enough_and_reads_back() -> None:
    assert RANDOM_CHARACTERS * log2(len(ALPHABET)) >= 50
    numbers = {make_number() for _ in range(500)}
    assert len(numbers) == 500
    for number in numbers:
        assert [len(group) for group in number.split("-")] == [4, 4, 5]
        assert normalise_number(number) == number


def test_the_alphabet_has_no_vowel_and_no_look_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    assert not set(ALPHABET) & set("AEIOUYBGHQRSZ")


@settings(max_examples=25)
@given(bodies)
def test_every_single_substitution_is_caught(body: str) -> None:
    number = compact(body)
    for place, right in enumerate(number):
        for wrong in ALPHABET.replace(right, ""):
            assert normalise_number(number[:place] + wrong + number[place + 1 :]) is None


@settings(max_examples=25)
@given(bodies)
def test_every_exchange_of_two_characters_is_caught(body: str) -> None:
    number = compact(body)
    for first in range(len(number)):
        for second in range(first + 1, len(number)):
            if number[first] == number[second]:
                continue
            changed = list(number)
            changed[first], changed[second] = changed[second], changed[first]
            assert normalise_number("".join(changed)) is None


@given(bodies, st.integers(0, RANDOM_CHARACTERS - 1), st.sampled_from(ALPHABET))
def test_a_doubled_character_misread_is_caught(body: str, place: int, other: str) -> None:
    twin = body[:place] + body[place] * 2 + body[place + 2 :]
    number = compact(twin[:RANDOM_CHARACTERS])
    if number[place] != number[place + 1] or other == number[place]:
        return
    assert normalise_number(number[:place] + other * 2 + number[place + 2 :]) is None


@given(bodies)
def test_lower_case_spaces_dashes_and_the_other_keyboard_are_understood(body: str) -> None:
    number = compact(body)
    written = normalise_number(number)
    assert written is not None
    assert normalise_number(f" {written.lower()} ") == written
    assert normalise_number("№ " + number.replace("", " ")) == written
    assert normalise_number(written.replace("-", "\N{EN DASH}")) == written
    assert normalise_number(written.replace("-", "\N{MINUS SIGN}")) == written
    shapes = str.maketrans("CKMTXP01", "СКМТХРОІ")
    assert normalise_number(number.translate(shapes).lower()) == written
    heard = str.maketrans("CDFJLNPV", "ЦДФЙЛНПВ")
    assert normalise_number(number.translate(heard)) == written


@pytest.mark.parametrize("text", ["", "-", "KM3D", "BHSZ-BHSZ-BHSZB", "0" * 13, "1" * 500, "漢字"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert normalise_number(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_written_number_or_none(text: str) -> None:
    number = normalise_number(text)
    assert number is None or normalise_number(number) == number


@given(st.integers(0, 23**12 - 1))
def test_a_number_survives_as_an_integer(value: int) -> None:
    assert number_as_integer(number_from_integer(value)) == value


def test_integers_out_of_range_are_refused() -> None:
    for value in (-1, 23**12):
        with pytest.raises(ValueError, match="range"):
            number_from_integer(value)
    with pytest.raises(ValueError, match="not a certificate"):
        number_as_integer("KM3D")
