"""What can be wrong in the workshop, in words for the person who reads them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class WorkshopError(Exception):
    """The base of all of them. `str(error)` is meant to be shown."""

    words: str | Promise = _("This did not work. Please try again.")

    def __init__(self, words: str | Promise = "") -> None:
        """Keep other `words` than the usual ones."""
        super().__init__(words or self.words)


class PermissionUnknown(WorkshopError):
    """`workshop.roles` names permissions that the database does not have; for operators."""


class AssignmentExists(WorkshopError):
    """The person has this role (and module) on one of these days already."""

    words = _("This person has this role on these days already.")


class AssignmentOver(WorkshopError):
    """It has ended; history is not rewritten."""

    words = _("This role has ended. What is over is not changed; give the role anew.")


class DatesWrong(WorkshopError):
    """The role would end before it begins, or begin or end in the past."""

    words = _("Please check the dates: a role ends after it begins, and neither lies in the past.")


class NotYoursToGive(WorkshopError):
    """A methodologist gives modules to trainers; other roles are given by administrators."""

    words = _("Only an administrator gives and ends this role.")


class OverseesThemselves(WorkshopError):
    """Whoever gives roles and keys would watch over what is done with them."""

    words = _(
        "Administrators do not oversee the record of look-ups, and nobody gives themselves this "
        "role. Choose another colleague."
    )


class LastAdministrator(WorkshopError):
    """Nobody could give roles any more."""

    words = _("This is the last administrator. Give this role to somebody else first.")


class ModuleUnknown(WorkshopError):
    """A module that no page has."""

    words = _("This module does not exist.")


class AddressTaken(WorkshopError):
    """The e-mail address belongs to somebody's account."""

    words = _(
        "This address belongs to an account already. If it is a colleague's, give them a role in "
        "the list; a learner's account cannot become a staff account: use the work address."
    )
