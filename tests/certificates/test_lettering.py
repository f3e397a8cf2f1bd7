"""The font, looked at letter by letter: a name must be printed as it is written."""

import unicodedata
from typing import get_args

import pytest

from accounts.forms import NAME
from certificates.rendering.lettering import Weight, fitted, font, missing_letters

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
NEIGHBOURS = "ґєїўғӣқӯҳҷңөүəğıçöşüąćęłńśźżčďěňřšťůžāēģīķļņūßäåæøñõőűîâéèêëàùôûœț"


def drawn(letter: str, weight: Weight) -> tuple[object, bytes]:
    mask = font(weight, 64).getmask(letter)
    return mask.size, bytes(mask)


def test_the_font_has_every_letter_of_kazakh_russian_and_the_neighbours() -> None:
    letters = KAZAKH + NEIGHBOURS
    assert missing_letters(letters + letters.upper() + "İ№«»—·’-") == ""


@pytest.mark.parametrize("weight", get_args(Weight))
def test_no_two_letters_of_a_script_look_the_same(weight: Weight) -> None:
    """Golos Text 2.004 as published draws ğ as g, Ğ as G and Ŭ as U."""
    for script in ("LATIN", "CYRILLIC"):
        seen: dict[tuple[object, bytes], str] = {}
        for code_point in [*range(0x41, 0x250), *range(0x400, 0x530)]:
            letter = chr(code_point)
            if not unicodedata.name(letter, "").startswith(script) or missing_letters(letter):
                continue
            twin = seen.setdefault(drawn(letter, weight), letter)
            # Different letters that are drawn alike everywhere: palochka and I, eth and D-stroke.
            if {twin, letter} not in ({"І", "Ӏ"}, {"Ð", "Đ"}):
                assert twin == letter


def test_every_name_that_a_person_may_give_can_be_printed() -> None:
    """A certificate with another letter would stay pending for ever."""
    letters = [chr(code) for code in range(0x110000) if NAME.fullmatch("Ә" + chr(code))]
    assert len(letters) > 300
    assert missing_letters("".join(letters)) == ""


def test_what_the_font_lacks_is_named_once() -> None:
    assert missing_letters("漢字 Әли 漢") == "漢字"
    assert missing_letters("и\N{COMBINING BREVE}") == ""


def test_text_is_made_to_fit() -> None:
    sizes = range(40, 9, -1)
    assert fitted("Ә", "600SemiBold", width=300, lines=1, sizes=sizes).font.size == 40
    long = fitted("Қыдырәлі-Нұрмұхамбетова Әйгерім", "600SemiBold", width=300, lines=2, sizes=sizes)
    assert len(long.lines) == 2
    assert all(long.font.getlength(line) <= 300 for line in long.lines)


def test_the_lines_of_a_text_are_about_as_long_as_each_other() -> None:
    name = "Mehmet Öztürk-Şahinoğlu Łukasz Žižková Ñuñez Åström"
    cut = fitted(name, "600SemiBold", width=912, lines=2, sizes=range(34, 13, -1))
    first, second = (cut.font.getlength(line) for line in cut.lines)
    assert " ".join(cut.lines) == name
    assert second > first / 2
