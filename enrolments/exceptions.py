"""What can be wrong with an enrolment, an invitation or a couple, for those who will read it."""

from django.utils.translation import gettext_lazy as _


class EnrolmentsError(Exception):
    """Something about enrolments or couples cannot be done; `message` says why, translated."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class CourseNotOffered(EnrolmentsError):
    """The course has no published edition in which something is left to learn."""

    message = _("This course is not open yet. Please come back later.")


class EnrolmentMoved(EnrolmentsError):
    """The enrolment was completed, withdrawn or took another edition meanwhile."""

    message = _("This changed meanwhile. Please open the course again.")


class AlreadyInCouple(EnrolmentsError):
    """The person is in a couple already."""

    message = _("You take courses as a couple with somebody already.")


class InvitationNotOpen(EnrolmentsError):
    """The invitation is unknown, withdrawn, used or past: deliberately one answer."""

    message = _("This invitation cannot be used.")


class OwnInvitation(EnrolmentsError):
    """A person opened the invitation they made themselves."""

    message = _("You made this invitation yourself.")


class PolicyDayPassed(EnrolmentsError):
    """A policy would begin today or before."""

    message = _("A policy begins tomorrow at the earliest: nobody is held to a rule of yesterday.")


class ProposalOfOneself(EnrolmentsError):
    """Who proposed a policy does not approve it."""

    message = _("Another person approves what you proposed.")


class ProposalDecided(EnrolmentsError):
    """Somebody decided the proposal before, or its author took it back."""

    message = _("This proposal was decided meanwhile.")


class ExemptAlready(EnrolmentsError):
    """An exemption of this person holds."""

    message = _("This person is exempt already. End that exemption first.")


class ExemptionOver(EnrolmentsError):
    """The exemption has ended."""

    message = _("This exemption has ended already.")


class CannotRecord(EnrolmentsError):
    """Nothing to write attendance down on: one wording for every cause, for the clerk."""

    message = _(
        "Attendance cannot be written down for this number. Check the number. If it is right, make "
        "a code on paper for the person first: their document and their consent are needed. "
        "Somebody who has a certificate already needs nothing more."
    )


class AttendanceRecorded(EnrolmentsError):
    """The person stands on a list already."""

    message = _("This person stands on a list already.")


class AttendanceSettled(EnrolmentsError):
    """Somebody confirmed it or took it off meanwhile."""

    message = _("Somebody has confirmed this or taken it off meanwhile.")


class OwnRecord(EnrolmentsError):
    """What one person wrote down another has to confirm."""

    message = _("You wrote this down yourself: somebody else has to confirm it.")


class SheetFull(EnrolmentsError):
    """A list has as many as can be compared with a paper at one go."""

    message = _("This list is full. Open another one for the same days.")
