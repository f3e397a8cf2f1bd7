import pytest

from courses.models import LessonSnapshot, LessonWithdrawal
from courses.signals import lesson_withdrawn
from enrolments.actions import enrol, settle_requirement, withdraw
from enrolments.models import EnrolmentRequirement
from enrolments.tasks import settle_withdrawn_lessons
from tests import cast
from tests.enrolments import story

pytestmark = pytest.mark.django_db


def take_away(edition, slug="lesson-1"):
    """Withdraw a lesson as the methodologist does."""
    lesson = LessonSnapshot.objects.filter(edition=edition, slug=slug).first()
    LessonWithdrawal.objects.create(
        course=edition.course, lesson_key=lesson.lesson_key, reason="harm", withdrawn_by="m"
    )
    lesson_withdrawn.send(sender=None, course=edition.course, lesson_key=lesson.lesson_key)
    return str(lesson.lesson_key)


def test_a_withdrawn_lesson_is_settled_for_everybody_who_is_learning(edition, tasks_at_once):
    learning = [enrol(user=cast.make_learner(), course=edition.course) for _ in range(3)]
    stopped = enrol(user=cast.make_learner(), course=edition.course)
    withdraw(enrolment=stopped)
    with tasks_at_once():
        key = take_away(edition)
    rows = EnrolmentRequirement.objects.filter(key=key).exclude(settled_at=None)
    assert {row.enrolment_id for row in rows} == {enrolment.pk for enrolment in learning}
    assert {row.reason for row in rows} == {"withdrawn"}


def test_whoever_lacked_only_this_lesson_completes(edition, tasks_at_once):
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    for row in EnrolmentRequirement.objects.filter(enrolment=enrolment).order_by("pk"):
        lesson = LessonSnapshot.objects.filter(lesson_key=row.key).first()
        if lesson.slug != "lesson-1":
            settle_requirement(enrolment=enrolment, kind=row.kind, key=row.key)
    with tasks_at_once():
        take_away(edition)
    enrolment.refresh_from_db()
    assert enrolment.completed_at


def test_a_completion_is_neither_given_twice_nor_taken_away(edition, tasks_at_once):
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    story.settle_all(enrolment, settle_requirement)
    enrolment.refresh_from_db()
    completed_at = enrolment.completed_at
    with tasks_at_once():
        take_away(edition)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == completed_at


def test_what_a_lost_task_left_the_sweep_finds_and_twice_does_no_harm(edition):
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    key = take_away(edition)  # the task never ran: nothing was committed to it
    row = EnrolmentRequirement.objects.get(enrolment=enrolment, key=key)
    assert not row.settled_at
    settle_withdrawn_lessons()
    row.refresh_from_db()
    settled_at = row.settled_at
    assert settled_at
    settle_withdrawn_lessons()
    row.refresh_from_db()
    assert row.settled_at == settled_at


def test_more_than_a_batch(edition, monkeypatch):
    monkeypatch.setattr("enrolments.actions.requirements.BATCH", 2)
    for _ in range(5):
        enrol(user=cast.make_learner(), course=edition.course)
    take_away(edition)
    settle_withdrawn_lessons()
    assert EnrolmentRequirement.objects.exclude(settled_at=None).count() == 5
