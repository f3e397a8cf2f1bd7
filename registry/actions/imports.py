"""A file of applications: handed in, read, decided about, taken in by batches, forgotten.

What is owed is the job itself: a file that is not read, a line that has no result. A worker that is
killed leaves both as they were; done twice is the same as once.
"""

import base64
import hashlib
from datetime import timedelta

from django.db import DataError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from registry.actions.applications import learn_of_application
from registry.exceptions import ImportDecided
from registry.gateway import ApplicationRecord
from registry.imports.comparing import HELD_ELSEWHERE, Known, kinds_of
from registry.imports.exceptions import FileNotUnderstood
from registry.imports.models import ImportJob, ImportRow
from registry.imports.reading import read_table
from registry.imports.rows import Offices, Reading, as_json, from_json, read_lines
from registry.models import ApplicationFact, RegistryOffice
from web.locks import hold
from web.sealing import lookup_key, seal, unseal

FILE, LINE = "import.file", "import.line"
MOST_TRIES = 3
A_BATCH = 200  # lines taken in in one transaction: about a second
UNDECIDED_FOR = timedelta(days=7)
LINES_KEPT_FOR = timedelta(days=30)
Kind = ImportRow.Kind


@transaction.atomic
def hand_in_applications(*, office: RegistryOffice, content: bytes, by: User) -> ImportJob:
    """Keep a file, sealed, until it is read; return the job that owes its reading.

    The digest is keyed: an unkeyed one of a short file would tell the numbers in it.
    """
    return ImportJob.objects.create(
        office=office,
        uploaded_by=by,
        size=len(content),
        digest=lookup_key(hashlib.sha256(content).hexdigest(), FILE),
        sealed_file=seal(base64.b64encode(content).decode(), FILE),
    )


def read_import(*, job_id: int) -> bool:
    """Read a file and compare it with what we know; return whether this call did it.

    The file is gone with the reading: what is kept is one sealed record a line. A file that kills
    whoever reads it is given up after three tries.
    """
    unread = ImportJob.objects.unread().filter(pk=job_id)
    with transaction.atomic():
        if not unread.select_for_update(skip_locked=True).exists():
            return False
        unread.update(tries=F("tries") + 1)
    with transaction.atomic():
        job = unread.select_for_update(skip_locked=True, of=("self",)).select_related("office")
        found: ImportJob | None = job.first()
        if found is None:
            return False
        _read(found)
    return True


def _read(job: ImportJob) -> None:
    job.read_at = timezone.now()
    try:
        if job.tries > MOST_TRIES or job.sealed_file is None:
            raise FileNotUnderstood("ours")
        table = read_table(base64.b64decode(unseal(job.sealed_file, FILE)))
    except FileNotUnderstood as refused:
        job.problem, job.problem_with = refused.code, refused.names
        job.ended_at = job.read_at
    else:
        regions = dict(RegistryOffice.objects.values_list("code", "region"))
        offices = Offices(own=job.office.code, regions=regions)
        readings = read_lines(table.lines, offices=offices, now=timezone.now())
        job.encoding = table.encoding
        job.preview = _keep(job, readings)
    job.sealed_file = None
    job.save(
        update_fields=[
            "read_at", "problem", "problem_with", "ended_at", "encoding", "preview", "sealed_file",
        ]
    )  # fmt: skip


def _keep(job: ImportJob, readings: list[Reading]) -> dict[str, int]:
    """Write the lines; return how many there are of each kind."""
    records = [reading.record for reading in readings if reading.record is not None]
    kinds = iter(kinds_of(records, job.office.code))
    rows = []
    counts: dict[str, int] = {}
    for reading in readings:
        row = ImportRow(job=job, line=reading.line, errors=reading.errors)
        if reading.record is not None:
            row.kind = next(kinds)
            if row.kind == Kind.WRONG:
                row.errors = [HELD_ELSEWHERE]
            else:
                row.sealed_record = seal(as_json(reading.record), LINE)
        else:
            row.kind = Kind.EXAMPLE if reading.is_example else Kind.WRONG
        counts[row.kind] = counts.get(row.kind, 0) + 1
        rows.append(row)
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    return counts


