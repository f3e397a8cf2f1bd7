"""What is left of courses and couples when somebody erases their account."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from enrolments.actions.couples import leave_couple
from enrolments.models import (
    Attendance,
    Couple,
    CoupleMember,
    DeviceUse,
    EditionAdoption,
    Enrolment,
    EnrolmentRequirement,
    Invitation,
)


def lock_courses(*, user: User) -> None:
    """Lock what a person takes, and their couple, so that nothing is answered, completed or opened
    while it goes; in the order in which sharing an answer locks them.
    """
    list(Enrolment.objects.select_for_update().filter(user=user).order_by("pk").values("pk"))
    _lock_couples(user)


def _lock_couples(user: User) -> list[CoupleMember]:
    couples = CoupleMember.objects.filter(user=user).values("couple")
    places = CoupleMember.objects.select_for_update().filter(couple__in=couples)
    return list(places.order_by("pk"))


@transaction.atomic
def forget_courses(*, user: User) -> None:
    """Delete what was not completed; of what was, keep the course, the edition and the moment.

    The certificate hangs on that, and so does what a partner was told.
    """
    Attendance.objects.filter(enrolment__user=user).delete()
    Enrolment.objects.filter(user=user, completed_at=None).delete()
    EditionAdoption.objects.filter(enrolment__user=user).delete()
    EnrolmentRequirement.objects.filter(enrolment__user=user).delete()
    Enrolment.objects.filter(user=user).update(
        began_at=F("completed_at"), half_at=None, region="", source="", declined_edition=None
    )
    DeviceUse.objects.filter(user=user).delete()


@transaction.atomic
def forget_couples(*, user: User) -> None:
    """Take a person out of their couples. The pages of whoever stays do not change by a byte.

    What they were shown is kept with them when the other leaves (`leave_couple`); the empty place
    stays beside theirs, and the invitation that formed the couple, whose link goes on leading
    there. A couple that nobody is in any more is deleted.
    """
    leave_couple(user=user)
    places = _lock_couples(user)
    staying = [place for place in places if place.left_at is None]
    couples = {place.couple_id for place in places}
    Couple.objects.filter(pk__in=couples).update(shared_device_at=None)
    Couple.objects.filter(pk__in=couples - {place.couple_id for place in staying}).delete()
    theirs = [place.user_id for place in staying]
    Invitation.objects.filter(inviter=user, accepted_by=None).delete()
    Invitation.objects.filter(inviter=user).exclude(accepted_by__in=theirs).delete()
    Invitation.objects.filter(inviter=user).update(sealed_token=b"")
    Invitation.objects.filter(accepted_by=user).update(accepted_by=None)
