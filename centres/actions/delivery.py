"""E-mails to centres are rows; `centres.tasks` delivers them.

The pauses and the number of tries are those of the messages to people.
"""

from django.db import transaction
from django.utils import timezone

from centres.models import CentreMail, VisitRequest
from notifications.actions import MOST_TRIES, pause_after

Kind, State = CentreMail.Kind, CentreMail.State


@transaction.atomic
def take(*, mail_id: int) -> CentreMail | None:
    """Take a pending e-mail for one try, and put the next try off; None if it is not to be sent.

    The try is counted before it is made: when the worker is killed in the middle of it, or the
    same bell rings twice, the e-mail is pending and waits for its pause. One that was tried too
    often is given up.
    """
    now = timezone.now()
    due = CentreMail.objects.filter(pk=mail_id, state=State.PENDING, next_try_at__lte=now)
    # The request first, as whoever withdraws it locks it first.
    request = (
        VisitRequest.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("user", "centre")
        .filter(pk__in=due.values("request"))
        .first()
    )
    mail = due.select_for_update().first() if request is not None else None
    if request is None or mail is None:
        return None
    mail.request = request
    if mail.tries >= MOST_TRIES:
        give_up(mail=mail)
        return None
    mail.tries += 1
    mail.next_try_at = now + pause_after(mail.tries)
    mail.save(update_fields=["tries", "next_try_at"])
    return mail


@transaction.atomic
def mark_sent(*, mail: CentreMail) -> bool:
    """Settle an e-mail that a mail server has taken; false if it was settled before."""
    now = timezone.now()
    if not _settle(mail, State.SENT):
        return False
    if mail.kind == Kind.REQUEST:
        VisitRequest.objects.open().filter(pk=mail.request_id).update(sent_at=now)
    return True


@transaction.atomic
def give_up(*, mail: CentreMail) -> bool:
    """Settle an e-mail that nobody takes; false if it was settled before.

    A request that could not be delivered is closed, so that its person reads so and may ask anew;
    what they said is wiped.
    """
    if not _settle(mail, State.GIVEN_UP):
        return False
    if mail.kind == Kind.REQUEST:
        VisitRequest.objects.open().filter(pk=mail.request_id, sent_at=None).update(
            undelivered_at=timezone.now(), sealed_details=b""
        )
    return True


def _settle(mail: CentreMail, state: CentreMail.State) -> bool:
    """Change the state of a pending e-mail; false when somebody else was first."""
    VisitRequest.objects.select_for_update().filter(pk=mail.request_id).first()
    return bool(
        CentreMail.objects.filter(pk=mail.pk, state=State.PENDING).update(
            state=state, settled_at=timezone.now()
        )
    )
