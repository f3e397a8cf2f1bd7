import pytest

from accounts.exceptions import CannotJoin
from accounts.signals import accounts_joined
from enrolments.actions import accept_invitation, enrol, invite, withdraw
from enrolments.models import CoupleMember, Enrolment, Invitation
from tests import cast

pytestmark = pytest.mark.django_db


def join(kept, gone):
    accounts_joined.send(sender=None, kept=kept, gone=gone)


def test_what_was_learnt_comes_along(edition):
    kept, gone, partner = cast.make_learner(), cast.make_learner(), cast.make_learner()
    enrolment = enrol(user=gone, course=edition.course)
    _invitation, token = invite(by=gone)
    couple = accept_invitation(token=token, by=partner)
    join(kept, gone)
    enrolment.refresh_from_db()
    assert enrolment.user == kept
    assert CoupleMember.objects.get(couple=couple, user=kept).left_at is None
    assert Invitation.objects.get().inviter == kept
    assert not CoupleMember.objects.filter(user=gone).exists()


def test_an_open_invitation_of_either_goes_on(edition):
    kept, gone = cast.make_learner(), cast.make_learner()
    invite(by=kept)
    invite(by=gone)
    join(kept, gone)
    assert Invitation.objects.open().get().inviter == kept


def test_the_same_course_begun_in_both_is_not_decided_for_a_person(edition):
    kept, gone = cast.make_learner(), cast.make_learner()
    enrol(user=kept, course=edition.course)
    theirs = enrol(user=gone, course=edition.course)
    with pytest.raises(CannotJoin):
        join(kept, gone)
    assert Enrolment.objects.get(pk=theirs.pk).user == gone
    withdraw(enrolment=theirs)
    join(kept, gone)
    assert Enrolment.objects.filter(user=kept).count() == 2


def test_two_couples_are_not_made_one(edition):
    kept, gone = cast.make_learner(), cast.make_learner()
    for person in (kept, gone):
        _invitation, token = invite(by=person)
        accept_invitation(token=token, by=cast.make_learner())
    with pytest.raises(CannotJoin):
        join(kept, gone)


def test_a_couple_of_the_two_accounts_themselves_is_not_joined(edition):
    kept, gone = cast.make_learner(), cast.make_learner()
    _invitation, token = invite(by=kept)
    accept_invitation(token=token, by=gone)
    with pytest.raises(CannotJoin):
        join(kept, gone)
