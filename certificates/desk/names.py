"""The name on a certificate, and whether it is the name in the registry."""

import unicodedata

from accounts.person import unseal_for
from certificates.models import Certificate
from web.sealing import CannotUnseal

NAME = "certificate.name"


def holder_name(certificate: Certificate) -> str:
    """Return the certified name; empty once the person has had it made unreadable."""
    try:
        return unseal_for(certificate.enrolment.user, certificate.sealed_name, NAME)
    except CannotUnseal:
        return ""


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: case, spaces and ways to write a letter do not count."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("ё", "е").split())
