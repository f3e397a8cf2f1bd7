"""Contacts: an e-mail address in small letters or a phone number in E.164, told apart by "@"."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumber_field.phonenumber import to_python

from accounts.exceptions import ContactMalformed
from web.sealing import lookup_key, lookup_keys, seal, unseal

PLACE = "contact"
LONGEST = 254


def parse_contact(text: str) -> str:
    """Return the contact that was typed, in the one form in which it is kept.

    Phone numbers are read as in Kazakhstan (8 701 …) unless they begin with a plus sign. Raises
    ContactMalformed.
    """
    text = text.strip()
    if len(text) > LONGEST or "\0" in text:
        raise ContactMalformed
    if is_email(text):
        try:
            validate_email(text)
            return as_delivered(text.lower())
        except (ValidationError, UnicodeError) as error:
            raise ContactMalformed from error
    phone = to_python(text)
    if not phone or not phone.is_valid():
        raise ContactMalformed
    return str(phone.as_e164)


def as_delivered(email: str) -> str:
    """Return an address with its domain as mail servers read it: signs that they pass over, or read
    as others, make no second address of the same mailbox. Raises UnicodeError, also for those that
    turn the line in which it is written.
    """
    mailbox, _at, domain = email.rpartition("@")
    read = domain.encode("idna").decode("idna")
    if not read.isprintable():
        raise UnicodeError
    return f"{mailbox}@{read}"


def is_email(contact: str) -> bool:
    """Whether a contact is an e-mail address and not a phone number."""
    return "@" in contact


def field_of(contact: str) -> str:
    """Return the name of the user's field that holds such a contact: email or phone."""
    return "email" if is_email(contact) else "phone"


def contact_key(contact: str) -> bytes:
    """Return the lookup key (32 bytes) that stands beside a sealed contact."""
    return lookup_key(contact, PLACE)


def contact_keys(contact: str) -> list[bytes]:
    """Return the lookup keys to search by, one for each key that is alive."""
    return lookup_keys(contact, PLACE)


def seal_contact(contact: str) -> bytes:
    """Encrypt a contact."""
    return seal(contact, PLACE)


def open_contact(sealed: bytes | memoryview) -> str:
    """Decrypt a contact. Raises CannotUnseal."""
    return unseal(sealed, PLACE)
