"""A live session that a policy asks for: one attendance beside the lessons, and no lesson."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from certificates.models import Certificate
from enrolments.actions import adopt_edition, confirm_attendance, enrol, open_sheet
from enrolments.actions.attending import record_attendance
from enrolments.exceptions import CannotRecord
from enrolments.models import Attendance, AttendanceSheet, CoursePolicy
from learning.models import LessonProgress
from registry.standin import cast as couples
from tests import cast
from tests.certificates.story import settle_all
from tests.enrolments import story
from tests.registry.people import identified

pytestmark = pytest.mark.django_db
PART = "A live session is a part of this course"
LISTS = "/kk/desk/attendance/"


def ask_for_one(course, region="KZ-75", **terms):
    day = timezone.localdate() - timedelta(days=1)
    CoursePolicy.objects.create(
        course=course, region=region, valid_from=day, **{"live_session": True} | terms
    )


@pytest.fixture
def hers(aigerim, edition):
    """Aigerim begins where the policy asks for a live session."""
    ask_for_one(edition.course)
    identified(aigerim, couples.AIGERIM, "seen")
    return enrol(user=aigerim, course=edition.course, region="KZ-75")


@pytest.fixture
def recorder():
    return cast.make_clerk(name="Жазушы Маман")


@pytest.fixture
def colleague(recorder):
    return cast.make_clerk(name="Растаушы Маман")


def listed(course, by, *, live_session=True):
    today = timezone.localdate()
    return open_sheet(
        course=course, place=by.clerkships.get().office, began_on=today, ended_on=today, hours=2,
        by=by, live_session=live_session,
    )  # fmt: skip


def attended(enrolment, recorder, colleague, **sheet):
    row = record_attendance(
        sheet=listed(enrolment.course, recorder, **sheet), user=enrolment.user, by=recorder
    )
    confirm_attendance(attendance=row, by=colleague)
    enrolment.refresh_from_db()


def owed(enrolment):
    return set(enrolment.requirements.filter(settled_at=None).values_list("kind", flat=True))


def test_the_lessons_alone_do_not_complete(hers, recorder, colleague):
    settle_all(hers)
    hers.refresh_from_db()
    assert (hers.completed_at, owed(hers)) == (None, {"attendance"})
    attended(hers, recorder, colleague)
    assert hers.completed_at
    certificate = Certificate.objects.get()
    assert certificate.mode == "live"
    words = "Онлайн, маманмен тікелей сабағы бар"  # as the paper says it
    assert words in Client().get(f"/kk/c/{certificate.number}/").text


def test_the_live_session_settles_no_lesson(hers, recorder, colleague):
    attended(hers, recorder, colleague)
    assert (hers.completed_at, owed(hers)) == (None, {"lesson"})
    settle_all(hers)
    hers.refresh_from_db()
    assert hers.completed_at


def test_the_whole_course_in_person_settles_both(hers, recorder, colleague):
    attended(hers, recorder, colleague, live_session=False)
    assert hers.completed_at
    assert Certificate.objects.get().mode == "attended"


def test_it_counts_in_a_newer_edition_too(hers, recorder, colleague):
    row = record_attendance(sheet=listed(hers.course, recorder), user=hers.user, by=recorder)
    cast.make_edition(hers.course)
    adopt_edition(enrolment=hers)
    confirm_attendance(attendance=row, by=colleague)
    assert owed(hers) == {"lesson"}


@pytest.mark.parametrize(
    ("region", "terms", "asked"),
    [
        ("KZ-75", lambda _: {}, True), ("", lambda _: {}, True), ("KZ-43", lambda _: {}, False),
        ("KZ-75", lambda _: {"live_session": False}, False),
        ("KZ-75", lambda day: {"valid_from": day + timedelta(days=1)}, False),
    ],
)  # fmt: skip
def test_the_policy_of_the_region_on_the_day_of_beginning(aigerim, edition, region, terms, asked):
    day = timezone.localdate()
    CoursePolicy.objects.create(
        course=edition.course, region=region,
        **{"valid_from": day, "live_session": True} | terms(day),
    )  # fmt: skip
    begun = enrol(user=aigerim, course=edition.course, region="KZ-75")
    assert ("attendance" in owed(begun)) is asked


def test_who_began_before_the_policy_owes_nothing_more(aigerim, edition, recorder):
    identified(aigerim, couples.AIGERIM, "seen")
    begun = enrol(user=aigerim, course=edition.course, region="KZ-75")
    ask_for_one(edition.course)
    assert enrol(user=aigerim, course=edition.course, region="KZ-75") == begun
    with pytest.raises(CannotRecord):
        record_attendance(sheet=listed(begun.course, recorder), user=aigerim, by=recorder)
    assert not Attendance.objects.exists()


def test_the_page_of_the_course_says_so(hers, aigerim, recorder, colleague, signed_in):
    browser = signed_in(aigerim)
    page = browser.get("/kk/learn/neke/").text
    assert gettext(PART) in page
    assert "/kk/centres/" in page
    for key in hers.requirements.filter(kind="lesson").values_list("key", flat=True):
        LessonProgress.objects.create(enrolment=hers, lesson_key=key, completed_at=timezone.now())
    settle_all(hers)
    assert gettext("Every required lesson is done.") in browser.get("/kk/learn/neke/").text
    attended(hers, recorder, colleague)
    assert gettext(PART) not in browser.get("/kk/learn/neke/").text


def test_that_it_was_attended_is_said_while_lessons_are_left(
    hers, aigerim, recorder, colleague, signed_in
):
    attended(hers, recorder, colleague)
    page = signed_in(aigerim).get("/kk/learn/neke/").text
    assert gettext("That you attended it is confirmed. The lessons complete the course.") in page


@pytest.mark.parametrize("asked", [True, False])
def test_it_is_said_before_one_begins(edition, asked):
    ask_for_one(edition.course, region="", live_session=asked)
    words = gettext(
        "A live session is a part of this course: where and when it takes place a Family Support"
        " Centre or the registry office says."
    )
    assert (words in Client().get(story.begin_url()).text) is asked


@pytest.mark.parametrize(("what", "live"), [("live", True), ("whole", False), ("", False)])
def test_the_desk_opens_a_list_of_either(edition, recorder, signed_in, what, live):
    browser = signed_in(recorder)
    typed = {"began_on": timezone.localdate().isoformat(), "ended_on": "", "hours": "2"}
    answer = browser.post(LISTS, typed | {"what": what})
    assert AttendanceSheet.objects.get().live_session is live
    said = gettext("live session")
    assert (f"· {said}" in browser.get(answer["Location"]).text) is live
    assert (f"· {said}" in browser.get(LISTS).text) is live


def test_a_list_of_something_else_is_not_opened(edition, recorder, signed_in):
    typed = {"began_on": timezone.localdate().isoformat(), "hours": "2", "what": "half"}
    assert signed_in(recorder).post(LISTS, typed).status_code == 422
    assert not AttendanceSheet.objects.exists()
