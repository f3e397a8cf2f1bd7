"""What can be wrong with giving access; worded for the administrator who reads it."""

from django.utils.translation import gettext_lazy as _


class AccessError(Exception):
    """The base of them all."""

    words = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.words)


class TwoKeysAlready(AccessError):
    """Two keys are open; one is taken back first."""

    words = _("There are two keys already. Revoke the one that is no longer used first.")


class ClientEnded(AccessError):
    """The client's access was ended."""

    words = _("The access of this system has ended. Give it access anew.")
