"""For which ages somebody looks: sealed, changed and forgotten when they say so."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.models import Course, ModuleSnapshot
from enrolments.models import Enrolment
from learning.actions.lessons import lock_enrolment
from learning.ages import Ages, read_ages, seal_ages
from learning.exceptions import AgeUnknown
from learning.models import ChildrenAges


@transaction.atomic
def save_ages(*, enrolment: Enrolment, modules: Collection[UUID]) -> bool:
    """Keep which ages (modules of the person's edition) come first; without any, forget them.

    Saying the same once more says that it is still right. Returns whether anything is kept now.
    Raises AgeUnknown, EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    place: dict[str, Any] = {"user_id": enrolment.user_id, "course_id": enrolment.course_id}
    known = ModuleSnapshot.objects.filter(edition=enrolment.edition_id)
    if set(modules) - set(known.values_list("module_key", flat=True)):
        raise AgeUnknown
    if not modules:
        ChildrenAges.objects.filter(**place).delete()
        return False
    ages = Ages(frozenset(modules), timezone.localdate())
    ChildrenAges.objects.update_or_create(
        **place, defaults={"sealed_ages": seal_ages(ages, **place)}
    )
    return True


@transaction.atomic
def forget_ages(*, user: User, course: Course | None = None) -> bool:
    """Delete what a person chose, in one course or in all; return whether there was anything."""
    rows = ChildrenAges.objects.filter(user=user)
    deleted, _ = (rows.filter(course=course) if course else rows).delete()
    return bool(deleted)


@transaction.atomic
def move_ages(*, kept: User, gone: User) -> None:
    """Give the choices of `gone` to `kept`, sealed anew; where both chose, `kept` did."""
    own = ChildrenAges.objects.filter(user=kept).values("course")
    for row in ChildrenAges.objects.filter(user=gone).exclude(course__in=own):
        if ages := read_ages(row):
            ChildrenAges.objects.create(
                user=kept, course_id=row.course_id,
                sealed_ages=seal_ages(ages, kept.pk, row.course_id),
            )  # fmt: skip
    ChildrenAges.objects.filter(user=gone).delete()
