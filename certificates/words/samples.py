"""Samples of a paper: the longest and the shortest that real data make of it, of invented people.

A sample can never pass for a certificate: it says so across the page, its number is given to no
certificate, and what stands behind the # of its code is no signature of anybody's.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from certificates.addresses import qr_text
from certificates.numbers import sample_number
from certificates.rendering.facts import CertificateFacts
from certificates.validity import months_later
from certificates.words.models import TemplateWords
from certificates.words.paper import issuer_of, paper_words
from courses.models import Course, Edition, EditionText

# As long as a signed payload, so that the code is as large as a real one.
NO_PROOF: Final = ("SAMPLE" * 29)[:173]
# Invented. Sixty signs are what a name's field takes of a person; one letter is a name, too.
LONGEST_NAME: Final = "Әбдірахманбек-Жанғабыл Құттымұхамбетұлы Төлеубайсүгірәлиевич"
SHORTEST_NAME: Final = "Ә"
# As long as nothing is published.
TITLES: Final = ("Отау құру: отбасылық өмірге дайындық", "Свой дом: подготовка к семейной жизни")


class Case(StrEnum):
    """Which data the sample has."""

    LONGEST = "longest"
    SHORTEST = "shortest"


def sample_of(words: TemplateWords, case: Case) -> CertificateFacts:
    """Return the facts of a sample with these words. Three queries. Raises LogoLost."""
    today, number, issuer = timezone.localdate(), sample_number(), issuer_of(words)
    kk, ru, hours, edition = _course(words.course, case)
    facts: dict[str, Any] = (
        {
            "holder_name": LONGEST_NAME, "generation": 12, "name_source": "document",
            "mode": "in_person", "assurance": "phone", "valid_until": months_later(today, 12),
        }
        if case == Case.LONGEST
        else {
            "holder_name": SHORTEST_NAME, "generation": 1, "name_source": "declared",
            "mode": "attended", "assurance": "egov", "valid_until": None,
        }
    )  # fmt: skip
    return CertificateFacts(
        number=number,
        course_title_kk=kk,
        course_title_ru=ru,
        edition_number=edition,
        hours=hours,
        completed_on=today,
        issued_on=today,
        issuer_kk=issuer.kk,
        issuer_ru=issuer.ru,
        base_url=settings.BASE_URL,
        qr_text=qr_text(settings.BASE_URL, number, NO_PROOF),
        words=paper_words(words),
        is_sample=True,
        **facts,
    )


def _course(course: Course | None, case: Case) -> tuple[str, str, Decimal, int]:
    """Return titles, hours and edition of the published course whose titles are the longest."""
    newest = Edition.objects.order_by("course", "-number").distinct("course")
    if course is not None:
        newest = newest.filter(course=course)
    editions = {one.pk: one for one in newest}
    titles: dict[int, dict[str, str]] = {}
    texts = EditionText.objects.filter(edition__in=editions)
    for pk, language, title in texts.values_list("edition", "language", "title"):
        titles.setdefault(pk, {})[language] = title
    if not titles:
        return *TITLES, Decimal(6), 1
    choose = max if case == Case.LONGEST else min
    pk = choose(titles, key=lambda one: sum(map(len, titles[one].values())))
    return titles[pk]["kk"], titles[pk]["ru"], editions[pk].hours, editions[pk].number
