"""Pages on which people begin a course, form a couple, and leave either."""

from enrolments.views.begin import begin, withdraw
from enrolments.views.begin_lesson import begin_lesson
from enrolments.views.couple import (
    couple,
    hide_modules,
    invite,
    leave_couple,
    show_modules,
    withdraw_invitation,
)
from enrolments.views.invitation import invitation, invitation_link

__all__ = [
    "begin",
    "begin_lesson",
    "couple",
    "hide_modules",
    "invitation",
    "invitation_link",
    "invite",
    "leave_couple",
    "show_modules",
    "withdraw",
    "withdraw_invitation",
]
