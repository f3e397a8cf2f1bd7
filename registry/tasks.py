"""Bells: what is owed stands in the claims."""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from accounts.tasks import send_code
from registry.actions import (
    code_for_phone,
    follow_application,
    forget_applicants,
    forget_imports,
    forget_words,
    read_import,
    settle_claim,
    take_in_batch,
)
from registry.actions.asking import is_away
from registry.actions.exchanges import forget_exchanges
from registry.models import GOING_ON, ApplicationClaim, ImportJob
from web.bells import ring

MOST_AT_ONCE = 200


def at_once() -> int:
    """How many questions a sweep asks: one, to try, while the registry is away."""
    return 1 if is_away() else MOST_AT_ONCE


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
    for claim_id in due.order_by("next_check_at").values_list("pk", flat=True)[: at_once()]:
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
    for claim_id in due.order_by("next_check_at").values_list("pk", flat=True)[: at_once()]:
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
def forget_how_the_registry_answered() -> None:
    """Forget counts of exchanges that nobody looks at any more."""
    forget_exchanges()


@shared_task
def forget_past_applicants() -> None:
    """Forget who never linked an application that is over, and whose number no account has."""
    forget_applicants()
    forget_words()


@shared_task
def read_applications(job_id: int) -> None:
    """Read a file of applications that was handed in."""
    read_import(job_id=job_id)


@shared_task
def take_in_applications(job_id: int) -> None:
    """Take in some lines of a file, and ring for the rest: what others wait for comes between."""
    if take_in_batch(job_id=job_id):
        ring(take_in_applications, job_id)


@shared_task
def go_on_with_imports() -> None:
    """Go on with the files whose task was lost."""
    for job_id in ImportJob.objects.unread().values_list("pk", flat=True):
        ring(read_applications, job_id)
    for job_id in ImportJob.objects.being_taken_in().values_list("pk", flat=True):
        ring(take_in_applications, job_id)


@shared_task
def forget_old_imports() -> None:
    """Delete what the lines of undecided and of old files say."""
    forget_imports()
