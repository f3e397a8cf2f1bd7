"""Going over to a newer edition: what was learnt stays, what is asked anew is asked once more."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.differences.lessons import EditionStep, edition_step
from courses.models import Edition
from enrolments.actions.enrolling import WITHDRAWN, required_lessons
from enrolments.actions.requirements import decide_completion
from enrolments.exceptions import EnrolmentMoved
from enrolments.models import EditionAdoption, Enrolment, EnrolmentRequirement
from enrolments.signals import edition_adopted

LESSON = EnrolmentRequirement.Kind.LESSON


@transaction.atomic
def adopt_edition(*, enrolment: Enrolment) -> EditionAdoption | None:
    """Pin an open enrolment to the newest edition; None when it is on it already.

    A required lesson of the newer edition counts as done when it was done and none of its
    required activities is new or decided otherwise, or when it was withdrawn; requirements of
    lessons that are gone go. `edition_adopted` lets the apps that know the answers do their part;
    then it is decided whether the course is complete. The enrolment is locked first, so that
    nothing is answered in between. Raises EnrolmentMoved for one that is completed or withdrawn,
    CourseNotOffered when the newest edition has nothing left to learn.
    """
    locked = _lock(enrolment)
    newest = Edition.objects.filter(course=locked.course_id).order_by("-number")[:1].get()
    if newest.pk == locked.edition_id:
        return None
    older = locked.edition
    step = edition_step(older, newest)
    _renew_requirements(locked, newest, step)
    won = Enrolment.objects.open().filter(pk=locked.pk, edition=older).update(
        edition=newest, declined_edition=None
    )  # fmt: skip
    if not won:
        raise EnrolmentMoved
    locked.edition = newest
    adoption = EditionAdoption.objects.create(
        enrolment=locked, from_edition=older, to_edition=newest
    )
    edition_adopted.send(sender=Enrolment, enrolment=locked, step=step)
    decide_completion(locked)
    return adoption


@transaction.atomic
def decline_edition(*, enrolment: Enrolment, edition: Edition) -> None:
    """Remember that a person stays with theirs, so that the offer becomes a quiet line.

    Raises EnrolmentMoved for an enrolment that is completed or withdrawn.
    """
    locked = _lock(enrolment)
    Enrolment.objects.filter(pk=locked.pk).update(declined_edition=edition)


def _lock(enrolment: Enrolment) -> Enrolment:
    # Without a join: whoever waited for the lock would be shown the row of the edition before.
    locked = Enrolment.objects.open().select_for_update().filter(pk=enrolment.pk).first()
    if locked is None:
        raise EnrolmentMoved
    return locked


def _renew_requirements(enrolment: Enrolment, newest: Edition, step: EditionStep) -> None:
    """Let the enrolment require the lessons of `newest`, keeping what counts as done."""
    keys, gone = required_lessons(newest)
    lessons = EnrolmentRequirement.objects.filter(enrolment=enrolment, kind=LESSON)
    before = {UUID(row.key): row for row in lessons}
    lessons.exclude(key__in=[str(key) for key in keys]).delete()
    now = timezone.now()
    for key in keys:
        if key in gone:
            state: dict[str, Any] = {"settled_at": now, "reason": WITHDRAWN}
        elif key in before and not step.of(key).is_again:
            continue
        else:
            state = {"settled_at": None, "reason": ""}
        EnrolmentRequirement.objects.update_or_create(
            enrolment=enrolment, kind=LESSON, key=str(key), defaults=state
        )
