"""Attended in person: one records, another confirms, and only then it counts."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.consent import consent_is_current
from accounts.models import User
from cms.models import FamilySupportCentre
from courses.models import Course
from enrolments.actions.enrolling import enrol
from enrolments.actions.requirements import settle_all_requirements, settle_requirement
from enrolments.exceptions import (
    AttendanceRecorded,
    AttendanceSettled,
    CannotRecord,
    EnrolmentMoved,
    OwnRecord,
)
from enrolments.models import Attendance, AttendanceSheet, Enrolment, EnrolmentRequirement
from enrolments.questions import LIVE_SESSION, enrolment_of, owes_live_session
from registry.models import RegistryOffice

SOURCE = "desk"
ATTENDED = "attended"


@transaction.atomic
def open_sheet(
    *, course: Course, place: RegistryOffice | FamilySupportCentre, began_on: date, ended_on: date,
    hours: Decimal, by: User, live_session: bool = False,
) -> AttendanceSheet:  # fmt: skip
    """Open a list of those who attended `course` at `place`, or the `live_session` of it alone."""
    where = "office" if isinstance(place, RegistryOffice) else "centre"
    made: AttendanceSheet = AttendanceSheet.objects.create(
        course=course, began_on=began_on, ended_on=ended_on, hours=hours, opened_by=by,
        live_session=live_session, **{where: place},
    )  # fmt: skip
    return made


def record_attendance(*, sheet: AttendanceSheet, user: User, by: User) -> Attendance:
    """Write down that a person stands on a list. It completes nothing until another confirms it.

    Whoever does not take the course yet is enrolled, if they agree to the newest consent text. On
    the list of a live session stands only who owes one: it would settle nothing for others, and
    keep them from the list of a whole course.
    Raises CannotRecord, AttendanceRecorded and CourseNotOffered.
    """
    try:
        return _record(sheet, user, by)
    except IntegrityError as error:  # at this very moment, by another
        if "one_living_attendance_per_enrolment" not in str(error):
            raise
        raise AttendanceRecorded from error


@transaction.atomic
def _record(sheet: AttendanceSheet, user: User, by: User) -> Attendance:
    found = enrolment_of(user, sheet.course.slug)
    if found is None:
        if not consent_is_current(user):
            raise CannotRecord
        found = enrol(user=user, course=sheet.course, source=SOURCE, region=sheet.place.region)
    enrolment = Enrolment.objects.select_for_update().get(pk=found.pk)
    if enrolment.completed_at or enrolment.withdrawn_at:
        raise CannotRecord
    if sheet.live_session and not owes_live_session(enrolment):
        raise CannotRecord
    if Attendance.objects.filter(enrolment=enrolment, withdrawn_at=None).exists():
        raise AttendanceRecorded
    made: Attendance = Attendance.objects.create(
        sheet=sheet, enrolment=enrolment, edition_id=enrolment.edition_id, recorded_by=by
    )
    return made


@transaction.atomic
def confirm_attendance(*, attendance: Attendance, by: User) -> Attendance:
    """Confirm what another recorded; what that completes is completed in this transaction, once.

    The whole course settles everything that is owed, a live session itself alone.

    The enrolment is locked first, as by whoever finishes online at the same moment: whichever comes
    first completes, and the certificate says how. Raises OwnRecord; AttendanceSettled when somebody
    confirmed it or took it off meanwhile; EnrolmentMoved when the person has completed or stopped,
    or takes another edition than the one that was attended; a live session is of every edition.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=attendance.enrolment_id)
    if attendance.recorded_by_id == by.pk:
        raise OwnRecord
    gone = enrolment.completed_at or enrolment.withdrawn_at
    is_live = attendance.sheet.live_session
    waiting = Attendance.objects.waiting().filter(pk=attendance.pk)
    if not waiting.exists():
        raise AttendanceSettled
    if gone or not (is_live or enrolment.edition_id == attendance.edition_id):
        raise EnrolmentMoved
    waiting.update(confirmed_at=timezone.now(), confirmed_by=by)
    if is_live:
        kind = EnrolmentRequirement.Kind.ATTENDANCE
        settle_requirement(enrolment=enrolment, kind=kind, key=LIVE_SESSION, reason=ATTENDED)
    else:
        settle_all_requirements(enrolment=enrolment, reason=ATTENDED)
    attendance.refresh_from_db()
    return attendance


@transaction.atomic
def withdraw_attendance(*, attendance: Attendance, reason: str, by: User) -> Attendance:
    """Take a person off a list before it is confirmed, and say why. Raises AttendanceSettled."""
    Enrolment.objects.select_for_update().get(pk=attendance.enrolment_id)
    won = (
        Attendance.objects.waiting()
        .filter(pk=attendance.pk)
        .update(
            withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_for=Attendance.Reason(reason)
        )
    )
    if not won:
        raise AttendanceSettled
    attendance.refresh_from_db()
    return attendance
