"""What other apps may ask about messages. Nothing here changes a row."""

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from notifications.models import Message, MessageChoice


def choice_of(user: User) -> MessageChoice | None:
    """Return what the person chose to be told, or None if they never said."""
    return MessageChoice.objects.filter(user=user).first()


def has_decided(user: User) -> bool:
    """Whether the person has said what they want to be told, be it nothing."""
    return MessageChoice.objects.filter(user=user).exists()


def notices_sent(key: str) -> dict[str, int]:
    """Return how many notices are owed whose dedupe key begins with `key`, sent and given up."""
    states = Message.State
    of_kind = Message.objects.filter(kind=Message.Kind.DATA_NOTICE, dedupe_key__startswith=key)
    return of_kind.aggregate(
        owed=Count("pk"),
        sent=Count("pk", filter=Q(state=states.SENT)),
        given_up=Count("pk", filter=Q(state=states.GIVEN_UP)),
    )


def notices_of(user: User) -> QuerySet[Message]:
    """Return the notices the law wanted `user` to have, newest first."""
    return Message.objects.filter(recipient=user, kind=Message.Kind.DATA_NOTICE).order_by("-pk")
