"""What the one field of the desk was given: told apart by itself, never by asking anybody."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from certificates.addresses import NotACertificateAddress, split_qr_text
from certificates.desk.keyboards import digits_meant, readings
from registry.gateway import IdentityNumber
from registry.numbers import MOST_CHARACTERS, normalise_application_number

# What stands in the QR codes of shops, banks and sites, and in the number of no application.
_SOMETHING_SCANNED = re.compile(r"://|^www\.|^[a-z]{2,12}:|[\n\r\t]|[{}<>;=|]", re.IGNORECASE)
# Letters, digits, what may stand between them; and a digit at least.
_A_NUMBER = re.compile(r"(?=.*[0-9])[\w\-/.,()№]+")
_TWELVE = re.compile(r"[0-9]{12}", re.ASCII)


class Kind(Enum):
    """What a text is. `ALMOST_IIN`: twelve digits of which the last does not fit the others."""

    CERTIFICATE = auto()
    IDENTITY = auto()
    APPLICATION = auto()
    ALMOST_IIN = auto()
    FOREIGN = auto()


@dataclass(frozen=True, slots=True, repr=False)
class Fact:
    """A text and what it is; `proof` is the signed part of a certificate's QR code.

    `or_application`: a certificate's number of digits alone may be that of an application.
    """

    kind: Kind
    number: str = ""
    or_application: str = ""
    proof: str | None = None
    identity: IdentityNumber | None = None


def recognise(text: str) -> Fact:
    """Return what was typed or scanned. The host in a scanned address is never looked at.

    The check character of a certificate's number and the check digit of an IIN decide; what has
    neither is the number of an application, whose form is not confirmed, if it can be one at all.
    """
    certificate = _certificate_in(text)
    if certificate is not None:
        return certificate
    plain = normalise_application_number(digits_meant(text.strip()))
    digits = plain.replace("-", "")
    if _TWELVE.fullmatch(digits):
        try:
            return Fact(Kind.IDENTITY, identity=IdentityNumber.iin(digits))
        except ValueError:
            return Fact(Kind.ALMOST_IIN, number=plain)
    if any(_SOMETHING_SCANNED.search(one) for one in readings(text.strip())[:3]):
        return Fact(Kind.FOREIGN)
    if not _A_NUMBER.fullmatch(plain) or len(plain) > MOST_CHARACTERS:
        return Fact(Kind.FOREIGN)
    return Fact(Kind.APPLICATION, number=plain)


def passport_in(country: str, text: str) -> IdentityNumber:
    """Return the passport of `country` with the number typed, under whichever layout.

    ValueError, without the number in its words, where it is none.
    """
    for reading in readings(text):
        try:
            return IdentityNumber.passport(country, reading)
        except ValueError:
            continue
    raise ValueError("not the number of a passport")


def _certificate_in(text: str) -> Fact | None:
    for reading in readings(text.strip()):
        try:
            number, proof = split_qr_text(reading)
        except NotACertificateAddress:
            continue
        plain = normalise_application_number(reading)
        of_digits = number.replace("-", "").isdigit() and len(plain) <= MOST_CHARACTERS
        return Fact(
            Kind.CERTIFICATE, number=number, proof=proof, or_application=plain if of_digits else ""
        )
    return None
