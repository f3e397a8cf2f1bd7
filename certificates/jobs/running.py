"""A job at work: some certificates in a transaction, then their documents, and again.

What is owed stands in the rows. A worker that is killed leaves rows waiting, or replaced and
without a document, and whoever comes next goes on with those; no row is done twice, since what
became of it is written in the transaction in which it is done, under a lock.
"""

from datetime import timedelta

from django.db import DataError, IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from certificates.actions import reissue, revoke
from certificates.documents.issuing import issue_certificate
from certificates.documents.ready import can_be_made
from certificates.exceptions import AlreadyEnded
from certificates.jobs.models import BulkJob, BulkJobRow
from certificates.models import Certificate
from certificates.rendering.lettering import LettersMissing, RenderingFailed
from web.sealing import CannotUnseal

A_BATCH = 25  # certificates in one transaction: a third of a second, and their documents thereafter
MOST_TRIES = 3
UNHEARD_FOR = timedelta(seconds=90)
State, Row, Why = BulkJob.State, BulkJobRow.State, BulkJobRow.Why


def work_on(*, job_id: int) -> bool:
    """Do the next certificates of a job and the documents it owes; return whether to go on.

    Nobody is left without a document for longer than a batch takes. Of a job that was stopped only
    documents are made. While none can be signed nothing is replaced: the sweep rings again.
    """
    job = BulkJob.objects.at_work().filter(pk=job_id).first()
    if job is None or (job.replaces and not can_be_made()):
        return False
    BulkJob.objects.filter(pk=job_id).update(worked_at=timezone.now())
    did = take_batch(job_id=job_id)
    owing = job.rows.owing_documents().order_by("tries", "pk")
    for row_id in owing.values_list("pk", flat=True)[:A_BATCH]:
        did += make_document(row_id=row_id)
    is_finished = finish(job_id=job_id)
    # Who found nothing to do leaves the rest to whoever holds it.
    return did > 0 and not is_finished


@transaction.atomic
def take_batch(*, job_id: int) -> int:
    """Replace or revoke the next certificates of a running job; return how many were looked at.

    The job is locked: two workers never take the same rows, and once `stop` has returned no further
    certificate is touched.
    """
    running = BulkJob.objects.running().filter(pk=job_id)
    job: BulkJob | None = (
        running.select_for_update(no_key=True, of=("self",)).select_related("decided_by").first()
    )
    if job is None:
        return 0
    rows = list(
        job.rows.waiting().order_by("pk").select_related("certificate__enrolment__user")[:A_BATCH]
    )
    for row in rows:
        _do(job, row)
    BulkJobRow.objects.bulk_update(rows, ["state", "why", "replacement"])
    return len(rows)


def _do(job: BulkJob, row: BulkJobRow) -> None:
    """Do one row, in a savepoint: what cannot be done leaves nothing, and is said."""
    one = row.certificate
    if job.replaces and one.valid_until and one.valid_until < timezone.localdate():
        row.state, row.why = Row.LEFT_OUT, Why.EXPIRED
        return
    try:
        with transaction.atomic():
            if job.replaces:
                row.replacement = reissue(
                    certificate=one, reason=job.reason, by=job.decided_by, words=job.words,
                    in_bulk=True,
                )  # fmt: skip
                row.state = Row.REPLACED
            else:
                revoke(certificate=one, reason=job.reason, by=job.decided_by)
                row.state = Row.DONE
    except AlreadyEnded:
        row.state, row.why = Row.LEFT_OUT, Why.ENDED
    except CannotUnseal:
        row.state, row.why = Row.LEFT_OUT, Why.ERASED
    except (DataError, IntegrityError):
        row.state, row.why = Row.FAILED, Why.OURS


def make_document(*, row_id: int) -> bool:
    """Make the document of a replaced certificate; return whether this call settled it.

    The try is counted before it is made, so that a document that kills whoever makes it is given up
    after three, and never holds up the rest. Each is a transaction of its own.
    """
    owing = BulkJobRow.objects.owing_documents().filter(pk=row_id)
    owing.filter(tries__lt=MOST_TRIES + 1).update(tries=F("tries") + 1)
    try:
        with transaction.atomic():
            row = owing.select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                return False
            if row.tries > MOST_TRIES:
                owing.update(state=Row.FAILED, why=Why.OURS)
            elif issue_certificate(certificate_id=row.replacement_id) is None:
                owing.update(state=Row.FAILED, why=Why.ERASED)
            else:
                owing.update(state=Row.DONE)
            return True
    except LettersMissing:
        why = Why.LETTERS
    except RenderingFailed:
        why = Why.OURS
    return bool(owing.update(state=Row.FAILED, why=why))


def finish(*, job_id: int) -> bool:
    """Return whether nothing is left to do; a running job without a row to do is done."""
    job = BulkJob.objects.at_work().filter(pk=job_id).first()
    if job is None:
        return True
    if job.rows.owing_documents().exists():
        return False
    if job.state == State.STOPPED:
        return True
    if job.rows.waiting().exists():
        return False
    BulkJob.objects.running().filter(pk=job_id).update(state=State.DONE, ended_at=timezone.now())
    return True


def unheard_of() -> list[int]:
    """Return the jobs with work to do of which no worker was heard for a while; each once a while.

    They are marked as heard of, so that two sweeps at once ring for each once.
    """
    now = timezone.now()
    owed = BulkJobRow.objects.owing_documents().values("job")
    silent = BulkJob.objects.filter(
        Q(state=State.RUNNING) | Q(state=State.STOPPED, pk__in=owed),
        worked_at__lt=now - UNHEARD_FOR,
    )
    return [
        pk
        for pk in silent.values_list("pk", flat=True)
        if BulkJob.objects.filter(pk=pk, worked_at__lt=now - UNHEARD_FOR).update(worked_at=now)
    ]


def in_a_job(certificate: Certificate) -> int | None:
    """Return the job that issued this certificate anew, or None."""
    return BulkJobRow.objects.filter(replacement=certificate).values_list("job", flat=True).first()
