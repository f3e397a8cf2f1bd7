"""A message is owed by a row; `notifications.tasks` delivers it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.hours import decent_moment
from notifications.models import Message, MessageChoice
from notifications.topics import TOPICS, Topic

Kind, State = Message.Kind, Message.State


@transaction.atomic
def owe_message(
    *, recipient: User, kind: str, dedupe_key: str, context: dict[str, str] | None = None
) -> Message:
    """Owe `recipient` one message of `kind`; the same `dedupe_key` again is the same message.

    `context` fills the text and must hold no secret: no number, no code, no name. The message
    goes out with the next sweep, or at once where the caller rings `deliver_message` for it.
    For what learners choose to be told use `owe_if_chosen`.
    """
    return _owe(recipient, kind, dedupe_key, _contact_channel(recipient), context)


@transaction.atomic
def owe_if_chosen(
    *, recipient: User, kind: str, dedupe_key: str, context: dict[str, str] | None = None
) -> Message | None:
    """Owe a learner a message if they chose its topic; None if they did not."""
    choice = MessageChoice.objects.filter(user=recipient).first()
    if choice is None or not has_chosen(choice, kind):
        return None
    return _owe(recipient, kind, dedupe_key, choice.channel, context)


def has_chosen(choice: MessageChoice, kind: str) -> bool:
    """Whether messages of this kind are wanted."""
    moments = {Topic.REMINDERS: choice.reminders_at, Topic.NEWS: choice.news_at}
    return moments.get(TOPICS[Kind(kind)]) is not None


def _owe(
    recipient: User, kind: str, dedupe_key: str, channel: str, context: dict[str, str] | None
) -> Message:
    message, _made = Message.objects.exclude(state=State.NOT_NEEDED).get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "recipient": recipient,
            "kind": Kind(kind),
            "channel": channel,
            "language": recipient.language,
            "context": context or {},
        },
    )
    return message


def owe_notices(*, key: str, recipients: Iterable[int], context: dict[str, str]) -> int:
    """Owe people, by the ids of their accounts, a notice the law wants; return how many are new.

    `context` holds its `text_kk` and `text_ru`, which stand on the person's page; the message says
    only that it is there. One statement; the same `key` again owes nobody twice.
    """
    people = User.objects.filter(pk__in=list(recipients), is_active=True, erased_at=None)
    rows = [
        Message(
            recipient=person, kind=Kind.DATA_NOTICE, dedupe_key=f"{key}:{person.pk}",
            channel=_contact_channel(person), language=person.language, context=context,
        )
        for person in people
    ]  # fmt: skip
    before = Message.objects.filter(dedupe_key__in=[row.dedupe_key for row in rows]).count()
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


def _contact_channel(recipient: User) -> str:
    return Message.Channel.EMAIL if recipient.email else Message.Channel.SMS


def reminder_key(kind: str, enrolment_id: int | str) -> str:
    """Return the dedupe key of a reminder: each kind comes once for an enrolment."""
    return f"{kind}:{enrolment_id}"


def owe_reminders(*, kind: str, choices: Iterable[tuple[int, MessageChoice]]) -> int:
    """Owe reminders of `kind`, given enrolments' ids with their owners' choices; return how many.

    One statement, however many: what is owed already is passed over. A choice comes with its user.
    """
    first_try: datetime = decent_moment(timezone.now())
    rows = [
        Message(
            recipient=choice.user,
            kind=Kind(kind),
            dedupe_key=reminder_key(kind, enrolment_id),
            channel=choice.channel,
            language=choice.user.language,
            context={"enrolment": str(enrolment_id)},
            next_try_at=first_try,
        )
        for enrolment_id, choice in choices
    ]
    return len(Message.objects.bulk_create(rows, ignore_conflicts=True))
