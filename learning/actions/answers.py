"""Answers: each delivery is an event, an event counts once, the state follows from the events."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from courses.exceptions import UnknownOption
from courses.grading import grade
from courses.models import LessonSnapshot
from enrolments.models import Enrolment
from learning.actions.lessons import complete_lesson, lock_enrolment
from learning.activities import GRADED, activity_part, required_keys
from learning.exceptions import LessonHasTasks, NothingChosen, OptionGone, TooManyChosen
from learning.models import Answer, LearningEvent


@transaction.atomic
def answer_activity(
    *, enrolment: Enrolment, snapshot: LessonSnapshot, activity_key: str,
    options: Collection[str], client_id: UUID, recorded_at: datetime | None = None,
) -> Answer:  # fmt: skip
    """Grade an answer on the server, keep it, and complete the lesson when nothing is left.

    `client_id` was made by the page: the same delivered again is one event. `recorded_at` is when
    the person answered, by their device, where it was not now. In whatever order events arrive
    the state is the same: the newest answer is shown, the first one decides `first_try_right`,
    and what was once right stays right.
    Raises UnknownActivity, NothingChosen, TooManyChosen, OptionGone, EnrolmentClosed.
    """
    part = activity_part(snapshot, activity_key, *GRADED)
    chosen = sorted(set(options))
    is_right = _graded(snapshot, part["kind"], activity_key, chosen)
    enrolment = lock_enrolment(enrolment)
    event = _new_event(
        enrolment, snapshot, client_id, LearningEvent.Kind.ANSWER, activity_key, chosen, recorded_at
    )
    if event is not None:
        _apply(event, is_right)
    _complete_if_done(enrolment, snapshot)
    return Answer.objects.get(
        enrolment=enrolment, lesson_key=snapshot.lesson_key, activity_key=activity_key
    )


def _graded(snapshot: LessonSnapshot, kind: str, activity_key: str, chosen: list[str]) -> bool:
    """Return whether `chosen` is right, having refused what cannot be an answer."""
    if not chosen:
        raise NothingChosen
    if kind == "single" and len(chosen) > 1:
        raise TooManyChosen
    try:
        return bool(grade(snapshot.answers, activity_key, chosen).is_right)
    except UnknownOption as error:
        raise OptionGone from error


def _new_event(
    enrolment: Enrolment, snapshot: LessonSnapshot, client_id: UUID, kind: str, activity_key: str,
    chosen: list[str], recorded_at: datetime | None,
) -> LearningEvent | None:  # fmt: skip
    """Insert the event, or return None when this very one is there. The enrolment is locked.

    A page that was gone back to carries its old id with another choice: that is another event,
    under an id made of both, so that its own repetitions are again one.
    """
    events = LearningEvent.objects.filter(enrolment=enrolment)
    told = (kind, snapshot.lesson_key, activity_key, chosen)
    before = events.filter(client_id=client_id).first()
    if before and (before.kind, before.lesson_key, before.activity_key, before.options) != told:
        client_id = uuid5(
            client_id, "|".join([kind, str(snapshot.lesson_key), activity_key, *chosen])
        )
        before = events.filter(client_id=client_id).first()
    if before:
        return None
    now = timezone.now()
    return LearningEvent.objects.create(
        enrolment=enrolment, client_id=client_id, kind=kind, lesson_key=snapshot.lesson_key,
        activity_key=activity_key, options=chosen, language=snapshot.language, snapshot=snapshot,
        recorded_at=min(recorded_at or now, now), received_at=now,
    )  # fmt: skip


def _apply(event: LearningEvent, is_right: bool) -> None:
    """Fold one new event into the answer's state, whatever order events arrive in."""
    at, right_at = event.recorded_at, event.recorded_at if is_right else None
    place = {
        "enrolment": event.enrolment,
        "lesson_key": event.lesson_key,
        "activity_key": event.activity_key,
    }
    answer = Answer.objects.filter(**place).first()
    if answer is None:
        Answer.objects.create(
            **place, options=event.options, tries=1, first_try_right=is_right, right_at=right_at,
            answered_at=at,
        )  # fmt: skip
        return
    earlier = (
        LearningEvent.objects.filter(**place).exclude(pk=event.pk).aggregate(at=Min("recorded_at"))
    )
    if at < earlier["at"]:
        answer.first_try_right = is_right
    if at >= answer.answered_at:
        answer.options, answer.answered_at = event.options, at
    moments = [moment for moment in (answer.right_at, right_at) if moment]
    answer.right_at = min(moments, default=None)
    answer.tries += 1
    answer.save(update_fields=["first_try_right", "options", "answered_at", "right_at", "tries"])


def _complete_if_done(enrolment: Enrolment, snapshot: LessonSnapshot) -> None:
    required = required_keys(snapshot)
    right = Answer.objects.filter(
        enrolment=enrolment, lesson_key=snapshot.lesson_key, activity_key__in=required
    ).exclude(right_at=None)
    if required and right.count() == len(required):
        complete_lesson(enrolment=enrolment, lesson_key=snapshot.lesson_key)


@transaction.atomic
def read_lesson(*, enrolment: Enrolment, snapshot: LessonSnapshot, client_id: UUID) -> None:
    """Complete a lesson without required activities: the person says they have read it.

    Raises LessonHasTasks, EnrolmentClosed.
    """
    if required_keys(snapshot):
        raise LessonHasTasks
    enrolment = lock_enrolment(enrolment)
    _new_event(enrolment, snapshot, client_id, LearningEvent.Kind.READ, "", [], None)
    complete_lesson(enrolment=enrolment, lesson_key=snapshot.lesson_key)
