"""Countries whose passports people may name, in the language of the page."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from web.kazakh import kazakh_sort_key

# A citizen of Kazakhstan has an IIN.
_OURS = "KZ"
_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def country_choices() -> list[tuple[str, str]]:
    """Return ISO 3166-1 alpha-2 codes and names in the active language, in its alphabet."""
    return [("", "—"), *_countries("ru" if (get_language() or "").startswith("ru") else "kk")]


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale(language).territories
    pairs = [
        (code, str(name))
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES and code != _OURS
    ]
    return sorted(pairs, key=lambda pair: kazakh_sort_key(pair[1]))


def country_code(text: str) -> str | None:
    """Return the ISO code of a country named by its code or in Kazakh or Russian; None if unknown.

    Kazakhstan too, which is no choice of a form: who writes it means an IIN.
    """
    return _codes().get(" ".join(text.split()).casefold())


@cache
def _codes() -> dict[str, str]:
    known = {code.casefold(): code for code, _name in _countries("kk")} | {"kz": _OURS}
    for language in ("kk", "ru"):
        names = Locale(language).territories
        known |= {str(names[code]).casefold(): code for code in (*set(known.values()),)}
    return known
