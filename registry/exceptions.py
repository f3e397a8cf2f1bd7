"""What can be wrong with an application or a claim; worded for the person who reads it."""

from django.utils.translation import gettext_lazy as _


class RegistryError(Exception):
    """The base of them all."""


class AlreadyLinked(RegistryError):
    """The account is linked to an application that lives; it is unlinked first."""

    words = _("Your page is already linked to an application. Unlink it first.")


class IdentityIsAnother(RegistryError):
    """The account's own identity was confirmed, and it is not the number that was typed."""

    words = _("Your page already has a confirmed identity number, and it is another one.")


class PhoneProofNotPossible(RegistryError):
    """No code can be checked: the words are those of a wrong code, so that nothing is told."""

    words = _("The code is wrong or too old. Check it, or ask for a new one.")


class OfficesNotUnderstood(RegistryError):
    """A file of offices is not what it should be; `lines` says what is wrong, line by line."""

    def __init__(self, lines: list[str]) -> None:
        """Keep what is wrong with each line."""
        super().__init__("; ".join(lines))
        self.lines = lines
