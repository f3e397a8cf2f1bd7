"""What a look-up is called to the person it was about: plain, and safe to be read by another."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "desk": _("To see at the counter whether a course is completed"),
    "check": _("To see at the counter whether a course is completed"),
    "moved": _("To see at the counter whether a course is completed"),
    "elsewhere": _("To see at the counter whether a course is completed"),
    "request": _("To see at the counter whether a course is completed"),
    "certificate": _("To check a certificate"),
    "recovery": _("To help with signing in"),
    "identity": _("To compare an identity document"),
    "conflict": _("To compare an identity document"),
    "name": _("To correct your name by an identity document"),
    "entry": _("To write down your marriage application at the registry office"),
    "appeal": _("To answer your question about a decision"),
    "api": _("An automatic check by a registry office's system"),
}
OTHERWISE = _("A look at your record by an employee")


def purpose_words(purpose: str) -> str | Promise:
    """Return the words for a purpose; ones that fit any purpose where it has none of its own."""
    return WORDS.get(purpose, OTHERWISE)


def place_words(place: str) -> str:
    """Return a recorded place in the active language; it was written down as `Kazakh / Russian`."""
    kazakh, _separator, russian = place.partition(" / ")
    return russian if russian and (get_language() or "").startswith("ru") else kazakh
