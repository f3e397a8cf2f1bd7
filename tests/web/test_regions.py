"""The twenty regions and their names in two languages."""

import csv
from pathlib import Path

import pytest
from django.utils import translation

from web.kazakh import kazakh_sort_key
from web.regions import Region, region_name

OFFICIAL = Path(__file__).parent / "regions.csv"


def _official() -> list[tuple[str, str, str]]:
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        return [(row["iso_3166_2"], row["name_kk"], row["name_ru"]) for row in csv.DictReader(file)]


def test_the_regions_are_the_official_ones() -> None:
    assert [(code, region_name(code, "kk"), region_name(code, "ru")) for code in Region.values] == (
        _official()
    )


def test_a_label_follows_the_active_language() -> None:
    with translation.override("kk"):
        assert str(Region.ALMATY_CITY.label) == "Алматы қаласы"
    with translation.override("ru"):
        assert str(Region.ALMATY_CITY.label) == "город Алматы"
        assert dict(Region.choices)["KZ-19"] == "Алматинская область"
    with translation.override("ru-kz"):
        assert str(Region.KYZYLORDA.label) == "Кызылординская область"
    with translation.override(None):
        assert str(Region.KYZYLORDA.label) == "Қызылорда облысы"


def test_a_label_taken_in_one_language_is_shown_in_the_next() -> None:
    with translation.override("kk"):
        label = Region.TURKISTAN.label
    with translation.override("ru"):
        assert str(label) == "Туркестанская область"


def test_almaty_city_and_almaty_oblast_are_two_regions() -> None:
    assert (Region.ALMATY_CITY.value, Region.ALMATY_REGION.value) == ("KZ-75", "KZ-19")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="KZ-99"):
        region_name("KZ-99", "kk")


def test_regions_sort_by_the_kazakh_alphabet() -> None:
    names = sorted((region_name(code, "kk") for code in Region.values), key=kazakh_sort_key)
    assert names[:3] == ["Абай облысы", "Ақмола облысы", "Ақтөбе облысы"]
    assert names[-2:] == ["Шығыс Қазақстан облысы", "Шымкент қаласы"]
