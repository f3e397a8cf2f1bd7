"""What other apps may ask about policies, couples and enrolments. Nothing here changes a row."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from courses.models import Course, Edition
from enrolments.models import (
    Attendance,
    Couple,
    CoupleMember,
    CoursePolicy,
    Enrolment,
    EnrolmentRequirement,
    Invitation,
)
from registry.questions import ceremony_date_of

COUNTRY_TIME = ZoneInfo("Asia/Almaty")
INVITATION_DAYS = 90  # where no ceremony date is known
DEVICE_DAYS = 90
LIVE_SESSION = "live-session"  # the key of the requirement


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """What a course is to the registry in one region on one day."""

    is_required: bool = False
    validity_months: int | None = None
    live_session: bool = False


def policy_for(*, course: Course, region: str, on: date) -> PolicyInForce:
    """Return the policy for `course` in `region` (ISO 3166-2, or "") on a day.

    A region's own policy goes before the country's, whichever is newer; of each the newest that
    has begun counts, and of one day the one approved last. Without any the course is voluntary
    and a certificate has no end.
    """
    row = (
        CoursePolicy.objects.filter(course=course, valid_from__lte=on)
        .filter(Q(region="") | Q(region=region))
        .order_by("-region", "-valid_from", "-pk")  # "" sorts after "KZ-…" in a descending order
        .first()
    )
    if row is None:
        return PolicyInForce()
    return PolicyInForce(row.is_required, row.validity_months, row.live_session)


def enrolment_of(user: User, course_slug: str) -> Enrolment | None:
    """Return the person's enrolment in a course that counts today: the newest not withdrawn.

    The open one, where there is one, is always the newest.
    """
    return (
        Enrolment.objects.not_withdrawn()
        .for_course(course_slug)
        .filter(user=user)
        .select_related("course", "edition")
        .order_by("-began_at", "-pk")
        .first()
    )


def has_withdrawn(user: User, course_slug: str) -> bool:
    """Whether the person took a course once, withdrew from it, and does not take it now."""
    mine = Enrolment.objects.for_course(course_slug).filter(user=user)
    return mine.exists() and not mine.not_withdrawn().exists()


def newer_edition(enrolment: Enrolment) -> Edition | None:
    """Return the newest edition of the course when an open enrolment is on an older one."""
    if enrolment.completed_at or enrolment.withdrawn_at:
        return None
    newest = Edition.objects.filter(course=enrolment.course_id).order_by("-number")
    return newest.filter(number__gt=enrolment.edition.number).first()


def invitation_ends_on(inviter: User, invitation: Invitation) -> date:
    """Return the last day of an invitation: the inviter's ceremony, or 90 days after it was made.

    The ceremony date comes from the registry and is never computed.
    """
    known = ceremony_date_of(inviter)
    made_on = invitation.made_at.astimezone(COUNTRY_TIME).date()
    return known or made_on + timedelta(days=INVITATION_DAYS)


def is_alive(invitation: Invitation) -> bool:
    """Whether an unanswered invitation may still be answered today."""
    today = timezone.now().astimezone(COUNTRY_TIME).date()
    return today <= invitation_ends_on(invitation.inviter, invitation)


def attendance_of(enrolment: Enrolment) -> Attendance | None:
    """Return what was attended in person, as one recorded and another confirmed; with its sheet."""
    confirmed = Attendance.objects.confirmed().filter(enrolment=enrolment)
    found: Attendance | None = confirmed.select_related("sheet").first()
    return found


def live_session_of(enrolment: Enrolment) -> EnrolmentRequirement | None:
    """Return the live session that is a part of this enrolment, owed or settled, if one is."""
    return enrolment.requirements.filter(kind=EnrolmentRequirement.Kind.ATTENDANCE).first()


def owes_live_session(enrolment: Enrolment) -> bool:
    """Whether a live session is still to be attended, or to be confirmed."""
    found = live_session_of(enrolment)
    return found is not None and found.settled_at is None


def membership_of(user: User) -> CoupleMember | None:
    """Return the person's own place in a couple, or None."""
    return CoupleMember.objects.filter(user=user, left_at=None).select_related("couple").first()


def shared_device(user: User) -> bool:
    """Whether the person and their partner were seen on one device: a remark, not a verdict."""
    return Couple.objects.filter(
        memberships__user=user, memberships__left_at=None, shared_device_at__isnull=False
    ).exists()
