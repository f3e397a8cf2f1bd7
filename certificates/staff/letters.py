"""Which letters of a certificate its font cannot show."""

from certificates.models import Certificate
from certificates.names import readable_name
from certificates.rendering.lettering import missing_letters


def letters_missing(certificate: Certificate) -> str:
    """Return the letters, each once; nothing else of the name leaves this function."""
    return missing_letters(
        "".join(
            (
                readable_name(certificate),
                certificate.course_title_kk,
                certificate.course_title_ru,
                certificate.issuer_kk,
                certificate.issuer_ru,
            )
        )
    )
