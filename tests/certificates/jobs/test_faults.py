"""Killed workers, two at once, a lost queue: no certificate is lost, none done twice."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from certificates.jobs import running
from certificates.jobs.models import BulkJob, BulkJobRow
from certificates.models import Certificate, CertificateEvent, CertificateIssue
from config.embedded.places import ROOT
from tests.certificates.jobs.story import certified, confirmed, corrected, run, two
from tests.enrolments.story import at_once, slow_after, without_row_locks

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import os, signal, sys, django
django.setup()
from certificates.jobs import running
from certificates.jobs.models import BulkJobRow
job_id, how = int(sys.argv[1]), sys.argv[2]
running.A_BATCH = 3
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
def after(function, times):
    seen = []
    def called(*args, **kwargs):
        seen.append(1)
        return function(*args, **kwargs) if len(seen) <= times else die()
    return called
if how == "in the second batch":
    running.reissue = after(running.reissue, 4)
elif how == "before the second document":
    running.issue_certificate = after(running.issue_certificate, 1)
elif how == "results first":
    batch = BulkJobRow.objects.filter(job=job_id).order_by("pk")[:3]
    BulkJobRow.objects.filter(pk__in=batch.values("pk")).update(state="done")
    die()
while running.work_on(job_id=job_id):
    pass
"""


def worker(job, how, private) -> int:
    env = os.environ | {
        "OTAU_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings",
        "OTAU_DATABASE": connection.settings_dict["NAME"], "PRIVATE_ROOT": str(private),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", WORKER, str(job.pk), how],
        cwd=ROOT, env=env, check=False, capture_output=True, text=True,
    ).returncode  # fmt: skip


@pytest.fixture
def job(edition) -> BulkJob:
    certified(edition, 5)
    corrected(edition)
    return confirmed(two(), course=edition.course)


def counted() -> tuple[int, int, int, int]:
    """Certificates, ended ones, issues of new ones, rows that are done."""
    return (
        Certificate.objects.count(),
        CertificateEvent.objects.count(),
        CertificateIssue.objects.filter(certificate__generation=2).count(),
        BulkJobRow.objects.filter(state="done").count(),
    )


@pytest.mark.kill
@pytest.mark.parametrize(
    ("how", "left"),
    [
        ("in the second batch", (8, 3, 3, 3)),
        ("before the second document", (8, 3, 1, 1)),
    ],
)
def test_killed_anywhere_it_goes_on_where_the_last_one_ended(job, how, left, tmp_path):
    assert worker(job, how, tmp_path / "private") == -9
    assert counted() == left
    run(job)
    assert (job.state, counted()) == ("done", (10, 5, 5, 5))


@pytest.mark.kill
def test_with_results_written_first_a_kill_would_lose_certificates(job, tmp_path):
    """The control: a worker that writes what became of them before it is so."""
    assert worker(job, "results first", tmp_path / "private") == -9
    run(job)
    certificates, ended, _issues, done = counted()
    assert (certificates, ended, done) == (7, 2, 5), "the control no longer shows the fault"


def two_workers(job):
    def work():
        with slow_after('select "certificates_bulkjob"', 0.1):
            return running.take_batch(job_id=job.pk)

    return at_once(work, work)


def test_two_workers_do_each_certificate_once(job):
    assert sorted(two_workers(job)) == [0, 5]
    assert BulkJobRow.objects.filter(state="replaced").count() == 5
    run(job)
    assert counted() == (10, 5, 5, 5)


def test_two_workers_make_each_document_once(job):
    running.take_batch(job_id=job.pk)
    at_once(lambda: run(job), lambda: run(job))
    run(job)
    assert (job.state, counted()) == ("done", (10, 5, 5, 5))


def test_without_the_lock_two_workers_would_take_the_same_rows(job, monkeypatch):
    """The control: nothing is locked, and both look at the same rows."""
    with without_row_locks(monkeypatch):
        outcomes = two_workers(job)
    assert outcomes != [0, 5], "the control no longer shows the fault"
    assert outcomes != [5, 0], "the control no longer shows the fault"
