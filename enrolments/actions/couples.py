"""Invitations and couples. A couple is a link: each keeps their own progress, always."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from enrolments.exceptions import AlreadyInCouple, InvitationNotOpen, OwnInvitation
from enrolments.models import Couple, CoupleMember, Enrolment, Invitation
from enrolments.partner import look_at, seal_seen
from enrolments.questions import is_alive
from enrolments.signals import couple_left, partner_joined
from web.sealing import seal
from web.tokens import new_token, token_digest

TOKEN_PLACE = "invitation.token"  # noqa: S105 - where it is sealed, not what


def _lock_people(*people: User) -> None:
    """Lock people in the order of their ids: who is in which couple hangs on them."""
    keys = [person.pk for person in people]
    list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))


def _in_a_couple(user: User) -> bool:
    return CoupleMember.objects.filter(user=user, left_at=None).exists()


@transaction.atomic
def invite(*, by: User) -> tuple[Invitation, str]:
    """Make a new invitation by a person and return it with its token.

    One made before, answered or not, can no longer be used. Raises AlreadyInCouple.
    """
    _lock_people(by)
    if _in_a_couple(by):
        raise AlreadyInCouple
    _withdraw_standing(by)
    token = new_token()
    invitation = Invitation.objects.create(
        inviter=by, token_digest=token_digest(token), sealed_token=seal(token, TOKEN_PLACE)
    )
    return invitation, token


def _withdraw_standing(inviter: User) -> int:
    return Invitation.objects.open().filter(inviter=inviter).update(withdrawn_at=timezone.now())


@transaction.atomic
def withdraw_invitation(*, by: User) -> bool:
    """Withdraw the person's invitation; return whether there was one."""
    _lock_people(by)
    return bool(_withdraw_standing(by))


def find_invitation(*, token: str, by: User | None = None) -> Invitation:
    """Return the invitation of `token` that can still be answered by `by`.

    Raises InvitationNotOpen for everything that cannot be used, whatever the reason, and
    OwnInvitation when `by` made it.
    """
    invitation = (
        Invitation.objects.open()
        .filter(token_digest=token_digest(token))
        .select_related("inviter")
        .first()
    )
    if invitation is None or not invitation.inviter.is_active or not is_alive(invitation):
        raise InvitationNotOpen
    if by is not None and by.pk == invitation.inviter_id:
        raise OwnInvitation
    return invitation


def accept_invitation(*, token: str, by: User) -> Couple:
    """Form a couple of the inviter and `by`; enrols nobody. Accepting again returns the couple.

    Both people are locked before their couples are looked at, so that of two acceptances at once
    one forms a couple and the other hears that the invitation cannot be used.
    Raises InvitationNotOpen, OwnInvitation, AlreadyInCouple.
    """
    try:
        return _accept(token=token, by=by)
    except IntegrityError as error:  # the constraint stands behind the lock
        raise InvitationNotOpen from error


@transaction.atomic
def _accept(*, token: str, by: User) -> Couple:
    done = _couple_already_formed(token=token, by=by)
    if done is not None:
        return done
    inviter = find_invitation(token=token, by=by).inviter
    _lock_people(inviter, by)
    done = _couple_already_formed(token=token, by=by)
    if done is not None:
        return done
    invitation = find_invitation(token=token, by=by)
    if _in_a_couple(by):
        raise AlreadyInCouple
    if _in_a_couple(inviter):
        raise InvitationNotOpen
    now = timezone.now()
    won = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now, accepted_by=by)
    if not won:
        raise InvitationNotOpen
    couple = Couple.objects.create(formed_at=now)
    CoupleMember.objects.create(couple=couple, user=inviter, joined_at=now)
    CoupleMember.objects.create(couple=couple, user=by, joined_at=now)
    _withdraw_standing(by)
    partner_joined.send(sender=Couple, couple=couple, user=by)
    return couple


def _couple_already_formed(*, token: str, by: User) -> Couple | None:
    """Return the couple that this very acceptance formed before, if both are still in it."""
    invitation = Invitation.objects.filter(token_digest=token_digest(token), accepted_by=by).first()
    if invitation is None:
        return None
    return Couple.objects.filter(
        pk__in=CoupleMember.objects.filter(user=by, left_at=None).values("couple"),
        memberships__user=invitation.inviter_id,
    ).first()


@transaction.atomic
def decline_invitation(*, token: str, by: User) -> None:
    """Decline an invitation. To the inviter, and on its link, it looks as if nobody had answered.

    Raises InvitationNotOpen, OwnInvitation.
    """
    invitation = find_invitation(token=token, by=by)
    Invitation.objects.open().filter(pk=invitation.pk).update(declined_at=timezone.now())


@transaction.atomic
def show_modules(*, user: User) -> bool:
    """Let the person's partner see how many modules they have completed.

    Return whether this call did it; False for somebody in no couple. Nobody is told.
    """
    _lock_people(user)
    mine = CoupleMember.objects.filter(user=user, left_at=None, modules_shown_at=None)
    return bool(mine.update(modules_shown_at=timezone.now()))


@transaction.atomic
def hide_modules(*, user: User) -> bool:
    """Take back what `show_modules` let the partner see; return whether they could see it.

    The partner's page is then as if it had never been shown. Nobody is told.
    """
    _lock_people(user)
    mine = CoupleMember.objects.filter(user=user, left_at=None).exclude(modules_shown_at=None)
    return bool(mine.update(modules_shown_at=None))


@transaction.atomic
def leave_couple(*, user: User) -> bool:
    """Take a person out of their couple; return whether they were in one.

    Only their own membership ends. What the other was shown of them until now is kept with the
    other, so that their pages stay as they were, also when this account is erased; but for answers
    that both had shared, which the receivers of `couple_left` end.
    """
    _lock_people(user)
    mine = CoupleMember.objects.filter(user=user, left_at=None)
    # Both places, in one order: the other may be leaving at this moment.
    both = CoupleMember.objects.filter(couple__in=mine.values("couple")).order_by("pk")
    places = list(both.select_for_update(of=("self",)).select_related("user"))
    membership = next((one for one in places if one.user_id == user.pk), None)
    if membership is None:
        return False
    for other in places:
        if other.pk != membership.pk and other.left_at is None:
            _keep_what_was_seen(membership, other)
    CoupleMember.objects.filter(pk=membership.pk).update(
        left_at=timezone.now(), modules_shown_at=None, sealed_last_seen=None
    )
    couple_left.send(sender=CoupleMember, membership=membership)
    return True


def _keep_what_was_seen(leaving: CoupleMember, other: CoupleMember) -> None:
    """Keep with `other` what their page shows today of who is leaving."""
    courses = Enrolment.objects.filter(user=other.user_id).values_list("course", flat=True)
    shows = leaving.modules_shown_at is not None
    seen = look_at(leaving, courses=set(courses), shows=shows)
    CoupleMember.objects.filter(pk=other.pk).update(sealed_last_seen=seal_seen(seen))
