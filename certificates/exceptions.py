"""What can be wrong with a certificate, worded for the person who will read it."""

from django.utils.translation import gettext_lazy as _


class CertificateError(Exception):
    """Base of what this app refuses."""


class NotCompleted(CertificateError):
    """The enrolment has not been completed, so there is nothing to certify."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("The course has not been completed yet."))


class DocumentGone(CertificateError):
    """The holder erased their account: there is no document any more, and none is made."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("The holder of this certificate erased their account."))


class AlreadyEnded(CertificateError):
    """The certificate was superseded or revoked before."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("This certificate has already been replaced or revoked."))


class CannotOpenName(CertificateError):
    """The certificate was replaced or revoked: its name is opened to nobody."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("This certificate was replaced or revoked, so no link can be made to it."))


class TooManyNameLinks(CertificateError):
    """The person has as many links as one may have."""

    def __str__(self) -> str:
        """Say so, and what to do."""
        return str(_("You have five links that work. Withdraw one of them, then make another."))


class NameLinkEnded(CertificateError):
    """The link opens nothing, or never did."""


class NameNotSettled(CertificateError):
    """The person changes their name alone; there is nothing to ask a clerk for."""


class NoKeySigns(CertificateError):
    """No private key of this process may sign: none is published long enough, or all have ended."""

    def __str__(self) -> str:
        """Say so, to whoever runs Otau."""
        return "No key that this process has may sign. See `manage.py signing_keys check`."


class KeyRefused(CertificateError):
    """Something asked of a signing key cannot be done; the message says why."""


class OwnCertificate(CertificateError):
    """Somebody on the staff acts on the certificate that is made out to them."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("This certificate is your own. A colleague decides about it."))


class TooManyRevocations(CertificateError):
    """One person revokes more in a day than errors happen."""

    def __str__(self) -> str:
        """Say so, and what to do."""
        return str(
            _("You have revoked as many certificates today as one person may. "
              "For more it takes two people.")
        )  # fmt: skip


class NothingToMend(CertificateError):
    """The certificate was not revoked by a decision of the staff, or has a successor."""

    def __str__(self) -> str:
        """Say so."""
        return str(
            _("Only what a member of the staff has revoked, and what nothing has replaced yet, "
              "is certified anew.")
        )  # fmt: skip


class TakesAnother(CertificateError):
    """Whoever revoked wants to give back alone what they took."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("You revoked this certificate. A colleague certifies anew."))


class NotPending(CertificateError):
    """The document is there, or nobody can have it any more."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("There is no document to make."))


class FontLacksLetters(CertificateError):
    """The document cannot be made: the font lacks `letters`."""

    def __init__(self, letters: str) -> None:
        """Keep which letters."""
        super().__init__()
        self.letters = letters

    def __str__(self) -> str:
        """Say which."""
        said = _("The font of the certificates lacks these letters: %(letters)s")
        return str(said % {"letters": " ".join(self.letters)})


class NobodyToTell(CertificateError):
    """There is nothing to tell the holder, no way to, or they chose no such messages."""

    def __str__(self) -> str:
        """Say so."""
        return str(
            _("No message is sent: the holder has chosen none, has no contact, or there is "
              "nothing new.")
        )  # fmt: skip


class ToldToday(CertificateError):
    """The holder was told again within a day."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("The holder was told again less than a day ago."))
