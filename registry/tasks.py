"""Bells: what is owed stands in the claims."""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from accounts.tasks import send_code
from registry.actions import (
    code_for_phone,
    follow_application,
    forget_applicants,
    forget_words,
    settle_claim,
)
from registry.models import GOING_ON, ApplicationClaim
from web.bells import ring

MOST_AT_ONCE = 200


@shared_task
def check_claim(claim_id: int) -> None:
    """Ask the registry about one claim; one that was erased meanwhile needs no answer."""
    with suppress(ApplicationClaim.DoesNotExist):
        settle_claim(claim_id=claim_id)


@shared_task
def check_waiting_claims() -> None:
    """Ask about the claims whose time has come, also those whose task was lost."""
    due = ApplicationClaim.objects.filter(
        state=ApplicationClaim.State.WAITING, next_check_at__lte=timezone.now()
    )
    for claim_id in due.order_by("next_check_at").values_list("pk", flat=True)[:MOST_AT_ONCE]:
        ring(check_claim, claim_id)


@shared_task
def follow_claim(claim_id: int) -> None:
    """Ask the registry what became of one linked application."""
    follow_application(claim_id=claim_id)


@shared_task
def follow_linked_applications() -> None:
    """Ask about the linked applications that have not ended, each once a day."""
    due = ApplicationClaim.objects.confirmed().filter(
        next_check_at__lte=timezone.now(), applicant__application__state__in=GOING_ON
    )
    for claim_id in due.order_by("next_check_at").values_list("pk", flat=True)[:MOST_AT_ONCE]:
        ring(follow_claim, claim_id)


@shared_task
def send_phone_proof(claim_id: int) -> None:
    """Send a code to the phone on the claimed application, if there is one to send it to."""
    code = None
    with suppress(ApplicationClaim.DoesNotExist):
        code = code_for_phone(claim_id=claim_id)
    if code is not None:
        ring(send_code, code.pk)


@shared_task
def forget_past_applicants() -> None:
    """Forget who never linked an application that is over, and whose number no account has."""
    forget_applicants()
    forget_words()
