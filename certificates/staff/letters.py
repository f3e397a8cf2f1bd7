"""Which letters of a certificate its font cannot show."""

from certificates.desk.names import holder_name
from certificates.models import Certificate
from certificates.rendering.lettering import missing_letters


def letters_missing(certificate: Certificate) -> str:
    """Return the letters, each once; nothing else of the name leaves this function."""
    return missing_letters(
        "".join(
            (
                holder_name(certificate),
                certificate.course_title_kk,
                certificate.course_title_ru,
                certificate.issuer_kk,
                certificate.issuer_ru,
            )
        )
    )
