"""Bulk work has a queue of its own: one certificate is done while a job of many is not."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from certificates.jobs import tasks
from certificates.jobs.models import BulkJobRow
from certificates.models import CertificateIssue
from certificates.tasks import issue
from config.celery import app
from config.embedded.places import ROOT
from tests.certificates.jobs.story import certified, confirmed, corrected, two

MANY, BELLS = 4, 8
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.kill]


@contextlib.contextmanager
def celery_worker(queue: str, private):
    """A worker of its own for one queue; it is killed at the end."""
    env = os.environ | {
        "OTAU_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings",
        "OTAU_DATABASE": connection.settings_dict["NAME"], "PRIVATE_ROOT": str(private),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "--queues", queue, "--pool",
         "solo", "--hostname", f"{queue}@%h", "--without-gossip", "--without-mingle",
         "--without-heartbeat"],
        cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def empty_queues():
    """What empties the broker's queues; they are empty before and after."""
    with app.connection_for_write() as broker:

        def purge():
            for name in ("celery", "bulk"):
                broker.default_channel.queue_purge(name)

        purge()
        yield purge
        purge()


def many_and_one(edition, empty_queues):
    """Return a job that was confirmed, and a certificate that somebody waits for; nothing rung."""
    certified(edition, MANY)
    alone = certified(edition, 1)[0]
    corrected(edition)
    job = confirmed(two(), course=edition.course)
    empty_queues()
    return job, alone


def waits(condition, seconds=45) -> bool:
    """Wait until `condition` holds; whether it came to hold."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_every_bell_of_a_job_is_in_its_own_queue():
    names = [name for name in app.tasks if name.startswith("certificates.jobs.tasks.")]
    assert len(names) == 3
    for name in names:
        assert app.amqp.router.route({}, name)["queue"].name == "bulk"
    assert "queue" not in app.amqp.router.route({}, issue.name) or (
        app.amqp.router.route({}, issue.name)["queue"].name == "celery"
    )
    assert {queue.name for queue in settings.CELERY_TASK_QUEUES} == {"celery", "bulk"}


def test_one_certificate_is_issued_while_a_job_of_hundreds_waits(edition, empty_queues, tmp_path):
    private = tmp_path / "private"
    job, alone = many_and_one(edition, empty_queues)
    for _bell in range(BELLS):  # as many as a job of thousands would ring in an hour
        tasks.work.delay(job.pk)
    issue.delay(alone.pk)
    with celery_worker("celery", private):
        assert waits(lambda: CertificateIssue.objects.filter(certificate=alone).exists())
    assert BulkJobRow.objects.filter(state="waiting").count() == MANY + 1, "the other queue's work"


def test_in_one_queue_it_would_wait_behind_the_job(edition, empty_queues, tmp_path):
    """The control: bulk bells in the ordinary queue are worked on before what came after them."""
    private = tmp_path / "private"
    job, alone = many_and_one(edition, empty_queues)
    for _bell in range(BELLS):
        tasks.work.apply_async([job.pk], queue="celery")
    issue.delay(alone.pk)
    with celery_worker("celery", private):
        assert waits(lambda: CertificateIssue.objects.filter(certificate=alone).exists(), 90)
    assert BulkJobRow.objects.filter(state="waiting").count() < MANY + 1
