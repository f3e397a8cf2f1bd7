"""Bells of bulk work, in a queue of its own, so that it never delays what one person waits for."""

from celery import shared_task

from certificates.jobs.deciding import collect
from certificates.jobs.models import BulkJob
from certificates.jobs.running import unheard_of, work_on
from web.bells import ring

LANES = 2  # bells a job is rung with: two workers make documents side by side


@shared_task
def collect_certificates(job_id: int) -> None:
    """Write down which certificates a job is about."""
    collect(job_id=job_id)


@shared_task
def work(job_id: int) -> None:
    """Do some of a job, and ring for the rest: other jobs come between."""
    if work_on(job_id=job_id):
        ring(work, job_id)


@shared_task
def go_on_with_bulk_jobs() -> None:
    """Ring again for jobs whose bells were lost."""
    for job_id in BulkJob.objects.collecting().values_list("pk", flat=True):
        ring(collect_certificates, job_id)
    for job_id in unheard_of():
        begin(job_id)


def begin(job_id: int) -> None:
    """Ring for a job, once for each lane."""
    for _lane in range(LANES):
        ring(work, job_id)
