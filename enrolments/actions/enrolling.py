"""Beginning a course, and withdrawing from it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from courses.models import Course, Edition, LessonSnapshot, LessonWithdrawal
from enrolments.exceptions import CourseNotOffered
from enrolments.models import Enrolment, EnrolmentRequirement
from enrolments.questions import COUNTRY_TIME, LIVE_SESSION, policy_for
from enrolments.signals import enrolment_began, enrolment_withdrawn

WITHDRAWN = "withdrawn"


def enrol(*, user: User, course: Course, source: str = "", region: str = "") -> Enrolment:
    """Return the person's open enrolment in `course`, making it if there is none.

    It is pinned to the newest edition; each required lesson of it becomes a requirement, and a
    live session where the policy of `region` asks for one on this day. Two requests at once end
    in one enrolment: the constraint `one_open_enrolment_per_course` lets one through and the
    other finds it. Raises CourseNotOffered.
    """
    found = _open_enrolment(user, course)
    if found is not None:
        return found
    try:
        return _begin(user=user, course=course, source=source, region=region)
    except IntegrityError:
        found = _open_enrolment(user, course)
        if found is None:
            raise
        return found


def _open_enrolment(user: User, course: Course) -> Enrolment | None:
    return Enrolment.objects.open().filter(user=user, course=course).first()


@transaction.atomic
def _begin(*, user: User, course: Course, source: str, region: str) -> Enrolment:
    edition = Edition.objects.latest_of(course).first()
    if edition is None:
        raise CourseNotOffered
    keys, gone = required_lessons(edition)
    enrolment = Enrolment.objects.create(
        user=user, course=course, edition=edition, source=source, region=region
    )
    now = timezone.now()
    EnrolmentRequirement.objects.bulk_create(
        EnrolmentRequirement(
            enrolment=enrolment, kind=EnrolmentRequirement.Kind.LESSON, key=str(key),
            settled_at=now if key in gone else None, reason=WITHDRAWN if key in gone else "",
        )
        for key in keys
    )  # fmt: skip
    policy = policy_for(course=course, region=region, on=now.astimezone(COUNTRY_TIME).date())
    if policy.live_session:
        EnrolmentRequirement.objects.create(
            enrolment=enrolment, kind=EnrolmentRequirement.Kind.ATTENDANCE, key=LIVE_SESSION
        )
    enrolment_began.send(sender=Enrolment, enrolment=enrolment)
    return enrolment


def required_lessons(edition: Edition) -> tuple[list[UUID], set[UUID]]:
    """Return the required lessons of an edition, and those of them that were withdrawn.

    Raises CourseNotOffered when nothing is left to learn.
    """
    # A lesson is required or not in both languages alike; either tells us which.
    keys = list(
        LessonSnapshot.objects.filter(edition=edition, is_required=True)
        .order_by()
        .values_list("lesson_key", flat=True)
        .distinct()
    )
    gone = set(
        LessonWithdrawal.objects.filter(lesson_key__in=keys).values_list("lesson_key", flat=True)
    )
    if not set(keys) - gone:
        raise CourseNotOffered
    return keys, gone


@transaction.atomic
def withdraw(*, enrolment: Enrolment) -> bool:
    """Take a person out of a course they have not completed; return whether this call did it.

    What they did stays theirs until they erase it; taken again it is a new enrolment.
    Sends `enrolment_withdrawn` in the same transaction.
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    won = Enrolment.objects.open().filter(pk=enrolment.pk).update(withdrawn_at=timezone.now())
    if won:
        enrolment_withdrawn.send(sender=Enrolment, enrolment=enrolment)
    return bool(won)
