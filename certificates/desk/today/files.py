"""The list as rows of a file: one for each applicant, the columns always the same."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from certificates.desk.today.couples import CoupleOfDay
from registry.models import RegistryOffice
from web.spreadsheets import Cell

# A heading and its width in characters; new ones are added at the end.
COLUMNS = [
    (_("Day of the ceremony"), 14),
    (_("Code of the office"), 12),
    (_("Number of the application"), 18),
    (_("Applicant"), 10),
    (_("Name in the registry"), 36),
    (_("State (code)"), 14),
    (_("Course"), 30),
    (_("Certificate"), 18),
    (_("Completed on"), 14),
    (_("The certificate is made out to another name"), 20),
    (_("How the identity was shown"), 26),
    (_("As of"), 18),
]

END = _("End of the file; people in it: %(count)s")


def in_both(words: Promise) -> str:
    """Return words in Kazakh and in Russian; once where both say the same."""
    said = []
    for language in ("kk", "ru"):
        with override(language):
            said.append(str(words))
    return " / ".join(dict.fromkeys(said))


def file_rows(
    office: RegistryOffice, day: date, couples: Sequence[CoupleOfDay], *, at: datetime
) -> Iterator[Sequence[Cell]]:
    """Yield the heading, a row for each applicant, and a last line that says how many there were.

    Whoever misses the last line holds a part of the file.
    """
    yield [in_both(heading) for heading, _width in COLUMNS]
    moment = at.strftime("%Y-%m-%d %H:%M")
    count = 0
    for couple in couples:
        for answer in couple.answers:
            count += 1
            certificate = answer.certificate
            yield (
                day.isoformat(),
                office.code,
                couple.application.number,
                answer.position,
                answer.name,
                answer.state.value,
                answer.word,
                certificate.number if certificate else "",
                certificate.completed_on.isoformat() if certificate else "",
                gettext("yes") if answer.name_differs else "",
                answer.assurance,
                moment,
            )
    yield [in_both(END) % {"count": count}]


def file_widths() -> list[int]:
    """Return the columns' widths in characters."""
    return [width for _heading, width in COLUMNS]


def file_title(day: date) -> str:
    """Return the name of the sheet."""
    return day.isoformat()


def file_name(office: RegistryOffice, day: date, kind: str) -> str:
    """Return a name that says office and day, and nothing of anybody."""
    return f"otau-{re.sub(r'[^a-z0-9]+', '-', office.code.lower())}-{day.isoformat()}.{kind}"
