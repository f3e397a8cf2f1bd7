"""Work that takes time: exports and imports."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from courses.actions import transfers


@shared_task(time_limit=1800)
def run_transfer(transfer_id: int) -> None:
    """Do one export or import."""
    transfers.run_transfer(transfer_id=transfer_id)


@shared_task(time_limit=1800)
def run_waiting_transfers() -> None:
    """Do what a lost task left behind."""
    for transfer_id in transfers.waiting_transfers(since=timezone.now() - timedelta(minutes=1)):
        transfers.run_transfer(transfer_id=transfer_id)


@shared_task
def forget_transfers() -> None:
    """Forget what was fetched or loaded a week ago."""
    transfers.forget_transfers()
