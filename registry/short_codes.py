"""The short code of an office: what stands behind /o/ on its leaflets, and can be typed.

It is made from the office's own code: `KZ-75-01` is 7501. So it needs no table, never changes, and
is all digits wherever the office's code is. Letters that look like a digit, or like each other in
another alphabet, are read as what was meant.
"""

import re
from typing import Final

from registry.models import RegistryOffice

_MOST_CHARACTERS: Final = 40
_COUNTRY: Final = "KZ"
# Cyrillic letters as the Latin ones they look like; then letters as the digits they look like.
_LATIN: Final = str.maketrans("АВЕКМНОРСТХЗІ", "ABEKMHOPCTX3I")
_DIGITS: Final = str.maketrans("OIL", "011")
_SOURCE: Final = re.compile(r"office-([a-z0-9]{1,20})")


def short_code(office: RegistryOffice) -> str:
    """Return the office's short code: digits, perhaps capital Latin letters."""
    return read_code(office.code)


def read_code(text: str) -> str:
    """Return the short code that was meant by `text`; empty when there is none in it."""
    if len(text) > _MOST_CHARACTERS:
        return ""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper().translate(_LATIN))
    return letters.removeprefix(_COUNTRY).translate(_DIGITS)


def office_of_code(text: str) -> RegistryOffice | None:
    """Return the office whose short code was typed, also one that is closed by now.

    None for an unknown code, and for one that would fit two offices. One query.
    """
    meant = read_code(text)
    if not meant:
        return None
    found = [one for one in RegistryOffice.objects.all() if short_code(one) == meant]
    return found[0] if len(found) == 1 else None


def source_of(office: RegistryOffice) -> str:
    """Return what an enrolment's source says: the leaflet of which office, and nothing more."""
    return f"office-{short_code(office).lower()}"


def region_of_source(source: str) -> str:
    """Return the region (ISO 3166-2) of the office whose leaflet somebody came by; else empty."""
    match = _SOURCE.fullmatch(source)
    office = office_of_code(match.group(1)) if match else None
    return office.region if office is not None else ""
