"""What a certificate says, and what it must never say."""

import re
from datetime import date
from decimal import Decimal
from itertools import product
from typing import get_args

import pytest

from certificates.rendering.dates import date_kk, date_ru, hours_kk, hours_ru
from certificates.rendering.facts import Assurance, Mode, NameSource
from certificates.rendering.wording import wording
from tests.certificates.sample import make_facts


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_dates_are_those_of_each_language() -> None:
    assert plain(date_kk(date(2026, 11, 22))) == "2026 жылғы 22 қараша"
    assert plain(date_ru(date(2026, 11, 22))) == "22 ноября 2026 года"
    assert plain(date_kk(date(2027, 2, 1))) == "2027 жылғы 1 ақпан"


@pytest.mark.parametrize(
    ("hours", "kk", "ru"),
    [
        ("1", "1 сағат", "1 час"),
        ("2.0", "2 сағат", "2 часа"),
        ("6.00", "6 сағат", "6 часов"),
        ("10", "10 сағат", "10 часов"),
        ("11", "11 сағат", "11 часов"),
        ("12", "12 сағат", "12 часов"),
        ("21", "21 сағат", "21 час"),
        ("1.5", "1,5 сағат", "1,5 часа"),
        ("1E+2", "100 сағат", "100 часов"),
    ],
)
def test_hours_have_their_plural(hours: str, kk: str, ru: str) -> None:
    assert plain(hours_kk(Decimal(hours))) == kk
    assert plain(hours_ru(Decimal(hours))) == ru


def all_words() -> str:
    found = []
    for mode, assurance, source, until in product(
        get_args(Mode), get_args(Assurance), get_args(NameSource), (None, date(2027, 1, 1))
    ):
        facts = make_facts(
            mode=mode, assurance=assurance, name_source=source, valid_until=until, generation=2
        )
        found.append(repr(wording(facts)))
    return plain("\n".join(found).replace("\\xa0", " "))


def test_nothing_permits_a_marriage_and_nobody_is_said_to_have_studied_hours() -> None:
    words = all_words().lower()
    for never in ("рұқсат", "допуск", "допущ", "разреш", "өтпеді", "не прошёл", "отказ", "изучил"):
        assert never not in words
    assert "курс ерікті, неке қию оған байланысты емес" in words
    assert "курс добровольный, регистрация брака от него не зависит" in words


def test_no_latin_look_alike_stands_in_a_cyrillic_word() -> None:
    mixed = re.findall(r"\b(?=\w*[A-Za-z])(?=\w*[\u0400-\u04ff])\w+", all_words())
    assert mixed == []


def test_the_way_of_identification_is_said_or_that_there_was_none() -> None:
    line = wording(make_facts(assurance="none")).lines[-1]
    assert line.value.kk == "Өтінішпен байланыстырылмаған"
    assert line.value.ru == "Не связан с заявлением"
    assert "айтуынша" in wording(make_facts(assurance="declared")).lines[-1].value.kk


def test_a_declared_name_is_called_declared() -> None:
    assert "өзі көрсеткен" in wording(make_facts(name_source="declared")).name_note.kk
    assert "заявлении" in wording(make_facts(name_source="registry")).name_note.ru


@pytest.mark.parametrize(
    "changes",
    [{"holder_name": " "}, {"holder_name": "Әли 990101300123"}, {"course_title_kk": ""}],
)
def test_facts_that_must_never_be_printed_are_refused(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="certificate"):
        make_facts(**changes)
