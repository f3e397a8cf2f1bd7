"""What a look-up is called to the person it was about: plain, and safe to be read by another."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Lookup

WORDS: dict[str, Promise] = {
    "desk": _("To see at the counter whether a course is completed"),
    "check": _("To see at the counter whether a course is completed"),
    "moved": _("To see at the counter whether a course is completed"),
    "elsewhere": _("To see at the counter whether a course is completed"),
    "request": _("To see at the counter whether a course is completed"),
    "certificate": _("To check a certificate"),
    "certificate_holder": _("To see whose certificate it is"),
    "recovery": _("To help with signing in"),
    "identity": _("To compare an identity document"),
    "conflict": _("To compare an identity document"),
    "unlink": _("To compare an identity document"),
    "name": _("To correct your name by an identity document"),
    "exemption": _("To record or to see an exemption from a course"),
    "paper_code": _("To give you a code on paper by your identity document"),
    "attended": _("To write down that you attended a course"),
    "attendance": _("To confirm that you attended a course"),
    "entry": _("To write down your marriage application at the registry office"),
    "appeal": _("To answer your question about a decision"),
    "day": _("To see on the list of the day whether a course is completed"),
    "day_file": _("To keep the list of the day as a file"),
    "api": _("An automatic check by a registry office's system"),
    "changes": _("An automatic check by a registry office's system"),
}
AUTOMATIC = _("An automatic check")
OTHERWISE = _("A look at your record by an employee")


def purpose_words(purpose: str) -> str | Promise:
    """Return the words for a purpose; ones that fit any purpose where it has none of its own."""
    return WORDS.get(purpose, OTHERWISE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person reads of one look-up beside its time: not who it was, nor what was answered."""

    place: str
    purpose: str | Promise


def facts_of(lookup: Lookup) -> Facts:
    """Return who looked, by office or by system and never by name, and what for."""
    place = place_words(lookup.place)
    if not lookup.client:
        return Facts(place, purpose_words(lookup.purpose))
    said = _("Automatic check: %(system)s") % {"system": place or lookup.client}
    return Facts(said, WORDS.get(lookup.purpose, AUTOMATIC))


def place_words(place: str) -> str:
    """Return a recorded place in the active language; it was written down as `Kazakh / Russian`."""
    kazakh, _separator, russian = place.partition(" / ")
    return russian if russian and (get_language() or "").startswith("ru") else kazakh
