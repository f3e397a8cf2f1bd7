"""Days and hours in Kazakh and Russian words.

Written here and not taken from a library's locale data, because a certificate printed twice must
read the same after an upgrade.
"""

from datetime import date
from decimal import Decimal
from typing import Final

_MONTHS_KK: Final = (
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
)
_MONTHS_RU: Final = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_NO_BREAK: Final = "\u00a0"


def date_kk(day: date) -> str:
    """Return a day in Kazakh: 2026 жылғы 22 қараша. The day and month are not broken apart."""
    return f"{day.year}{_NO_BREAK}жылғы {day.day}{_NO_BREAK}{_MONTHS_KK[day.month - 1]}"


def date_ru(day: date) -> str:
    """Return a day in Russian: 22 ноября 2026 года. The day and month are not broken apart."""
    return f"{day.day}{_NO_BREAK}{_MONTHS_RU[day.month - 1]} {day.year}{_NO_BREAK}года"


def hours_kk(hours: Decimal) -> str:
    """Return hours in Kazakh, with a decimal comma: 1,5 сағат."""
    return f"{_figure(hours)}{_NO_BREAK}сағат"


def hours_ru(hours: Decimal) -> str:
    """Return hours in Russian, in the form that the figure asks for: 1 час, 2 часа, 6 часов."""
    if hours != hours.to_integral_value():
        word = "часа"
    elif hours % 10 == 1 and hours % 100 != 11:
        word = "час"
    elif hours % 10 in (2, 3, 4) and hours % 100 not in (12, 13, 14):
        word = "часа"
    else:
        word = "часов"
    return f"{_figure(hours)}{_NO_BREAK}{word}"


def _figure(hours: Decimal) -> str:
    text = f"{hours:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")
