"""Answers: each delivery is an event, an event counts once, the state follows from the events."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.activities import ANSWERED, SCALE
from courses.grading import grade
from courses.models import LessonSnapshot
from courses.responses import checked
from enrolments.models import Enrolment
from learning.actions.lessons import complete_lesson, lock_enrolment
from learning.activities import activity_part, is_kept, required_keys
from learning.exceptions import LessonHasTasks, NothingIsKept
from learning.models import Answer, LearningEvent
from learning.signals import activity_answered


@dataclass(frozen=True)
class Told:
    """What an event says: of which activity, which response."""

    kind: str
    snapshot: LessonSnapshot
    activity_key: str
    options: list[str]

    def is_said_by(self, event: LearningEvent) -> bool:
        """Whether `event` says the same."""
        place = (event.kind, event.lesson_key, event.activity_key, event.options)
        return place == (self.kind, self.snapshot.lesson_key, self.activity_key, self.options)

    def other_id(self, client_id: UUID) -> UUID:
        """Return the id under which this is kept when `client_id` was used for something else."""
        words = [self.kind, str(self.snapshot.lesson_key), self.activity_key, *self.options]
        return uuid5(client_id, "|".join(words))


@transaction.atomic
def answer_activity(
    *, enrolment: Enrolment, snapshot: LessonSnapshot, activity_key: str,
    options: Collection[str], client_id: UUID, recorded_at: datetime | None = None,
) -> Answer:  # fmt: skip
    """Grade an answer on the server, keep it, and complete the lesson when nothing is left.

    `client_id` was made by the page: the same delivered again is one event. `recorded_at` is when
    the person answered, by their device, where it was not now. In whatever order events arrive
    the state is the same: the newest answer is shown, the first one decides `first_try_right`,
    and what was once right or counted stays so. `options` is a response (see
    `courses.responses`). A scale has nothing right; a sensitive lesson keeps nothing
    that is not required.
    Raises UnknownActivity, ResponseRefused, NothingIsKept, EnrolmentClosed.
    """
    part = activity_part(snapshot, activity_key, *ANSWERED)
    if not is_kept(part, snapshot):
        raise NothingIsKept
    chosen = checked(part, options)
    verdict = _verdict(snapshot, part, chosen)
    enrolment = lock_enrolment(enrolment)
    told = Told(LearningEvent.Kind.ANSWER, snapshot, activity_key, chosen)
    before = _events_before(enrolment, told, client_id)
    new_id = _id_if_new(before, told, client_id)
    answer = Answer.objects.filter(
        enrolment=enrolment, lesson_key=snapshot.lesson_key, activity_key=activity_key
    ).first()
    if new_id is None:
        assert answer is not None  # one transaction wrote the event and the answer
        return answer
    event = _record(enrolment, told, new_id, recorded_at)
    is_first = answer is None
    answer = _applied(answer, event, before, verdict)
    activity_answered.send(
        sender=Answer, enrolment=enrolment, snapshot=snapshot, activity_key=activity_key,
        options=chosen, is_right=verdict.is_right, is_first=is_first,
    )  # fmt: skip
    if verdict.is_passed:
        _complete_if_done(enrolment, snapshot)
    return answer


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right (None: nothing is), and whether it counts."""

    is_right: bool | None
    is_passed: bool


def _verdict(snapshot: LessonSnapshot, part: dict[str, Any], chosen: list[str]) -> Verdict:
    if part["kind"] == SCALE:
        return Verdict(None, False)
    found = grade(part, snapshot.answers, chosen)
    return Verdict(found.is_right, found.is_passed)


def _events_before(enrolment: Enrolment, told: Told, client_id: UUID) -> list[LearningEvent]:
    """Return the events of this activity and any under this event's ids, the enrolment locked."""
    return list(
        LearningEvent.objects.filter(enrolment=enrolment).filter(
            Q(client_id__in=[client_id, told.other_id(client_id)])
            | Q(lesson_key=told.snapshot.lesson_key, activity_key=told.activity_key)
        )
    )


def _id_if_new(before: Iterable[LearningEvent], told: Told, client_id: UUID) -> UUID | None:
    """Return the id to record an event under, or None when this very one is there.

    A page that was gone back to carries its old id with another choice: that is another event,
    under an id made of both, so that its own repetitions are again one.
    """
    by_id = {event.client_id: event for event in before}
    if client_id not in by_id:
        return client_id
    if told.is_said_by(by_id[client_id]) or told.other_id(client_id) in by_id:
        return None
    return told.other_id(client_id)


def _record(
    enrolment: Enrolment, told: Told, client_id: UUID, recorded_at: datetime | None
) -> LearningEvent:
    now = timezone.now()
    return LearningEvent.objects.create(
        enrolment=enrolment, client_id=client_id, kind=told.kind, options=told.options,
        lesson_key=told.snapshot.lesson_key, activity_key=told.activity_key,
        language=told.snapshot.language, snapshot=told.snapshot,
        recorded_at=min(recorded_at or now, now), received_at=now,
    )  # fmt: skip


def _applied(
    answer: Answer | None, event: LearningEvent, before: Iterable[LearningEvent], verdict: Verdict
) -> Answer:
    """Fold one new event into the answer's state, whatever order events arrive in."""
    at = event.recorded_at
    right_at = at if verdict.is_right else None
    done_at = at if verdict.is_passed else None
    if answer is None:
        return Answer.objects.create(
            enrolment=event.enrolment, lesson_key=event.lesson_key,
            activity_key=event.activity_key, options=event.options, tries=1,
            first_try_right=verdict.is_right, right_at=right_at, done_at=done_at, answered_at=at,
        )  # fmt: skip
    place = (event.lesson_key, event.activity_key)
    if all(at < e.recorded_at for e in before if (e.lesson_key, e.activity_key) == place):
        answer.first_try_right = verdict.is_right
    if at >= answer.answered_at:
        answer.options, answer.answered_at = event.options, at
    answer.right_at = _earlier(answer.right_at, right_at)
    answer.done_at = _earlier(answer.done_at, done_at)
    answer.tries += 1
    answer.save(
        update_fields=["first_try_right", "options", "answered_at", "right_at", "done_at", "tries"]
    )
    return answer


def _earlier(*moments: datetime | None) -> datetime | None:
    """Return the first of the moments that are there."""
    return min((moment for moment in moments if moment), default=None)


def _complete_if_done(enrolment: Enrolment, snapshot: LessonSnapshot) -> None:
    required = required_keys(snapshot)
    done = Answer.objects.filter(
        enrolment=enrolment, lesson_key=snapshot.lesson_key, activity_key__in=required
    ).exclude(done_at=None)
    if done.count() == len(required) > 0:
        complete_lesson(enrolment=enrolment, lesson_key=snapshot.lesson_key, snapshot=snapshot)


@transaction.atomic
def read_lesson(*, enrolment: Enrolment, snapshot: LessonSnapshot, client_id: UUID) -> None:
    """Complete a lesson without required activities: the person says they have read it.

    Raises LessonHasTasks, EnrolmentClosed.
    """
    if required_keys(snapshot):
        raise LessonHasTasks
    enrolment = lock_enrolment(enrolment)
    told = Told(LearningEvent.Kind.READ, snapshot, "", [])
    new_id = _id_if_new(_events_before(enrolment, told, client_id), told, client_id)
    if new_id is not None:
        _record(enrolment, told, new_id, None)
    complete_lesson(enrolment=enrolment, lesson_key=snapshot.lesson_key, snapshot=snapshot)
