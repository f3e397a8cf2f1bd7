"""Work that takes time: exports and imports, courses to take along."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from courses.actions import take_along, transfers
from courses.models import Edition


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


@shared_task
def make_take_along(edition_id: int) -> None:
    """Make the files of one edition that are not there yet."""
    take_along.make_missing_files(edition=Edition.objects.get(pk=edition_id))


@shared_task
def make_missing_take_along() -> None:
    """Make what a lost task left behind, or what a changed help line made old."""
    for edition in take_along.owed_editions():
        take_along.make_missing_files(edition=edition)


@shared_task
def forget_take_along() -> None:
    """Forget files that nobody is led to any more."""
    take_along.forget_old_files()
