"""Rendering and signing happen in a worker. The task is a bell; what is owed is a row."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts.delivery import deliver
from accounts.exceptions import NotDelivered
from certificates.chain.heads import keep_chain
from certificates.documents.issuing import issue_certificate, remove_file
from certificates.documents.ready import can_be_made
from certificates.exceptions import NoKeySigns
from certificates.holder.actions import forget_ended
from certificates.models import Certificate, FileRemoval
from certificates.trust.status import status_list
from web.bells import ring

logger = logging.getLogger(__name__)

AT_ONCE = 200


@shared_task
def issue(certificate_id: int) -> None:
    """Issue one certificate."""
    issue_certificate(certificate_id=certificate_id)


@shared_task
def issue_pending_certificates() -> None:
    """Ring again for certificates that a lost task left without a document.

    In no order: some that cannot be rendered (a letter the font lacks) never hold up the rest.
    What a bulk job owes is left to it: a hundred thousand would crowd out the one that somebody
    waits for. Nothing is rung for while no key may sign; that is said once, not for each of them.
    """
    if not can_be_made():
        return
    pending = Certificate.objects.pending().filter(bulk_row=None)
    for pk in pending.order_by("?").values_list("pk", flat=True)[:AT_ONCE]:
        issue.delay(pk)


@shared_task
def remove_document(removal_id: int) -> None:
    """Delete one stored document of somebody who erased their account."""
    remove_file(removal_id=removal_id)


@shared_task
def remove_documents_owed() -> None:
    """Ring again for documents that a lost task or an unreachable store left behind."""
    for pk in FileRemoval.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        ring(remove_document, pk)


@shared_task
def forget_ended_links() -> int:
    """Remove links to a name, and names asked for, that have ended."""
    return forget_ended(now=timezone.now())


@shared_task
def chain_facts() -> None:
    """Give new facts their place in the chain, and the days that ended their signed heads.

    Where the chain stood is noted in places of their own, too: in the log, and in a mail where
    RECORD_HEAD_EMAIL names somebody. The newest head covers the ones before it.
    """
    made = keep_chain()
    if not made:
        return
    newest = made[-1]
    noted = f"{newest.day} {newest.last_place}:{bytes(newest.head).hex()}"
    logger.info("The chain of certificates: %s", noted)
    if not settings.RECORD_HEAD_EMAIL:
        return
    try:
        deliver(
            contact=settings.RECORD_HEAD_EMAIL,
            subject="Otau: certificates",
            text=f"{noted}\n{settings.BASE_URL}/.well-known/otau/heads.json\n",
        )
    except NotDelivered as error:
        logger.warning("The day's head was not mailed (%s); tomorrow's is.", error)


@shared_task
def make_status_list() -> None:
    """Have the list of ended certificates ready, so that whoever downloads it waits for nobody."""
    try:
        status_list()
    except NoKeySigns as error:
        logger.error("%s", error)
