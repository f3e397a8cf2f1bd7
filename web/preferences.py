"""How a person wants to read: kept in one small cookie of the browser, with or without an account.

The cookie holds words of a closed list, joined by dots, and only those that differ from the usual:
`large.short`. Whatever else stands in it is passed over, so that nothing of it reaches a page.
"""

from dataclasses import dataclass, fields

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

COOKIE = "otau_preferences"
COOKIE_SECONDS = 60 * 60 * 24 * 365
LONGEST = 64  # characters of a cookie that are looked at


class TextSize(TextChoices):
    """How large the letters are."""

    USUAL = "usual", _("Usual")
    LARGE = "large", _("Larger")
    LARGEST = "largest", _("Largest")


class Contrast(TextChoices):
    """How much the letters differ from their ground."""

    DEVICE = "device", _("As this device is set")
    MORE = "more", _("Higher")


class Motion(TextChoices):
    """Whether anything moves."""

    DEVICE = "device", _("As this device is set")
    NONE = "none", _("Nothing moves")


class Lessons(TextChoices):
    """What of a lesson stands open."""

    WHOLE = "whole", _("The whole text")
    SHORT = "short", _("The short version first")


@dataclass(frozen=True)
class Preferences:
    """What one browser asked for."""

    text: TextSize = TextSize.USUAL
    contrast: Contrast = Contrast.DEVICE
    motion: Motion = Motion.DEVICE
    lessons: Lessons = Lessons.WHOLE

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Names and values of the data attributes of <html> by which the style sheet knows them."""
        return [(name, value) for name, value in self.unusual.items() if name != "lessons"]

    @property
    def is_short_first(self) -> bool:
        """Whether a lesson opens with its short version, the long text folded."""
        return self.lessons == Lessons.SHORT

    @property
    def unusual(self) -> dict[str, str]:
        """What differs from the usual, by name."""
        found = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        return {name: value for name, value in found.items() if value != USUAL[name]}


USUAL = {field.name: str(field.default) for field in fields(Preferences)}
KINDS: dict[str, type[TextChoices]] = {
    "text": TextSize, "contrast": Contrast, "motion": Motion, "lessons": Lessons,
}  # fmt: skip
# No two kinds share a word that is ever written, so a word alone says what it is about.
WORDS = {
    str(value): (name, value) for name, kind in KINDS.items() for value in kind
    if value != USUAL[name]
}  # fmt: skip


def chosen(values: dict[str, str]) -> Preferences:
    """Return the preferences that a valid form holds."""
    return Preferences(**{name: kind(values[name]) for name, kind in KINDS.items()})  # type: ignore[arg-type]


def read(cookie: str) -> Preferences:
    """Return what a cookie asks for; words that are not of the list are passed over."""
    known = [WORDS[word] for word in cookie[:LONGEST].split(".") if word in WORDS]
    return Preferences(**dict(known))  # type: ignore[arg-type]


def preferences_of(request: HttpRequest | None) -> Preferences:
    """Return the preferences of the browser that asks.

    No shared cache keeps a page that shows them: each page is private (`PrivateUnlessSaid`) and, as
    it shows who is signed in, varies by cookies.
    """
    if request is None:
        return Preferences()
    found: Preferences | None = getattr(request, "preferences", None)
    if found is None:
        found = read(request.COOKIES.get(COOKIE, ""))
        request.preferences = found  # type: ignore[attr-defined]
    return found


def keep(response: HttpResponse, preferences: Preferences) -> None:
    """Let the browser keep the preferences for a year; where nothing is unusual, nothing at all."""
    words = ".".join(preferences.unusual.values())
    if not words:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE, words, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
