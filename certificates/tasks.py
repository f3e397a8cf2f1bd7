"""Rendering and signing happen in a worker. The task is a bell; what is owed is a row."""

import logging

from celery import shared_task

from certificates.actions import issue_certificate, remove_file
from certificates.exceptions import NoKeySigns
from certificates.models import Certificate, FileRemoval
from certificates.signing import current_key
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
    Nothing is rung for while no key may sign; that is said once, not for each of them.
    """
    try:
        current_key()
    except NoKeySigns as error:
        logger.error("%s", error)
        return
    for pk in Certificate.objects.pending().order_by("?").values_list("pk", flat=True)[:AT_ONCE]:
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
def make_status_list() -> None:
    """Have the list of ended certificates ready, so that whoever downloads it waits for nobody."""
    try:
        status_list()
    except NoKeySigns as error:
        logger.error("%s", error)
