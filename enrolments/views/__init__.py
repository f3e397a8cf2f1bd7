"""Pages on which people begin a course, form a couple, and leave either."""

from enrolments.views.begin import begin, withdraw
from enrolments.views.begin_lesson import begin_lesson
from enrolments.views.couple import couple, invite, leave_couple, withdraw_invitation
from enrolments.views.invitation import invitation, invitation_link

__all__ = [
    "begin",
    "begin_lesson",
    "couple",
    "invitation",
    "invitation_link",
    "invite",
    "leave_couple",
    "withdraw",
    "withdraw_invitation",
]
