"""Questioning a decision: a person asks, a person answers. No rule and no machine does."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.record import lookups_of
from accounts.exceptions import AnsweredMeanwhile, TooManyAppeals
from accounts.models import Appeal, AppealReply, Lookup, User
from accounts.person import seal_for, unseal_all_for, unseal_for
from accounts.signals import appeal_answered, appeal_made
from web.sealing import CannotUnseal

PLACE = "appeal.text"
REPLY_PLACE = "appeal.reply"
MOST_CHARACTERS = 2000
MOST_WAITING = 10


@transaction.atomic
def make_appeal(*, user: User, about: str, text: str, lookup: Lookup | None = None) -> Appeal:
    """Keep what `user` asks about a decision; the same question again, unanswered, is the same.

    `lookup` is the look-up that is questioned, where it is about one; Lookup.DoesNotExist unless it
    is of `user`. Raises TooManyAppeals when more of theirs wait than anybody means to ask. What
    hangs on it hears `appeal_made`.
    """
    if lookup is not None:
        lookup = lookups_of(user).get(pk=lookup.pk)
    User.objects.select_for_update().get(pk=user.pk)
    waiting: list[Appeal] = list(Appeal.objects.waiting().filter(user=user))
    known = unseal_all_for(user, [(one.sealed_text, PLACE) for one in waiting])
    for one, words in zip(waiting, known, strict=True):
        same_lookup = one.lookup_id == (lookup.pk if lookup is not None else None)
        if one.about == about and same_lookup and words == text:
            return one
    if len(waiting) >= MOST_WAITING:
        raise TooManyAppeals
    made: Appeal = Appeal.objects.create(
        user=user, about=Appeal.About(about), lookup=lookup,
        sealed_text=seal_for(user, text, PLACE),
    )  # fmt: skip
    appeal_made.send(sender=Appeal, appeal=made)
    return made


@transaction.atomic
def answer_appeal(*, appeal: Appeal, text: str, by: User, seen: int) -> AppealReply:
    """Answer, for the person to read on their page. `seen` is how many replies `by` has read.

    Raises AnsweredMeanwhile when there are more: two do not answer past each other, and a form
    sent twice answers once. What hangs on it hears `appeal_answered`.
    """
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("user").get(pk=appeal.pk)
    replies = AppealReply.objects.filter(appeal=appeal).count()
    if replies != seen:
        raise AnsweredMeanwhile
    reply = AppealReply.objects.create(
        appeal=appeal,
        number=replies + 1,
        by=by,
        sealed_text=seal_for(appeal.user, text, REPLY_PLACE),
    )
    appeal.answered_at, appeal.read_at = appeal.answered_at or reply.at, None
    appeal.save(update_fields=["answered_at", "read_at"])
    appeal_answered.send(sender=Appeal, appeal=appeal)
    return reply


def mark_read(*, appeal: Appeal) -> None:
    """Note that the person has opened the answer."""
    Appeal.objects.unread().filter(pk=appeal.pk).update(read_at=timezone.now())


def text_of(appeal: Appeal) -> str:
    """Return what was asked. Raises CannotUnseal once the person's key was destroyed."""
    return unseal_for(appeal.user, appeal.sealed_text, PLACE)


def replies_of(appeal: Appeal) -> list[tuple[AppealReply, str]]:
    """Return the replies with their words, the first one first. Raises CannotUnseal."""
    replies = list(appeal.replies.all())
    words = unseal_all_for(appeal.user, [(one.sealed_text, REPLY_PLACE) for one in replies])
    return list(zip(replies, words, strict=True))


def lock_appeals(*, user: User) -> None:
    """Lock what `user` asked, so that nobody answers it until the transaction ends.

    Before the person's own row is locked: whoever answers locks the question first.
    """
    list(Appeal.objects.select_for_update().filter(user=user).order_by("pk").values("pk"))


def appeals_of(user: User) -> list[tuple[Appeal, str, list[tuple[AppealReply, str]]]]:
    """Return what `user` asked, the newest first, with the replies, opened. Three queries.

    The words are empty where a key is lost.
    """
    rows = list(
        Appeal.objects.filter(user=user)
        .select_related("lookup")
        .prefetch_related("replies")
        .order_by("-asked_at", "-pk")
    )
    sealed = []
    for row in rows:
        sealed.append((row.sealed_text, PLACE))
        sealed += [(reply.sealed_text, REPLY_PLACE) for reply in row.replies.all()]
    try:
        words = iter(unseal_all_for(user, sealed))
    except CannotUnseal:
        words = iter([""] * len(sealed))
    return [
        (row, next(words), [(reply, next(words)) for reply in row.replies.all()]) for row in rows
    ]


def move_appeals(*, kept: User, gone: User) -> None:
    """Give the appeals of `gone` to `kept`, sealed anew with the key of the one who keeps them.

    Runs inside the transaction that joins the two accounts.
    """
    for appeal in Appeal.objects.filter(user=gone).select_related("user").order_by("pk"):
        text, replies = text_of(appeal), replies_of(appeal)
        for reply, words in replies:
            reply.sealed_text = seal_for(kept, words, REPLY_PLACE)
            reply.save(update_fields=["sealed_text"])
        appeal.user, appeal.sealed_text = kept, seal_for(kept, text, PLACE)
        appeal.save(update_fields=["user", "sealed_text"])