@transaction.atomic
def accept_import(*, job: ImportJob, by: User) -> ImportJob:
    """Say that the right lines are to be taken in; said twice it is said once.

    Raises ImportDecided when it was dropped meanwhile, has nothing to take in, or is not read.
    """
    locked = ImportJob.objects.select_for_update().get(pk=job.pk)
    if locked.accepted_at is not None:
        return locked
    if locked.ended_at is not None or locked.read_at is None or not locked.to_take:
        raise ImportDecided
    locked.accepted_at, locked.decided_by = timezone.now(), by
    locked.save(update_fields=["accepted_at", "decided_by"])
    return locked


@transaction.atomic
def drop_import(*, job: ImportJob, by: User) -> ImportJob:
    """Say that nothing of the file is taken in; what its lines say is deleted.

    Raises ImportDecided once somebody has said that it is to be taken in.
    """
    locked = ImportJob.objects.select_for_update().get(pk=job.pk)
    if locked.accepted_at is not None:
        raise ImportDecided
    if locked.ended_at is None:
        locked.decided_by = by
        _end(locked)
    return locked


def _end(job: ImportJob) -> None:
    """Close a job: nothing of what its lines say is kept."""
    job.ended_at, job.sealed_file = timezone.now(), None
    job.save(update_fields=["ended_at", "sealed_file", "decided_by"])
    job.rows.exclude(sealed_record=None).update(sealed_record=None)


@transaction.atomic
def take_in_batch(*, job_id: int) -> bool:
    """Take in the next lines of an accepted file; return whether there are more.

    The job is locked, so that two workers never take the same lines, and each line's result is
    written in the transaction in which it was learned. Files of one office come in turn, so that
    each line is compared with what the other has just said; lines are taken by the application's
    number, so that two offices never wait for each other in a circle.
    """
    found = ImportJob.objects.being_taken_in().filter(pk=job_id)
    job: ImportJob | None = (
        found.select_for_update(skip_locked=True, of=("self",)).select_related("office").first()
    )
    if job is None:
        return False
    hold(b"applications of an office", job.office.code.encode())
    rows = list(job.rows.filter(result="", sealed_record__isnull=False).order_by("line")[:A_BATCH])
    read = [(from_json(unseal(bytes(row.sealed_record or b""), LINE)), row) for row in rows]
    read.sort(key=lambda one: (one[0].number, one[0].updated_at))
    known = Known([record for record, _row in read])
    for record, row in read:
        _take_in(known, record, row, job.office.code)
        row.sealed_record = None
        job.outcome[row.result] = job.outcome.get(row.result, 0) + 1
    ImportRow.objects.bulk_update(rows, ["result", "errors", "sealed_record"])
    job.save(update_fields=["outcome"])
    if len(rows) < A_BATCH:
        _end(job)
        return False
    return True


def _take_in(known: Known, record: ApplicationRecord, row: ImportRow, office: str) -> None:
    """Learn of one line, and write what became of it. What we heard already costs nothing."""
    row.result = known.kind_of(record, office)
    if row.result == Kind.WRONG:
        row.errors = [HELD_ELSEWHERE]
    elif row.result not in (Kind.SAME, Kind.OLDER) or not known.has_heard(record):
        try:
            with transaction.atomic():
                learned = learn_of_application(record=record, source=ApplicationFact.Source.IMPORT)
        except (DataError, IntegrityError):
            row.result, row.errors = Kind.WRONG, [("number", "ours", None)]
        else:
            known.applications[record.number] = learned


def forget_imports() -> int:
    """Close what nobody decided about in a week, and delete old lines; return how many were closed.

    What is kept for good is who handed in what, when, and how many lines became what.
    """
    now = timezone.now()
    late = ImportJob.objects.undecided().filter(uploaded_at__lt=now - UNDECIDED_FOR)
    closed = 0
    for job_id in late.values_list("pk", flat=True):
        with transaction.atomic():
            job = late.select_for_update().filter(pk=job_id).first()
            if job is not None:
                _end(job)
                closed += 1
    ImportRow.objects.filter(job__ended_at__lt=now - LINES_KEPT_FOR).delete()
    return closed
