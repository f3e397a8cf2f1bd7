"""Codes go out, and what has expired is forgotten."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.actions.passwords import PLACE
from accounts.actions.record import head
from accounts.contacts import field_of, open_contact
from accounts.delivery import deliver
from accounts.exceptions import NotDelivered
from accounts.models import Consent, OneTimeCode, PaperCode, PasswordLink, RecoveryGrant, User
from web.sealing import unseal

logger = logging.getLogger(__name__)

# A sweep sends this many at most, the oldest first: a flood is slowed and nobody is shut out.
AT_ONCE = 200
KEEP_CODES = timedelta(days=1)
KEEP_GRANTS = timedelta(days=30)
KEEP_CONSENTS = timedelta(days=3 * 365)  # after an erasure


@shared_task
def send_code(code_id: int) -> None:
    """Send one code, or to staff the advice to use their password; wipe it. Twice does no harm."""
    with transaction.atomic():
        code = (
            OneTimeCode.objects.select_for_update(skip_locked=True)
            .filter(pk=code_id, sent_at=None, expires_at__gt=timezone.now())
            .exclude(sealed_code=None)
            .first()
        )
        if code is None:
            return
        try:
            _send(code)
        except NotDelivered as error:
            logger.warning("Code %s was not taken (%s); the sweep tries again.", code.pk, error)
            return
        code.sent_at, code.sealed_code = timezone.now(), None
        code.save(update_fields=["sent_at", "sealed_code"])


def _send(code: OneTimeCode) -> None:
    contact = open_contact(code.sealed_contact)
    staff = User.objects.for_contact(contact).filter(is_staff=True).exists()
    kind = "confirm" if code.purpose == OneTimeCode.Purpose.CONFIRM else "code"
    if staff:
        kind = "staff"
    digits = unseal(code.sealed_code, "code") if code.sealed_code is not None else ""
    with translation.override(code.language):
        text = render_to_string(
            f"accounts/messages/{kind}.{field_of(contact)}.txt",
            {"code": digits, "BASE_URL": settings.BASE_URL},
        )
        subject = gettext("Otau: how to sign in") if staff else gettext("Otau: your code")
        deliver(contact=contact, subject=subject, text=text.strip() + "\n")


@shared_task
def send_pending_codes() -> None:
    """Send the codes that a lost task, a dead mail server or a flood left behind."""
    pending = OneTimeCode.objects.filter(sent_at=None, expires_at__gt=timezone.now())
    pending = pending.exclude(sealed_code=None).order_by("created_at")
    for pk in list(pending.values_list("pk", flat=True)[:AT_ONCE]):
        send_code(pk)


@shared_task
def send_password_link(link_id: int) -> None:
    """Send one link to set a password; wipe it. Twice does no harm."""
    with transaction.atomic():
        link = (
            PasswordLink.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("user")
            .filter(pk=link_id, sent_at=None, expires_at__gt=timezone.now())
            .exclude(sealed_token=None)
            .first()
        )
        if link is None or link.sealed_token is None or not link.user.email:
            return
        try:
            with translation.override(link.user.language):
                path = reverse("staff_set_password", args=[unseal(link.sealed_token, PLACE)])
                text = render_to_string(
                    "accounts/messages/password.email.txt", {"link": f"{settings.BASE_URL}{path}"}
                )
                subject = gettext("Otau: set your password")
                deliver(contact=link.user.email, subject=subject, text=text.strip() + "\n")
        except NotDelivered as error:
            logger.warning("Link %s was not taken (%s); the sweep tries again.", link.pk, error)
            return
        link.sent_at, link.sealed_token = timezone.now(), None
        link.save(update_fields=["sent_at", "sealed_token"])


@shared_task
def send_pending_links() -> None:
    """Send the links that a lost task or a dead mail server left behind."""
    pending = PasswordLink.objects.filter(sent_at=None, expires_at__gt=timezone.now())
    pending = pending.exclude(sealed_token=None).order_by("made_at")
    for pk in list(pending.values_list("pk", flat=True)[:AT_ONCE]):
        send_password_link(pk)


@shared_task
def forget_expired() -> None:
    """Delete old codes, links, recovery grants, what is left of consents, and sessions."""
    now = timezone.now()
    OneTimeCode.objects.filter(expires_at__lt=now - KEEP_CODES).delete()
    PasswordLink.objects.filter(expires_at__lt=now - KEEP_GRANTS).delete()
    RecoveryGrant.objects.filter(expires_at__lt=now - KEEP_GRANTS).delete()
    PaperCode.objects.filter(expires_at__lt=now - KEEP_GRANTS).delete()
    Consent.objects.filter(user__erased_at__lt=now - KEEP_CONSENTS).delete()
    Session.objects.filter(expire_date__lt=now).delete()


@shared_task
def note_head() -> None:
    """Note number and digest of the record's newest entry in places of their own.

    In the log, and in a mail where RECORD_HEAD_EMAIL names somebody: whoever rewrote the record
    and its chain cannot rewrite these, and `verify_record --was` compares.
    """
    newest = head()
    if newest is None:
        return
    noted = f"{newest[0]}:{newest[1].hex()}"
    logger.info("The record of look-ups ends with %s", noted)
    if not settings.RECORD_HEAD_EMAIL:
        return
    try:
        deliver(contact=settings.RECORD_HEAD_EMAIL, subject="Otau: record", text=f"{noted}\n")
    except NotDelivered as error:
        logger.warning("The record's end was not mailed (%s); tomorrow's is.", error)
