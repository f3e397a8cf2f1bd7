"""What can be wrong with an application or a claim; worded for the person who reads it."""

from django.utils.translation import gettext_lazy as _


class RegistryError(Exception):
    """The base of them all."""


class AlreadyLinked(RegistryError):
    """The account is linked to an application that lives; it is unlinked first."""

    words = _("Your page is already linked to an application. Unlink it first.")

    def __str__(self) -> str:
        return str(self.words)


class ImportDecided(RegistryError):
    """Somebody decided otherwise about the file meanwhile, or there is nothing to take in."""

    words = _("A colleague has decided about this file meanwhile. See below what became of it.")

    def __str__(self) -> str:
        return str(self.words)


class OfficesNotUnderstood(RegistryError):
    """A file of offices is not what it should be; `lines` says what is wrong, line by line."""

    def __init__(self, lines: list[str]) -> None:
        """Keep what is wrong with each line."""
        super().__init__("; ".join(lines))
        self.lines = lines
