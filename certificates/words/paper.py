"""Which words a certificate bears, and how they come onto the paper."""

import hashlib
from functools import lru_cache

from django.conf import settings
from django.core.files.storage import storages

from certificates.rendering.facts import PaperWords
from certificates.rendering.lettering import RenderingFailed
from certificates.rendering.wording import Bilingual
from certificates.words.models import CertificateTemplate, TemplateWords
from courses.models import Course


class LogoLost(RenderingFailed):
    """The stored logo is missing or is not what it was: better no page than one without it."""


def template_for(course: Course | None) -> CertificateTemplate | None:
    """Return the version in force for `course`; None as long as nobody has published any.

    A course's own words go before those of all courses, until one says that it follows them again.
    """
    newest = CertificateTemplate.objects.order_by("-number")
    if course is not None:
        own = newest.filter(course=course).first()
        if own is not None and not own.follows_all:
            return own
    return newest.filter(course=None).first()


def issuer_of(template: TemplateWords | None) -> Bilingual:
    """Return who issues; before the first version, whom the settings name."""
    if template is None:
        return Bilingual(settings.CERTIFICATE_ISSUER_KK, settings.CERTIFICATE_ISSUER_RU)
    return Bilingual(template.issuer_kk, template.issuer_ru)


def paper_words(template: TemplateWords | None) -> PaperWords:
    """Return the words of a version as the paper takes them. Raises LogoLost."""
    if template is None:
        return PaperWords()
    return PaperWords(
        title_kk=template.title_kk,
        title_ru=template.title_ru,
        sentence_kk=template.sentence_kk,
        sentence_ru=template.sentence_ru,
        signatory_post_kk=template.signatory_post_kk,
        signatory_post_ru=template.signatory_post_ru,
        signatory_name_kk=template.signatory_name_kk,
        signatory_name_ru=template.signatory_name_ru,
        logo_alt_kk=template.logo_alt_kk,
        logo_alt_ru=template.logo_alt_ru,
        logo=stored_logo(template.logo) if template.logo else b"",
    )


@lru_cache(maxsize=8)
def stored_logo(digest: str) -> bytes:
    """Return the picture that lies under its SHA-256. Raises LogoLost."""
    try:
        with storages["private"].open(name_of_logo(digest)) as file:
            content: bytes = file.read()
    except OSError as error:
        raise LogoLost(f"logo {digest} cannot be read") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise LogoLost(f"logo {digest} is damaged")
    return content


def name_of_logo(digest: str) -> str:
    """Return the name of a logo in the private storage."""
    return f"words/{digest}.png"
