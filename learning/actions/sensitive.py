"""What was kept before a lesson was marked as sensitive: it goes, as nothing of such is kept."""

from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from courses.models import LessonSnapshot
from enrolments.models import Enrolment
from learning.models import Answer, LearningEvent, LessonMark, LookBack, Reflection

# So many people's rows are locked and forgotten in one transaction.
AT_ONCE = 200


def forget_sensitive() -> int:
    """Forget thoughts, answers, marks and what somebody wanted to be asked about in lessons that
    are sensitive now, in people's editions.

    An answer that completion needs is kept in such a lesson too (`learning.activities.is_kept`).
    That an activity was done stays with any answer. Shared thoughts go with the thoughts. Returns
    how many times somebody's lesson held something.
    """
    found = 0
    for snapshot in LessonSnapshot.objects.current().filter(language="kk", is_sensitive=True):
        needed = [part["key"] for part in snapshot.parts if part.get("required")]
        holders = _holders(snapshot, needed)
        for start in range(0, len(holders), AT_ONCE):
            _forget(holders[start : start + AT_ONCE], snapshot, needed)
        found += len(holders)
    return found


def _rows(snapshot: LessonSnapshot, needed: list[str], **whose: Any) -> dict[str, QuerySet[Any]]:
    here = {"lesson_key": snapshot.lesson_key, **whose}
    events = LearningEvent.objects.filter(**here, kind=LearningEvent.Kind.ANSWER)
    return {
        "thoughts": Reflection.objects.filter(**here),
        "marks": LessonMark.objects.filter(**here),
        "look_backs": LookBack.objects.filter(**here),
        "events": events.exclude(activity_key__in=needed),
        "answers": Answer.objects.filter(**here)
        .exclude(options=[])
        .exclude(activity_key__in=needed),
    }


def _holders(snapshot: LessonSnapshot, needed: list[str]) -> list[int]:
    rows = _rows(snapshot, needed, enrolment__edition=snapshot.edition_id).values()
    return sorted(set(chain(*(kind.values_list("enrolment", flat=True) for kind in rows))))


@transaction.atomic
def _forget(holders: list[int], snapshot: LessonSnapshot, needed: list[str]) -> None:
    locked = Enrolment.objects.select_for_update().filter(pk__in=holders).order_by("pk")
    list(locked.values("pk"))
    rows = _rows(snapshot, needed, enrolment__in=holders)
    for kind in ("thoughts", "marks", "look_backs", "events"):
        rows[kind].delete()
    rows["answers"].update(options=[])
