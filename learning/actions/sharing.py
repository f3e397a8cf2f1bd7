"""Sharing an answer to an exercise for two with one's partner. Nobody is told of any of it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from enrolments.models import CoupleMember, Enrolment
from enrolments.questions import membership_of
from learning.actions.lessons import lock_enrolment
from learning.exceptions import (
    AnswerChanged,
    AnswersOpened,
    NotBothShared,
    NothingKept,
    NotInCouple,
)
from learning.models import Reflection, SharedAnswer
from learning.sharing import is_final, is_shared, kept_texts, partner_share
from learning.texts import as_kept, read_reflection


@transaction.atomic
def share_answer(
    *, enrolment: Enrolment, lesson_key: UUID, activity_key: str, text: str
) -> SharedAnswer:
    """Let the partner read a kept text once they share theirs; shared again it stays as it is.

    `text` is what the person had before them: only what is kept is shared, and only what they saw.
    Raises NothingKept, AnswerChanged, NotInCouple, EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    membership = _lock_couple(enrolment.user)
    kept = _kept(enrolment, lesson_key, activity_key)
    if kept is None:
        raise NothingKept
    if read_reflection(kept) != as_kept(text):
        raise AnswerChanged
    if is_shared(kept):
        return kept.share
    SharedAnswer.objects.filter(reflection=kept).delete()
    return SharedAnswer.objects.create(reflection=kept, member=membership)


@transaction.atomic
def take_back_answer(*, enrolment: Enrolment, lesson_key: UUID, activity_key: str) -> bool:
    """Share an answer no more; return whether it was shared.

    Raises AnswersOpened once both are shared and one of the two people has opened them: otherwise
    one could read the other's answer and take back one's own. Raises NotInCouple, EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    _lock_couple(enrolment.user)
    kept = _kept(enrolment, lesson_key, activity_key)
    if kept is None or not is_shared(kept):
        return False
    if is_final(kept):
        raise AnswersOpened
    SharedAnswer.objects.filter(pk=kept.share.pk).delete()
    return True


@transaction.atomic
def open_shared_answers(*, enrolment: Enrolment, lesson_key: UUID, activity_key: str) -> None:
    """Open the partner's answer beside one's own; from then on neither can be taken back.

    Raises NotBothShared, in the same words whatever the partner did or did not do, NotInCouple,
    EnrolmentClosed.
    """
    enrolment = lock_enrolment(enrolment)
    _lock_couple(enrolment.user)
    kept = _kept(enrolment, lesson_key, activity_key)
    theirs = partner_share(kept) if kept else None
    if theirs is None:
        raise NotBothShared
    if theirs["opened_at"]:
        return
    won = SharedAnswer.objects.filter(pk=theirs["share"], opened_at=None).update(
        opened_at=timezone.now()
    )
    if not won:
        raise NotBothShared


@transaction.atomic
def end_shares(*, member: CoupleMember) -> None:
    """Forget what a person shared within a couple that they have just left."""
    SharedAnswer.objects.filter(member=member).delete()


def _lock_couple(user: User) -> CoupleMember:
    """Lock both places of the person's couple, so that neither shares, opens or leaves meanwhile.

    Raises NotInCouple.
    """
    found = membership_of(user)
    if found is None:
        raise NotInCouple
    both = CoupleMember.objects.select_for_update().filter(couple=found.couple_id).order_by("pk")
    for member in both:
        if member.pk == found.pk and member.left_at is None:
            return member
    raise NotInCouple


def _kept(enrolment: Enrolment, lesson_key: UUID, activity_key: str) -> Reflection | None:
    return kept_texts(enrolment, lesson_key).filter(activity_key=activity_key).first()
