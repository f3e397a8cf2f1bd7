"""Killed workers and two at once: no line is lost, none is counted twice. Each with a control."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from config.embedded.places import ROOT
from registry import actions
from registry.actions import (
    accept_import,
    hand_in_applications,
    read_import,
    take_in_batch,
)
from registry.models import ApplicationFact, ImportJob, MarriageApplication
from registry.tasks import go_on_with_imports
from tests import cast
from tests.enrolments.story import at_once, slow_after, without_row_locks
from tests.registry.sheets import crowd, csv_of, office

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import os, signal, sys, django
django.setup()
from django.utils import timezone
from registry.actions import imports
from registry.models import ImportJob
job_id, how = int(sys.argv[1]), sys.argv[2]
imports.A_BATCH = 4
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
if how == "in the second batch":
    learn, seen = imports.learn_of_application, []
    def learn_six(**told):
        seen.append(told)
        return learn(**told) if len(seen) <= 6 else die()
    imports.learn_of_application = learn_six
elif how == "while reading":
    imports.kinds_of = die
elif how == "results first":
    job = ImportJob.objects.get(pk=job_id)
    job.rows.filter(pk__in=job.rows.order_by("line")[:4]).update(result="new")
    die()
if how == "while reading":
    imports.read_import(job_id=job_id)
while imports.take_in_batch(job_id=job_id):
    pass
"""


def worker(job, how) -> int:
    env = os.environ | {
        "OTAU_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings",
        "OTAU_DATABASE": connection.settings_dict["NAME"],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(job.pk), how],
        cwd=ROOT, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode


@pytest.fixture
def clerk():
    return cast.make_clerk(office())


def accepted(clerk, count=10) -> ImportJob:
    job = hand_in_applications(office=office(), content=csv_of(crowd(count)), by=clerk)
    read_import(job_id=job.pk)
    return accept_import(job=job, by=clerk)


def finish(job) -> tuple[dict, int, int]:
    """Let the sweep find what was left, and return what became of it all."""
    while take_in_batch(job_id=job.pk):
        pass
    job.refresh_from_db()
    return job.outcome, MarriageApplication.objects.count(), ApplicationFact.objects.count()


@pytest.mark.kill
def test_killed_in_the_middle_of_a_batch_it_goes_on_where_the_last_one_ended(clerk):
    job = accepted(clerk)
    assert worker(job, "in the second batch") == -9
    job.refresh_from_db()
    assert (job.outcome, MarriageApplication.objects.count()) == ({"new": 4}, 4)
    assert finish(job) == ({"new": 10}, 10, 10)


@pytest.mark.kill
def test_killed_while_reading_the_file_is_read_by_the_sweep(clerk, eager):
    job = hand_in_applications(office=office(), content=csv_of(crowd(3)), by=clerk)
    assert worker(job, "while reading") == -9
    job.refresh_from_db()
    assert (job.read_at, job.tries, job.rows.count()) == (None, 1, 0)
    go_on_with_imports()
    job.refresh_from_db()
    assert (job.preview, job.sealed_file) == ({"new": 3}, None)


@pytest.mark.kill
def test_a_worker_that_is_not_killed_takes_all_in(clerk):
    job = accepted(clerk)
    assert worker(job, "nowhere") == 0
    assert finish(job) == ({"new": 10}, 10, 10)


@pytest.mark.kill
def test_with_results_written_first_a_kill_would_lose_lines(clerk):
    """The control: a worker that writes results in a transaction of their own."""
    job = accepted(clerk)
    assert worker(job, "results first") == -9
    assert finish(job)[1] < 10, "the control no longer shows the fault"


def two_workers(job):
    def work():
        with slow_after('select "registry_importjob"', 0.1):
            return take_in_batch(job_id=job.pk)

    return at_once(work, work)


def test_two_workers_count_each_line_once(clerk):
    for run in range(3):
        job = accepted(clerk, 3 + run)
        two_workers(job)
        job.refresh_from_db()
        assert job.taken == 3 + run


def test_without_the_lock_lines_would_be_counted_by_both(clerk, monkeypatch):
    """The control: both read the same lines before either has written."""
    take_in_one, taken = actions.imports._take_in, []

    def count(*args):
        taken.append(args)
        return take_in_one(*args)

    monkeypatch.setattr(actions.imports, "hold", lambda *names: None)
    monkeypatch.setattr(actions.imports, "_take_in", count)
    with without_row_locks(monkeypatch):
        for _ in range(3):
            two_workers(accepted(clerk, 3))
    assert len(taken) > 9, "the control no longer shows the fault"


def test_two_files_with_the_same_lines_at_once(clerk):
    one, two = (accepted(clerk, 8) for _ in range(2))
    assert at_once(lambda: take_in_batch(job_id=one.pk), lambda: take_in_batch(job_id=two.pk)) == [
        False,
        False,
    ]
    one.refresh_from_db()
    two.refresh_from_db()
    assert sorted([list(one.outcome), list(two.outcome)]) == [["new"], ["same"]]
    assert (MarriageApplication.objects.count(), ApplicationFact.objects.count()) == (8, 8)
