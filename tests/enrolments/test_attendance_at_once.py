"""Attendance and whatever happens at the same moment; each with a control in which it goes wrong."""

from datetime import date

import pytest

from certificates.models import Certificate
from enrolments.actions import (
    confirm_attendance,
    enrol,
    open_sheet,
    record_attendance,
    settle_requirement,
    withdraw_attendance,
)
from enrolments.models import Attendance
from tests import cast
from tests.certificates.story import settle_all
from tests.enrolments.story import at_once, slow_after, without_row_locks

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = 6


@pytest.fixture
def staff(db):
    return [cast.make_clerk() for _ in range(3)]


@pytest.fixture
def waiting(staff):
    """`waiting()` returns the attendance of a learner who has one lesson left, and its key."""
    edition = cast.make_edition(modules=1, lessons=2)

    def make():
        learner = cast.make_learner()
        enrolment = enrol(user=learner, course=edition.course)
        [left] = settle_all(enrolment, but=1)
        day = date(2026, 11, 16)
        sheet = open_sheet(
            course=edition.course, place=cast.make_office(), began_on=day, ended_on=day, hours=6,
            by=staff[0],
        )  # fmt: skip
        return record_attendance(sheet=sheet, user=learner, by=staff[0]), left

    return make


def confirming(attendance, by):
    def job():
        with slow_after('select "enrolments_enrolment"'), slow_after('select 1 as "a"'):
            return confirm_attendance(attendance=attendance, by=by).confirmed_by_id == by.pk

    return job


def finishing(attendance, key):
    def job():
        with slow_after('update "enrolments_enrolmentrequirement"'):
            return settle_requirement(enrolment=attendance.enrolment, kind="lesson", key=key)

    return job


def taking_off(attendance, by):
    def job():
        with slow_after('select "enrolments_enrolment"'):
            return withdraw_attendance(attendance=attendance, reason="sheet", by=by)

    return job


def agrees(attendance) -> bool:
    """Whether there is one certificate, and it says what is confirmed."""
    attendance = Attendance.objects.get(pk=attendance.pk)
    certificates = list(Certificate.objects.filter(enrolment=attendance.enrolment_id))
    confirmed = attendance.confirmed_at is not None
    return [one.mode == "attended" for one in certificates] == [confirmed]


def test_two_confirm_at_once_and_one_does(waiting, staff):
    for _run in range(RUNS):
        attendance, _left = waiting()
        outcomes = at_once(*(confirming(attendance, by) for by in staff[1:]))
        assert sorted(type(one).__name__ for one in outcomes) == ["AttendanceSettled", "bool"]
        assert agrees(attendance)


def test_confirmed_while_the_person_finishes_online(waiting, staff):
    for _run in range(RUNS):
        attendance, left = waiting()
        at_once(confirming(attendance, staff[1]), finishing(attendance, left))
        assert agrees(attendance)


def test_without_the_lock_the_certificate_and_the_list_disagree(waiting, staff, monkeypatch):
    """The control."""
    with without_row_locks(monkeypatch):
        outcomes = []
        for _run in range(RUNS * 2):
            attendance, left = waiting()
            at_once(confirming(attendance, staff[1]), finishing(attendance, left))
            outcomes.append(agrees(attendance))
    assert not all(outcomes)


def test_confirmed_while_it_is_taken_off(waiting, staff):
    for _run in range(RUNS):
        attendance, _left = waiting()
        outcomes = at_once(confirming(attendance, staff[1]), taking_off(attendance, staff[0]))
        attendance.refresh_from_db()
        assert (attendance.confirmed_at is None) != (attendance.withdrawn_at is None)
        assert sum(isinstance(one, Exception) for one in outcomes) == 1
        made = Certificate.objects.filter(enrolment=attendance.enrolment_id).count()
        assert made == (attendance.confirmed_at is not None)


def test_written_down_twice_at_once_is_once(waiting, staff):
    attendance, _left = waiting()
    withdraw_attendance(attendance=attendance, reason="sheet", by=staff[0])
    user = attendance.enrolment.user

    def job():
        return record_attendance(sheet=attendance.sheet, user=user, by=staff[0])

    outcomes = at_once(job, job)
    assert sorted(type(one).__name__ for one in outcomes) == ["Attendance", "AttendanceRecorded"]
