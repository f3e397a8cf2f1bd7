"""A worker killed after each step, a broker emptied, a database restarted: one document, told once.

The steps and what each kill leaves are the table in docs/certificates/exactly-once.md.
"""

import re
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import valkey
from django.conf import settings as site
from django.core.files.storage import storages
from django.db import connection

from certificates.documents import issuing
from certificates.models import Certificate, CertificateIssue
from certificates.tasks import issue, issue_pending_certificates
from config.celery import app
from config.embedded import postgresql
from config.embedded.places import ROOT, Places, places
from notifications.models import Message
from tests.certificates.dying_worker import Watched, Workers
from tests.certificates.story import completed
from tests.certificates.test_issue_once import files_of
from tests.notifications.story import choose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.kill]
TABLE = ROOT / "docs" / "certificates" / "exactly-once.md"
ROW = re.compile(r"^\| `(?P<step>[\w ]+)` \|.*\| (\d) \| (\d) \| (\d) \| (\d) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Left:
    """What there is: certificates, issues, files, messages."""

    certificates: int
    issues: int
    files: int
    messages: int


KILLS = {
    found["step"]: Left(*map(int, found.groups()[1:])) for found in ROW.finditer(TABLE.read_text())
}
# Of the task and of the commit, not calls within the action.
AROUND = ["claim", "commit"]
WHOLE = Left(certificates=1, issues=1, files=2, messages=1)


def what_is_left(pending) -> Left:
    folder = storages["private"].exists(f"certificates/{pending.number[:2]}")
    return Left(
        Certificate.objects.count(),
        CertificateIssue.objects.count(),
        len(files_of(pending)) if folder else 0,
        Message.objects.filter(kind="certificate_ready").count(),
    )


@pytest.fixture(scope="module")
def factory(django_db_setup):
    found = Workers(connection.settings_dict["NAME"])
    yield found
    found.close()


@pytest.fixture
def workers(factory):
    yield factory
    factory.end_all()


@pytest.fixture
def broker():
    """The broker of the tests, with nothing in it."""
    socket, _, database = site.CELERY_BROKER_URL.partition("?virtual_host=")
    client = valkey.Valkey(
        unix_socket_path=socket.removeprefix("redis+socket://"), db=int(database)
    )
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture
def pending(broker, aigerim, edition) -> Certificate:
    """A certificate whose bell has rung; its holder wants to be told."""
    choose(aigerim)
    made = completed(aigerim, edition).certificates.get()
    assert broker.llen("celery") == 1
    return made


def private() -> Path:
    return Path(storages["private"].location)


def until(true, seconds=20) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def sweep_twice() -> None:
    """What beat does every minute, done in this process."""
    app.conf.task_always_eager = True
    try:
        issue_pending_certificates()
        issue_pending_certificates()
    finally:
        app.conf.task_always_eager = False


def test_the_table_names_every_step_in_its_order(pending, eager):
    """A step that is added is a row that is missing."""
    steps = []
    sys.setprofile(Watched(steps.append))
    try:
        issuing.issue_certificate(certificate_id=pending.pk)
    finally:
        sys.setprofile(None)
    assert [step for step in KILLS if step not in AROUND] == steps
    assert set(AROUND) < set(KILLS)


def test_a_step_that_is_not_in_the_table_would_be_noticed(pending, eager, monkeypatch):
    """The control."""
    steps = []

    def stamp_it(facts, render=issuing.render_pdf):
        return render(facts)

    monkeypatch.setattr(issuing, "render_pdf", stamp_it)
    sys.setprofile(Watched(steps.append))
    try:
        issuing.issue_certificate(certificate_id=pending.pk)
    finally:
        sys.setprofile(None)
    assert set(steps) - set(KILLS) == {"stamp_it"}


@pytest.mark.parametrize("step", KILLS)
def test_killed_after_a_step_the_sweep_ends_in_one_document_and_one_message(
    workers, pending, broker, step
):
    worker = workers.start(private(), dies_after=step)
    assert workers.wait(worker) == -9
    assert what_is_left(pending) == KILLS[step]
    # The broker keeps what was taken and not acknowledged, and hands it out again much later.
    assert broker.hlen("unacked") == 1

    sweep_twice()
    assert what_is_left(pending) == WHOLE

    issue.apply(args=[pending.pk])
    assert what_is_left(pending) == WHOLE
    made = CertificateIssue.objects.get()
    with storages["private"].open(made.pdf) as file:
        assert file.read().startswith(b"%PDF")


def test_a_worker_that_is_not_killed_needs_no_sweep(workers, pending, broker):
    """The control of the kills: the same worker issues, rings for the message, acknowledges."""
    worker = workers.start(private())
    until(lambda: what_is_left(pending) == WHOLE)
    until(lambda: not broker.hlen("unacked") and not broker.llen("celery"))
    assert workers.stop(worker) == 0


def test_the_next_worker_finishes_what_a_killed_one_left(workers, pending, broker):
    """The sweep rings by the broker, and a second worker answers."""
    assert workers.wait(workers.start(private(), dies_after="render_pdf")) == -9
    issue_pending_certificates()
    worker = workers.start(private())
    until(lambda: what_is_left(pending) == WHOLE)
    assert workers.stop(worker) == 0


def test_what_an_emptied_broker_lost_is_found_by_the_sweep(workers, pending, broker):
    broker.flushdb()
    worker = workers.start(private())
    # The control: without the sweep nobody would ever make it.
    time.sleep(1)
    assert what_is_left(pending) == Left(1, 0, 0, 0)
    issue_pending_certificates()
    until(lambda: what_is_left(pending) == WHOLE)
    assert workers.stop(worker) == 0


@pytest.fixture
def own_database(pending):
    """A second PostgreSQL with a copy of what is in the tests' one, to be restarted.

    `pending` is in it. Its folder is open to the user that PostgreSQL runs under.
    """
    folder = Path(tempfile.mkdtemp(prefix="otau-once-", dir="/var/tmp"))
    folder.chmod(0o711)
    where = Places(folder, folder / "s", folder / "run", folder / "log")
    source = places("test")
    copied = source.data / "postgresql-programs"
    if copied.exists():
        (folder / "postgresql-programs").symlink_to(copied)
    try:
        postgresql.start(where, forgetful=True)
        copy_database(source, where, connection.settings_dict["NAME"])
        yield where
    finally:
        postgresql.stop(where)
        shutil.rmtree(folder, ignore_errors=True)


def copy_database(source: Places, target: Places, name: str) -> None:
    import subprocess

    programs = postgresql.binaries(source)
    postgresql.ensure_database(target, name)
    dumped = subprocess.run(
        [programs / "pg_dump", "-h", source.sockets, "-U", "postgres", "-Fc", name],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        [programs / "pg_restore", "-h", target.sockets, "-U", "postgres", "-d", name],
        input=dumped.stdout, check=True, capture_output=True,
    )  # fmt: skip


def issues_in(where: Places) -> int:
    with psycopg.connect(
        host=str(where.sockets), user="postgres", dbname=connection.settings_dict["NAME"]
    ) as own:
        row = own.execute("select count(*) from certificates_certificateissue").fetchone()
        return row[0] if row else 0


def test_a_database_restarted_while_a_document_is_made_costs_a_sweep(
    workers, pending, broker, own_database
):
    worker = workers.start(private(), stops_after="render_pdf", database=str(own_database.sockets))
    until((private() / "stopped").exists)
    postgresql.stop(own_database)
    postgresql.start(own_database, forgetful=True)
    (private() / "go").touch()
    until(lambda: not broker.hlen("unacked"))
    # The control: what the restart broke stays broken without the sweep.
    assert issues_in(own_database) == 0
    issue.delay(pending.pk)  # as the sweep rings
    until(lambda: issues_in(own_database) == 1)
    assert len(files_of(pending)) == 2
    assert workers.stop(worker) == 0
