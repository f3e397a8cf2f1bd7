"""The name on a certificate: where it is from, what it says, and whether it is this one."""

from typing import Final

from accounts.actions.names import corrected_name
from accounts.models import User
from accounts.person import unseal_for
from certificates.models import Certificate
from certificates.payload import name_digest, number_salt
from registry.questions import registered_name
from web.sealing import CannotUnseal
from web.tokens import same_digest

NAME_PLACE: Final = "certificate.name"


def name_for(user: User, corrected: str | None = None, declared: str = "") -> tuple[str, str]:
    """Return the name to certify and where it is from; what a clerk read in the document wins."""
    if corrected := corrected or corrected_name(user):
        return Certificate.NameSource.DOCUMENT, corrected
    if registered := registered_name(user):
        return Certificate.NameSource.REGISTRY, registered
    return Certificate.NameSource.DECLARED, declared or user.name


def holder_name(certificate: Certificate) -> str:
    """Return the certified name. Raises CannotUnseal once the person had it erased."""
    return unseal_for(certificate.enrolment.user, certificate.sealed_name, NAME_PLACE)


def readable_name(certificate: Certificate) -> str:
    """Return the certified name; empty once the person has had it made unreadable."""
    try:
        return holder_name(certificate)
    except CannotUnseal:
        return ""


def is_made_out_to(certificate: Certificate, name: str) -> bool:
    """Whether `name` is the certified name; case, spaces and kinds of hyphen do not count.

    It is compared with the digest, so this costs no query and works after the name was erased.
    """
    return same_digest(name_digest(name, number_salt(certificate.number)), certificate.name_digest)
