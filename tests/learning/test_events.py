"""Events delivered shuffled, repeated and in two tabs end in the state of a serial run."""

import random
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import LessonSnapshot
from enrolments.actions import enrol
from learning.actions import answer_activity, complete_lesson
from learning.models import Answer, LearningEvent, LessonProgress
from tests import cast
from tests.enrolments.story import at_once, slow_after, without_row_locks
from tests.learning import story

EVENTS = 200


def state_of(enrolment):
    """What a person's answers amount to, without ids and moments of delivery."""
    answers = Answer.objects.filter(enrolment=enrolment).order_by("lesson_key", "activity_key")
    fields = ("lesson_key", "activity_key", "options", "tries", "first_try_right", "right_at",
              "answered_at")  # fmt: skip
    done = LessonProgress.objects.filter(enrolment=enrolment).exclude(completed_at=None)
    return list(answers.values_list(*fields)), set(done.values_list("lesson_key", flat=True))


def made_up_events(edition, dice):
    """Many answers at different moments, in both languages."""
    snapshots = list(LessonSnapshot.objects.filter(edition=edition))
    began = timezone.now() - timedelta(days=1)
    for number in range(EVENTS):
        activity = dice.choice(["check", "extra"])
        size = 1 if activity == "check" else dice.randint(1, 3)
        yield {
            "snapshot": dice.choice(snapshots),
            "activity_key": activity,
            "options": dice.sample("abc", size),
            "client_id": uuid.UUID(int=dice.getrandbits(128)),
            "recorded_at": began + timedelta(seconds=number),
        }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_and_repeated_deliveries_end_as_a_serial_run(edition, seed):
    dice = random.Random(seed)
    events = list(made_up_events(edition, dice))
    serial = enrol(user=cast.make_learner(), course=edition.course)
    for event in events:
        answer_activity(enrolment=serial, **event)
    shuffled = enrol(user=cast.make_learner(), course=edition.course)
    deliveries = events + dice.sample(events, EVENTS // 4)
    dice.shuffle(deliveries)
    for event in deliveries:
        answer_activity(enrolment=shuffled, **event)
    assert LearningEvent.objects.filter(enrolment=shuffled).count() == EVENTS
    assert state_of(shuffled) == state_of(serial)


@pytest.mark.django_db
def test_an_event_from_the_future_is_recorded_as_now(edition):
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    answer_activity(
        enrolment=enrolment, snapshot=LessonSnapshot.objects.first(), activity_key="check",
        options=["a"], client_id=uuid.uuid4(), recorded_at=timezone.now() + timedelta(days=400),
    )  # fmt: skip
    assert LearningEvent.objects.get().recorded_at <= timezone.now()


def in_two_tabs(edition, signed_in, run):
    """The last two lessons are answered in two tabs at the same moment."""
    learner = cast.make_learner(email=f"tabs{run}@example.org")
    enrolment = story.begin(learner, edition)
    tabs = [signed_in(learner), signed_in(learner)]

    def tab(client, slug):
        def job():
            with slow_after('update "enrolments_enrolmentrequirement"'):
                return story.answer(client, "b", slug=slug).status_code

        return job

    assert at_once(tab(tabs[0], "lesson-1"), tab(tabs[1], "lesson-2")) == [302, 302]
    enrolment.refresh_from_db()
    return enrolment


@pytest.mark.django_db(transaction=True)
def test_two_last_lessons_in_two_tabs_complete_the_course(signed_in):
    edition = cast.make_edition(modules=1, lessons=2)
    for run in range(5):
        assert in_two_tabs(edition, signed_in, run).completed_at


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_tabs_leave_it_unfinished(signed_in, monkeypatch):
    edition = cast.make_edition(modules=1, lessons=2)
    with without_row_locks(monkeypatch):
        outcomes = [in_two_tabs(edition, signed_in, run).completed_at for run in range(5)]
    assert None in outcomes, "the control no longer shows the fault"


@pytest.mark.django_db(transaction=True)
def test_the_same_delivery_in_two_tabs_counts_once(edition):
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    snapshot = LessonSnapshot.objects.filter(language="kk").first()
    event = uuid.uuid4()

    def deliver():
        return answer_activity(
            enrolment=enrolment, snapshot=snapshot, activity_key="check", options=["a"],
            client_id=event,
        )  # fmt: skip

    outcomes = at_once(*[deliver] * 4)
    assert [type(outcome) for outcome in outcomes] == [Answer] * 4
    assert Answer.objects.get().tries == 1


@pytest.mark.django_db
def test_completing_a_lesson_twice_is_once(edition):
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    key = LessonSnapshot.objects.first().lesson_key
    assert complete_lesson(enrolment=enrolment, lesson_key=key) is True
    assert complete_lesson(enrolment=enrolment, lesson_key=key) is False
