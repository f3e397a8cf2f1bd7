"""What can be wrong with a request to a centre; worded for the person who reads it."""

from django.utils.translation import gettext_lazy as _

from centres.models import VisitRequest


class CentresError(Exception):
    """The base of them all."""


class AlreadyAsked(CentresError):
    """The person has an open request to this centre, in other words; it is in `request`."""

    words = _(
        "You have asked this centre already. To change something, withdraw this request and ask "
        "anew."
    )

    def __init__(self, request: VisitRequest) -> None:
        """Keep the request that is open."""
        super().__init__()
        self.request = request

    def __str__(self) -> str:
        return str(self.words)


class CentreCannotBeAsked(CentresError):
    """The centre has no mailbox, or has left the directory."""

    words = _("This centre takes no requests through Otau. Please call it.")

    def __str__(self) -> str:
        return str(self.words)


class RequestUnderway(CentresError):
    """It is on its way to the centre, so it is withdrawn and not merely forgotten."""
