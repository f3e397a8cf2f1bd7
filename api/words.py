"""The words of an answer in both languages, so that what people read is the same everywhere."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from api.standings import State
from certificates.standing import CourseState
from certificates.state import State as CertificateState

_STATES = {
    State.COMPLETED: CourseState.COMPLETED.label,
    State.EXEMPT: CourseState.EXEMPT.label,
    State.NOTHING_FOUND: CourseState.NOT.label,
    State.UNKNOWN_PAIR: _("We know no such applicant. This says nothing about the person."),
    State.ASK_LATER: _("We could not check. This is not the couple's fault"),
}
_CERTIFICATES = {
    CertificateState.VALID.value: _("This certificate is valid today."),
    CertificateState.EXPIRED.value: _(
        "This certificate was valid until the day below. The course was completed all the same."
    ),
    CertificateState.SUPERSEDED.value: _("Another certificate has replaced this one"),
    CertificateState.REVOKED.value: _("This certificate was revoked and proves nothing any more."),
    "not_issued": _("No certificate with this number was issued"),
    "misread": _("This number has a mistake in it. Compare it with the paper, sign by sign."),
}


def state_words(state: State) -> Any:
    """Return the words for what is said of an applicant."""
    return _STATES[state]


def certificate_words(state: str) -> Any:
    """Return the words for what is said of a certificate; those of the public page."""
    return _CERTIFICATES[state]


def in_both(words: Any) -> dict[str, str]:
    """Return the words under `text_kk` and `text_ru`."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[f"text_{language}"] = str(words)
    return said
