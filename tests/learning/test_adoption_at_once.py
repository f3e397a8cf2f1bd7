"""Taking a newer edition while the last task is answered, with a control."""

import uuid

import pytest

from courses.models import LessonSnapshot
from enrolments.actions import adopt_edition, enrol
from enrolments.exceptions import EnrolmentMoved
from enrolments.models import EditionAdoption, Enrolment
from learning.actions import answer_activity
from learning.exceptions import EditionTaken
from tests import cast
from tests.enrolments.story import at_once, slow_after, without_row_locks
from tests.learning.renewal import another_answer, renew

pytestmark = pytest.mark.django_db(transaction=True)

RUNS = 6


def adopt_while_answering(run):
    """The only lesson is answered in the old edition while the newer asks it otherwise."""
    course = cast.make_course(f"C{run}", f"c{run}")
    edition = cast.make_edition(course, modules=1, lessons=1)
    learner = cast.make_learner(email=f"adopter{run}@example.org")
    enrolment = enrol(user=learner, course=course)
    renew(edition, another_answer)
    snapshot = LessonSnapshot.objects.get(edition=edition, language="kk")

    def answer():
        with slow_after('select "enrolments_enrolment"'):
            return answer_activity(
                enrolment=enrolment, snapshot=snapshot, activity_key="check", options=["b"],
                client_id=uuid.uuid4(),
            )  # fmt: skip

    def adopt():
        with slow_after('select "enrolments_enrolment"'):
            return adopt_edition(enrolment=Enrolment.objects.get(pk=enrolment.pk))

    outcomes = at_once(answer, adopt)
    enrolment.refresh_from_db()
    return edition, enrolment, outcomes


def is_whole(edition, enrolment):
    """Completed on the old edition, or open on the newer one: nothing between."""
    on_the_old = enrolment.edition_id == edition.pk
    return bool(enrolment.completed_at) == on_the_old


def test_either_the_old_edition_is_completed_or_the_newer_one_is_open():
    for run in range(RUNS):
        edition, enrolment, (answered, adopted) = adopt_while_answering(run)
        assert is_whole(edition, enrolment)
        if enrolment.completed_at:
            assert isinstance(adopted, EnrolmentMoved)
        else:
            assert isinstance(answered, EditionTaken)
            assert enrolment.requirements.get().settled_at is None


def test_without_the_lock_the_old_answer_completes_the_newer_edition(monkeypatch):
    with without_row_locks(monkeypatch):
        whole = [is_whole(*adopt_while_answering(run)[:2]) for run in range(RUNS)]
    assert not all(whole), "the control no longer shows the fault"


def test_taken_twice_at_once_is_taken_once():
    edition = cast.make_edition(modules=1, lessons=2)
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    renew(edition, another_answer)
    outcomes = at_once(*[lambda: adopt_edition(enrolment=enrolment)] * 3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "EditionAdoption", "NoneType", "NoneType",
    ]  # fmt: skip
    assert EditionAdoption.objects.count() == 1
