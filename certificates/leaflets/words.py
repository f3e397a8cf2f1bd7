"""The words of a leaflet's side, in one language.

Whoever sees the leaflet in somebody's hand reads of a course and nothing of the person; nothing in
it says or implies that a marriage depends on the course.
"""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from certificates.leaflets.addresses import scanned_address, typed_address
from certificates.leaflets.facts import CourseFacts, LeafletFacts


@dataclass(frozen=True, slots=True)
class Side:
    """All that one side says, in the order in which it is read."""

    language: str
    title: str
    lead: str
    voluntary: str
    length: str
    steps_title: str
    steps: tuple[str, ...]
    together: str
    without_phone: str
    help_number: str
    help_line: str
    address_label: str
    address: str
    qr_text: str
    qr_alternative: str
    office: str


def side_of(facts: LeafletFacts, language: str) -> Side:
    """Return the words of the side in `language`, kk or ru."""
    with override(language):
        return Side(
            language=language,
            title=_("Otau: a course for two"),
            lead=_("A free online course for two people. Short lessons, in Kazakh and in Russian."),
            voluntary="" if facts.is_required else voluntary(),
            length=_length(facts.course) if facts.course is not None else "",
            steps_title=_("How to begin"),
            steps=(
                _("Point the camera of your phone at the square, or type the address below it."),
                _("Write your phone number or e-mail address: a code comes to it."),
                _("Open the first lesson. You can stop at any moment and go on later."),
            ),
            together=_(
                "Together or alone: each of you learns on your own phone and at your own time."
            ),
            without_phone=_(
                "If you have no phone or no internet, ask at the counter or at a family support "
                "centre: they help you to begin."
            ),
            help_number=facts.help_line.phone if facts.help_line is not None else "",
            help_line=_help_line(facts),
            address_label=_("The address to type"),
            address=typed_address(facts.base_url, facts.office),
            qr_text=scanned_address(facts.base_url, facts.office, language),
            qr_alternative=_("QR code with the address %(address)s")
            % {"address": typed_address(facts.base_url, facts.office)},
            office=facts.office.name,
        )


def voluntary() -> str:
    """Return the sentence that stands wherever the course meets the registry."""
    return _("The course is voluntary; the registration of a marriage does not depend on it.")


def _length(course: CourseFacts) -> str:
    return _(
        "The course has %(hours)s hours of short lessons. A lesson takes %(least)s to %(most)s "
        "minutes."
    ) % {
        "hours": number_format(course.hours.normalize(), use_l10n=True),
        "least": course.least,
        "most": course.most,
    }


def _help_line(facts: LeafletFacts) -> str:
    """Return the help line as its own page says it: what it helps with, and when."""
    line = facts.help_line
    if line is None:
        return ""
    is_russian = (get_language() or "").startswith("ru")
    what = (line.what_ru if is_russian else line.what_kk).strip()
    hours = (line.hours_ru if is_russian else line.hours_kk).strip(" .")
    return f"{what} {hours}." if hours else what
