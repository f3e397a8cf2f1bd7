"""What is refused of a bulk job, worded for whoever asked."""

from django.utils.translation import gettext_lazy as _

from certificates.exceptions import CertificateError


class BulkRefused(CertificateError):
    """Base of what is refused of a bulk job."""

    message = _("This cannot be done now: somebody else was faster. Look at the page again.")

    def __str__(self) -> str:
        """Say so."""
        return str(self.message)


class JobElsewhere(BulkRefused):
    """The job is in another state than the one it was asked from."""


class JobOfOneself(BulkRefused):
    """Who proposed a job does not confirm it."""

    message = _("Another person confirms what you proposed.")


class NobodyChosen(BulkRefused):
    """No certificate is left in the job."""

    message = _("No certificate is chosen.")


class JobTooOld(BulkRefused):
    """A job that nobody confirmed for a week is proposed anew."""

    message = _("This was proposed more than seven days ago. Propose it anew.")
