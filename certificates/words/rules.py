"""What may stand on a paper: every reason why words are refused, by field."""

import re
import unicodedata
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from certificates.rendering.facts import holds_twelve_digits
from certificates.rendering.lettering import Weight, fitted, font, missing_letters
from certificates.words.models import PAIRS, TEXTS

NEEDED: Final = ("issuer", "title")
# As if a marriage depended on the course, or somebody were allowed something by the paper.
_UNSAYABLE: Final = re.compile(
    r"рұқсат|міндетті|допуск|допущен|разреш|обязательн|обязан(?!ност)", re.IGNORECASE
)


class Room(NamedTuple):
    """The place of a text: how many lines, how wide on the page and in the picture, and the
    smallest letters that are still read with ease. In millimetres and points, and in pixels.
    """

    weight: Weight
    lines: int
    width_mm: float
    least_pt: float
    width_px: int
    least_px: int


# Where the text has least room: beside a logo, with everything else there. certificate.typ and
# picture.py give these places.
ROOMS: Final = {
    "issuer": Room("400Regular", 4, 63, 7, 320, 12),
    "title_kk": Room("600SemiBold", 1, 162, 13, 912, 28),
    "title_ru": Room("500Medium", 1, 162, 10, 912, 19),
    "sentence": Room("400Regular", 2, 162, 7.5, 912, 14),
    "signatory_post": Room("400Regular", 2, 77, 7, 436, 13),
    "signatory_name": Room("600SemiBold", 1, 77, 8, 436, 14),
}
_PICTURE_LINES: Final = {"issuer": 3}
_MM_PER_POINT: Final = 25.4 / 72
_FINE: Final = 100  # measured at a hundred pixels, where rounding does not count


def tidy(text: str) -> str:
    """Return `text` with composed letters and single spaces, as it is kept."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def problems_of(words: dict[str, Any]) -> dict[str, list[str]]:
    """Return the reasons why `words` (texts by field, and `logo`) cannot be printed, by field."""
    found: dict[str, list[str]] = {}
    for field in TEXTS:
        reasons = _wrong_with(field, words[field])
        if reasons:
            found[field] = reasons
    for pair in PAIRS:
        _ask_for_both(pair, words, found)
    for language in ("kk", "ru"):
        name, post = f"signatory_name_{language}", f"signatory_post_{language}"
        if bool(words[name]) != bool(words[post]):
            lacking = post if words[name] else name
            found.setdefault(lacking, []).append(_("Give both the name and the post, or neither."))
        alt = f"logo_alt_{language}"
        if words["logo"] and not words[alt]:
            found.setdefault(alt, []).append(
                _("Say what the logo shows, for those who hear the certificate.")
            )
        if words[alt] and not words["logo"]:
            found.setdefault(alt, []).append(_("There is no logo to describe. Choose one."))
    return found


def _ask_for_both(pair: str, words: dict[str, Any], found: dict[str, list[str]]) -> None:
    kk, ru = f"{pair}_kk", f"{pair}_ru"
    for field, other in ((kk, ru), (ru, kk)):
        needed = pair in NEEDED or words[other]
        if needed and not words[field] and not (pair == "logo_alt" and words["logo"]):
            found.setdefault(field, []).append(
                _("This is needed in both languages: the paper is in Kazakh and in Russian.")
            )


def _wrong_with(field: str, text: str) -> list[str]:
    if not text:
        return []
    # Before letters are measured: half a character has no width.
    if any(unicodedata.category(one) in ("Cc", "Cs", "Cn", "Co") for one in text):
        return [_("There are signs in it that cannot be printed. Type the text anew.")]
    if lacking := missing_letters(text):
        return [
            _("The certificate's font lacks these letters: %(letters)s.") % {"letters": lacking}
        ]
    reasons = []
    if holds_twelve_digits(text):
        reasons.append(
            _("Twelve digits in a row look like an identity number and are not printed.")
        )
    if _UNSAYABLE.search(text):
        reasons.append(
            _(
                "The course is voluntary: a certificate neither permits nor obliges. "
                "Word it otherwise."
            )
        )
    place = field if field in ROOMS else field.rpartition("_")[0]
    if place in ROOMS and not _fits(text, place):
        reasons.append(
            _("This is too long for its place: %(count)s characters. Make it shorter.")
            % {"count": len(text)}
        )
    return reasons


def _fits(text: str, place: str) -> bool:
    room = ROOMS[place]
    # How many pixels wide the page's place is when the smallest letters are _FINE pixels high.
    width = int(room.width_mm / _MM_PER_POINT / room.least_pt * _FINE)
    on_page = fitted(
        text, room.weight, width=width, lines=room.lines, sizes=range(_FINE, _FINE - 1, -1)
    )
    lines = _PICTURE_LINES.get(place, room.lines)
    sizes = range(room.least_px, room.least_px - 1, -1)
    in_picture = fitted(text, room.weight, width=room.width_px, lines=lines, sizes=sizes)
    face = font(room.weight, _FINE)
    return (
        len(on_page.lines) <= room.lines
        and all(face.getlength(line) <= width for line in on_page.lines)
        and len(in_picture.lines) <= lines
        and all(in_picture.font.getlength(line) <= room.width_px for line in in_picture.lines)
    )
