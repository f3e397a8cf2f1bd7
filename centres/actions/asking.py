"""A person asks a centre for a visit or a call, and takes it back."""

from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from centres.details import VisitDetails, open_details, seal_details
from centres.exceptions import AlreadyAsked, CentreCannotBeAsked
from centres.models import CentreMail, VisitRequest
from cms.models import FamilySupportCentre
from web.sealing import CannotUnseal

Kind, State = CentreMail.Kind, CentreMail.State


@transaction.atomic
def ask_for_visit(
    *, user: User, centre: FamilySupportCentre, details: VisitDetails
) -> tuple[VisitRequest, CentreMail]:
    """Keep what `user` asks of `centre`, and owe the centre's mailbox one e-mail about it.

    The same said twice is one request. Nobody else is told: "together" is a word in the mail.
    Raises CentreCannotBeAsked; AlreadyAsked when another request to the centre is open.
    """
    if not FamilySupportCentre.objects.filter(pk=centre.pk).exclude(email="").exists():
        raise CentreCannotBeAsked
    key = uuid4()
    try:
        with transaction.atomic():
            request = VisitRequest.objects.create(
                key=key, user=user, centre=centre, sealed_details=seal_details(user, key, details)
            )
    except IntegrityError:
        earlier = VisitRequest.objects.open().filter(user=user, centre=centre).first()
        if earlier is None:  # another constraint, or withdrawn a moment ago
            raise
        if not _says(earlier, user, details):
            raise AlreadyAsked(earlier) from None
        return earlier, earlier.mails.get(kind=Kind.REQUEST)
    return request, request.mails.create(kind=Kind.REQUEST, owed_at=request.asked_at)


def _says(request: VisitRequest, user: User, details: VisitDetails) -> bool:
    try:
        return open_details(user, request.key, request.sealed_details) == details
    except CannotUnseal:
        return False


@transaction.atomic
def withdraw_visit_request(*, request: VisitRequest) -> CentreMail | None:
    """Take a request back and wipe what was said; done twice it is done once.

    What no try was made of is not sent. Once a mail server may have it, the centre is owed a
    second e-mail: that one is returned. It goes out after the try that may be under way.
    """
    locked = VisitRequest.objects.open().select_for_update().filter(pk=request.pk).first()
    if locked is None:
        return None
    now = timezone.now()
    locked.withdrawn_at, locked.sealed_details = now, b""
    locked.save(update_fields=["withdrawn_at", "sealed_details"])
    mail = locked.mails.select_for_update().get(kind=Kind.REQUEST)
    was_pending = mail.state == State.PENDING
    if was_pending:
        mail.state, mail.settled_at = State.CANCELLED, now
        mail.save(update_fields=["state", "settled_at"])
    if not mail.tries:
        return None
    after = mail.next_try_at if was_pending else now
    return CentreMail.objects.create(
        request=locked, kind=Kind.WITHDRAWAL, owed_at=now, next_try_at=max(now, after)
    )
