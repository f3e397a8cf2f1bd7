"""Everything that changes enrolments, couples and invitations."""

from enrolments.actions.adopting import adopt_edition, decline_edition
from enrolments.actions.attending import (
    confirm_attendance,
    open_sheet,
    record_attendance,
    withdraw_attendance,
)
from enrolments.actions.couples import (
    accept_invitation,
    decline_invitation,
    hide_modules,
    invite,
    leave_couple,
    show_modules,
    withdraw_invitation,
)
from enrolments.actions.devices import forget_device_uses, remember_device
from enrolments.actions.enrolling import enrol, withdraw
from enrolments.actions.erasing import forget_couples, forget_courses, lock_courses
from enrolments.actions.joining import move_enrolments
from enrolments.actions.requirements import settle_requirement, settle_withdrawn_lessons

__all__ = [
    "accept_invitation",
    "adopt_edition",
    "confirm_attendance",
    "decline_edition",
    "decline_invitation",
    "enrol",
    "forget_couples",
    "forget_courses",
    "forget_device_uses",
    "hide_modules",
    "invite",
    "leave_couple",
    "lock_courses",
    "move_enrolments",
    "open_sheet",
    "record_attendance",
    "remember_device",
    "settle_requirement",
    "settle_withdrawn_lessons",
    "show_modules",
    "withdraw",
    "withdraw_attendance",
    "withdraw_invitation",
]
