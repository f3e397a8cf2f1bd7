"""Requests go out to centres: by a bell at once, by the sweep when the bell was not heard."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.delivery import deliver
from accounts.exceptions import NotDelivered
from centres.actions import forget_old_requests, give_up, mark_sent, take
from centres.mail import headers_of, subject_of, text_of
from centres.models import CentreMail
from centres.questions import details_of

logger = logging.getLogger(__name__)

# One sweep takes this many at most, those that waited longest first.
AT_ONCE = 200


@shared_task
def deliver_mail(mail_id: int) -> None:
    """Send one e-mail to a centre. A server that does not take it is asked again later.

    Where a server has taken it and the worker died before that was written down, it is sent once
    more, under the same Message-ID.
    """
    mail = take(mail_id=mail_id)
    if mail is None:
        return
    centre, details = mail.request.centre, details_of(mail.request)
    unreadable = mail.kind == CentreMail.Kind.REQUEST and details is None
    if centre is None or not centre.email or unreadable:
        give_up(mail=mail)
        return
    try:
        deliver(
            contact=centre.email, subject=subject_of(mail), text=text_of(mail, details),
            headers=headers_of(mail),
        )  # fmt: skip
    except NotDelivered as error:
        logger.warning("Mail %s to a centre was not taken (%s).", mail.pk, error)
        return
    mark_sent(mail=mail)


@shared_task
def deliver_pending_mails() -> None:
    """Deliver what a lost task, a dead server or a killed worker left behind."""
    due = CentreMail.objects.filter(
        state=CentreMail.State.PENDING, next_try_at__lte=timezone.now()
    ).order_by("next_try_at")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        deliver_mail(pk)


@shared_task
def forget_old_visit_requests() -> None:
    """Forget the requests that centres have had for long enough."""
    while forget_old_requests():
        pass
