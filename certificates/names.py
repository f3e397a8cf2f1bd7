"""The name on a certificate: whether it is the registry's, and its words where it is not."""

from accounts.person import unseal_for
from certificates.actions import NAME_PLACE
from certificates.models import Certificate
from certificates.payload import name_digest, number_salt
from web.sealing import CannotUnseal
from web.tokens import same_digest


def is_made_out_to(certificate: Certificate, name: str) -> bool:
    """Whether `name` is the certified name; case, spaces and kinds of hyphen do not count.

    It is compared with the digest, so this costs no query and works after the name was erased.
    """
    return same_digest(name_digest(name, number_salt(certificate.number)), certificate.name_digest)


def readable_name(certificate: Certificate) -> str:
    """Return the certified name; empty once the person has had it made unreadable."""
    try:
        return unseal_for(certificate.enrolment.user, certificate.sealed_name, NAME_PLACE)
    except CannotUnseal:
        return ""
