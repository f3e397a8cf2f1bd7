"""What can be wrong with a certificate, worded for the person who will read it."""

from django.utils.translation import gettext_lazy as _


class CertificateError(Exception):
    """Base of what this app refuses."""


class NotCompleted(CertificateError):
    """The enrolment has not been completed, so there is nothing to certify."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("The course has not been completed yet."))


class AlreadyEnded(CertificateError):
    """The certificate was superseded or revoked before."""

    def __str__(self) -> str:
        """Say so."""
        return str(_("This certificate has already been replaced or revoked."))


class NoKeySigns(CertificateError):
    """No private key of this process may sign: none is published long enough, or all have ended."""

    def __str__(self) -> str:
        """Say so, to whoever runs Otau."""
        return "No key that this process has may sign. See `manage.py signing_keys check`."


class KeyRefused(CertificateError):
    """Something asked of a signing key cannot be done; the message says why."""
