"""Paper lists of those who attended: who may see which, and what is done with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.actions.receiving import proved_learner
from accounts.actions.record import record_lookups
from accounts.identity import account_key, identity_key
from centres.models import CentrePost
from certificates.desk.assisted.access import Counter, in_both_languages
from courses.models import Course
from enrolments.actions import confirm_attendance, record_attendance, withdraw_attendance
from enrolments.exceptions import CannotRecord, EnrolmentsError, SheetFull
from enrolments.models import Attendance, AttendanceSheet
from registry.gateway import IdentityNumber
from registry.models import RegistryOffice

CONFIRM, LEAVE, REMOVE = "confirm", "leave", "remove"
MOST_ON_A_SHEET = 60
KEEP_IN_SIGHT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Settled:
    """How many were confirmed and taken off, and what could not be done, with the words."""

    confirmed: int
    removed: int
    problems: list[tuple[Attendance, str]]


def course_attended() -> Course:
    """Return the course that lists are about."""
    return Course.objects.get(code=settings.REGISTRY_COURSE)


def sheets_for(counter: Counter) -> QuerySet[AttendanceSheet]:
    """Return the lists of somebody's places, and of the region for who confirms there.

    Two queries in all.
    """
    offices = [one.pk for one in counter.places if isinstance(one, RegistryOffice)]
    centres = [one.pk for one in counter.places if not isinstance(one, RegistryOffice)]
    regions = (
        CentrePost.objects.active()
        .filter(user=counter.staff, confirms_in_region=True)
        .values_list("centre__region", flat=True)
    )
    return AttendanceSheet.objects.filter(
        Q(office__in=offices)
        | Q(centre__in=centres)
        | Q(office__region__in=list(regions))
        | Q(centre__region__in=list(regions))
    ).select_related("office", "centre")


def counted(sheets: QuerySet[AttendanceSheet]) -> QuerySet[AttendanceSheet]:
    """Return lists with how many stand on each and how many wait, those to be done first."""
    living = Q(attendances__withdrawn_at=None)
    waiting = living & Q(attendances__confirmed_at=None)
    return (
        sheets.annotate(
            on_it=Count("attendances", filter=living),
            waiting=Count("attendances", filter=waiting),
        )
        .filter(Q(waiting__gt=0) | Q(opened_at__gt=timezone.now() - KEEP_IN_SIGHT))
        .order_by("-opened_at", "-pk")
    )


def write_down(*, counter: Counter, sheet: AttendanceSheet, identity: IdentityNumber) -> Attendance:
    """Write a person down on a list, by their number. The look-up is recorded first.

    Raises enrolments' errors; CannotRecord too for a number that no proved account has.
    """
    number = {"kind": identity.kind, "country": identity.country, "number": identity.number}
    _note(counter, sheet, "attended", [(identity_key(**number), "attended")])
    if sheet.attendances.count() >= MOST_ON_A_SHEET:
        raise SheetFull
    user = proved_learner(**number)
    if user is None:
        raise CannotRecord
    return record_attendance(sheet=sheet, user=user, by=counter.staff)


def waiting_on(sheet: AttendanceSheet) -> list[Attendance]:
    """Return those on a list who wait. One query."""
    return list(
        Attendance.objects.waiting()
        .filter(sheet=sheet)
        .select_related("enrolment__user", "recorded_by")
        .order_by("recorded_at", "pk")
    )


def note_look(*, counter: Counter, sheet: AttendanceSheet, waiting: list[Attendance]) -> None:
    """Write down that somebody sees these names; before they are shown."""
    answers = [(account_key(one.enrolment.user_id), "seen") for one in waiting]
    _note(counter, sheet, "attendance", answers)


def settle(
    *, counter: Counter, sheet: AttendanceSheet, decisions: Mapping[int, str], reason: str
) -> Settled:
    """Confirm or take off those on a list, each for itself; what is done is recorded first.

    `decisions`: by the attendance's id, `confirm` or `remove`; others are left as they are.
    """
    rows = list(
        Attendance.objects.filter(sheet=sheet, pk__in=decisions)
        .select_related("enrolment__user")
        .order_by("pk")
    )
    rows = [one for one in rows if decisions[one.pk] in (CONFIRM, REMOVE)]
    _note(
        counter, sheet, "attendance",
        [(account_key(one.enrolment.user_id), decisions[one.pk]) for one in rows],
    )  # fmt: skip
    confirmed, removed = 0, 0
    problems: list[tuple[Attendance, str]] = []
    for one in rows:
        try:
            if decisions[one.pk] == CONFIRM:
                confirm_attendance(attendance=one, by=counter.staff)
                confirmed += 1
            else:
                withdraw_attendance(attendance=one, reason=reason, by=counter.staff)
                removed += 1
        except EnrolmentsError as error:
            problems.append((one, str(error)))
    return Settled(confirmed, removed, problems)


def _note(
    counter: Counter, sheet: AttendanceSheet, purpose: str, answers: list[tuple[bytes, str]]
) -> None:
    if answers:
        record_lookups(
            actor=counter.staff, place=in_both_languages(sheet.place), purpose=purpose,
            answers=answers,
        )  # fmt: skip
