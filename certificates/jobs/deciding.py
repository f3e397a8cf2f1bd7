"""A job is chosen, written down, looked at, proposed, confirmed by another, stopped, resumed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.jobs.exceptions import JobElsewhere, JobOfOneself, JobTooOld, NobodyChosen
from certificates.jobs.models import BulkJob, BulkJobRow
from certificates.jobs.selecting import among, chosen, with_why, words_of_today
from certificates.models import Certificate

UNCONFIRMED_FOR = timedelta(days=7)
AT_ONCE = 2000
State, Row, Why = BulkJob.State, BulkJobRow.State, BulkJobRow.Why


@transaction.atomic
def open_job(
    *,
    kind: str,
    reason: str,
    basis: str,
    by: User,
    numbers: Sequence[str] = (),
    **choice: Any,
) -> BulkJob:
    """Open a job about the certificates of `choice` (columns of BulkJob) or of a list of `numbers`.

    The words of the new ones are frozen now. What is owed is the look-up of the certificates.
    """  # fmt: skip
    course = choice.get("course")
    job: BulkJob = BulkJob.objects.create(
        kind=kind, reason=reason, basis=basis, proposed_by=by, numbers=list(numbers),
        has_list=bool(numbers), **choice,
        words=words_of_today(course) if kind == BulkJob.Kind.TITLE and course else {},
    )  # fmt: skip
    return job


@transaction.atomic
def collect(*, job_id: int) -> bool:
    """Write down the certificates of a job; return whether this call did it.

    In one transaction, so that a killed worker leaves nothing half written.
    """
    job: BulkJob | None = (
        BulkJob.objects.collecting().filter(pk=job_id)
        .select_for_update(skip_locked=True, of=("self",)).select_related("course").first()
    )  # fmt: skip
    if job is None:
        return False
    if job.has_list:
        known: set[str] = set()
        for numbers in batched(job.numbers, AT_ONCE, strict=False):
            rows = with_why(job, among(job, numbers)).values_list("pk", "left", "number")
            found = list(rows)
            known |= {number for *_row, number in found}
            _write(job, ((pk, left) for pk, left, _number in found))
        job.unknown = [number for number in job.numbers if number not in known]
    else:
        rows_of_all = with_why(job, chosen(job)).order_by("pk").values_list("pk", "left")
        _write(job, rows_of_all.iterator(chunk_size=AT_ONCE))
    job.numbers, job.state = [], State.PREVIEW
    job.save(update_fields=["numbers", "unknown", "state"])
    return True


def _write(job: BulkJob, found: Iterable[tuple[int, str]]) -> None:
    for some in batched(found, AT_ONCE, strict=False):
        BulkJobRow.objects.bulk_create(
            BulkJobRow(
                job=job, certificate_id=pk, why=left, state=Row.LEFT_OUT if left else Row.WAITING
            )
            for pk, left in some
        )


@transaction.atomic
def choose_rows(*, job: BulkJob, shown: Iterable[int], kept: Iterable[int], by: User) -> None:
    """Of the rows `shown` on a page keep those in `kept`; the others are taken out by hand.

    Its author alone chooses: who is to confirm it could else choose what they confirm. Raises
    JobElsewhere for others, and once the job is proposed.
    """
    locked = _held(job, State.PREVIEW)
    if locked.proposed_by_id != by.pk:
        raise JobElsewhere
    shown, kept = set(shown), set(kept)
    rows = locked.rows.filter(pk__in=shown)
    rows.filter(state=Row.LEFT_OUT, why=Why.UNTICKED, pk__in=kept).update(state=Row.WAITING, why="")
    rows.filter(state=Row.WAITING).exclude(pk__in=kept).update(state=Row.LEFT_OUT, why=Why.UNTICKED)


@transaction.atomic
def propose(*, job: BulkJob, by: User) -> None:
    """Ask for a second person; from now on nothing is ticked any more. Raises BulkRefused."""
    locked = _held(job, State.PREVIEW)
    if locked.proposed_by_id != by.pk:
        raise JobElsewhere
    if not locked.rows.waiting().exists():
        raise NobodyChosen
    _to(locked, State.WAITING, proposed_at=timezone.now())


@transaction.atomic
def confirm(*, job: BulkJob, by: User) -> None:
    """Let a job begin, as the second person. Raises BulkRefused."""
    locked = _held(job, State.WAITING)
    if locked.proposed_by_id == by.pk:
        raise JobOfOneself
    if locked.proposed_at < timezone.now() - UNCONFIRMED_FOR:
        raise JobTooOld
    _to(locked, State.RUNNING, decided_by=by, decided_at=timezone.now(), worked_at=timezone.now())


@transaction.atomic
def drop(*, job: BulkJob, by: User) -> None:
    """End a job that has not begun; its own author takes it back. Raises JobElsewhere."""
    locked = _held(job, State.PREVIEW, State.WAITING)
    now = timezone.now()
    _to(locked, State.DROPPED, decided_by=by, decided_at=now, ended_at=now)


@transaction.atomic
def stop(*, job: BulkJob, by: User) -> None:
    """Touch no further certificate; what is replaced still gets its document.

    Raises JobElsewhere when it is done already.
    """
    _to(_held(job, State.RUNNING), State.STOPPED, stopped_by=by)


@transaction.atomic
def resume(*, job: BulkJob, by: User) -> None:
    """Go on with a job that was stopped.

    Raises JobElsewhere, and JobOfOneself for its author where somebody else stopped it: to do so
    takes a second person, as to begin does.
    """
    locked = _held(job, State.STOPPED)
    _not_against_a_stop(locked, by)
    _to(locked, State.RUNNING, stopped_by=None, worked_at=timezone.now(), ended_at=None)


@transaction.atomic
def try_again(*, job: BulkJob, by: User) -> int:
    """Take up again what failed, and with it the job; return how many certificates that are.

    Raises JobElsewhere, and JobOfOneself as `resume` does.
    """
    locked = _held(job, State.DONE, State.STOPPED, State.RUNNING)
    _not_against_a_stop(locked, by)
    failed = locked.rows.filter(state=Row.FAILED)
    again = failed.exclude(replacement=None).update(state=Row.REPLACED, why="", tries=0)
    again += failed.filter(replacement=None).update(state=Row.WAITING, why="", tries=0)
    if again:
        _to(locked, State.RUNNING, stopped_by=None, worked_at=timezone.now(), ended_at=None)
    return again


def sample(job: BulkJob) -> tuple[Certificate, Mapping[str, str]] | None:
    """Return the first certificate that would be replaced, and its new words; None without one."""
    row = job.rows.exclude(state=Row.LEFT_OUT).select_related("certificate__enrolment").first()
    return (row.certificate, job.words) if row is not None and job.replaces else None


def _not_against_a_stop(job: BulkJob, by: User) -> None:
    if job.proposed_by_id == by.pk and job.stopped_by_id not in (None, by.pk):
        raise JobOfOneself


def _held(job: BulkJob, *states: str) -> BulkJob:
    """Lock a job that has to be in one of `states`."""
    locked: BulkJob = BulkJob.objects.select_for_update().get(pk=job.pk)
    if locked.state not in states:
        raise JobElsewhere
    return locked


def _to(job: BulkJob, state: str, **columns: Any) -> None:
    BulkJob.objects.filter(pk=job.pk).update(state=state, **columns)
