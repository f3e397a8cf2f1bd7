"""What is done for the interface by the clock."""

from celery import shared_task
from django.utils import timezone

from api import idempotency


@shared_task
def forget_requests() -> None:
    """Delete the kept answers whose day is over."""
    idempotency.forget(timezone.now())
