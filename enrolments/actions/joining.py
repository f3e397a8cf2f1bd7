"""Two accounts of one person become one: what they are enrolled in comes along."""

from django.db import transaction

from accounts.exceptions import CannotJoin
from accounts.models import User
from enrolments.models import CoupleMember, DeviceUse, Enrolment, Invitation


@transaction.atomic
def move_enrolments(*, kept: User, gone: User) -> None:
    """Give enrolments, couples and invitations of `gone` to `kept`.

    Raises CannotJoin when both are learning the same course or both are in a couple: which of
    the two is meant cannot be decided for a person.
    """
    both = [kept.pk, gone.pk]
    list(User.objects.select_for_update().filter(pk__in=both).order_by("pk").values("pk"))
    learning = Enrolment.objects.open().filter(user=kept).values("course")
    if Enrolment.objects.open().filter(user=gone, course__in=learning).exists():
        raise CannotJoin
    theirs = CoupleMember.objects.filter(user=kept)
    if (
        CoupleMember.objects.filter(user=gone, couple__in=theirs.values("couple")).exists()
        or CoupleMember.objects.filter(user__in=both, left_at=None).count() > 1
    ):
        raise CannotJoin
    Enrolment.objects.filter(user=gone).update(user=kept)
    CoupleMember.objects.filter(user=gone).update(user=kept)
    # An own invitation could be accepted by oneself now; the newer account's is made anew.
    Invitation.objects.filter(inviter=gone, accepted_by=kept).update(accepted_by=None)
    Invitation.objects.filter(inviter=kept, accepted_by=gone).update(accepted_by=None)
    if Invitation.objects.open().filter(inviter=kept).exists():
        Invitation.objects.open().filter(inviter=gone).delete()
    Invitation.objects.filter(inviter=gone).update(inviter=kept)
    Invitation.objects.filter(accepted_by=gone).update(accepted_by=kept)
    DeviceUse.objects.filter(user=gone).delete()
