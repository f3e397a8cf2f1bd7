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
