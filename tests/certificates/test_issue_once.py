"""One document per certificate under any race or crash; each test has its control."""

import os
import subprocess
import sys
import threading
from functools import partial

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, connections

from certificates import actions
from certificates.actions import issue_certificate
from certificates.models import Certificate, CertificateIssue
from certificates.tasks import issue_pending_certificates
from config.embedded.places import ROOT
from enrolments.actions import enrol, settle_requirement
from tests import cast
from tests.certificates.story import completed, settle_all

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run `calls` in threads that start together; return what each raised, or None."""
    gate, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(position, call):
        try:
            gate.wait(timeout=10)
            call()
        except Exception as error:  # noqa: BLE001 handed to the test
            outcomes[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.fixture
def pending(aigerim, edition) -> Certificate:
    """A certificate that nobody has issued yet."""
    return completed(aigerim, edition).certificates.get()


def test_two_last_requirements_at_once_end_in_one_certificate(edition):
    for _round in range(5):
        learner = cast.make_learner()
        enrolment = enrol(user=learner, course=edition.course)
        first, second = settle_all(enrolment, but=2)

        outcomes = at_once(
            *(
                partial(settle_requirement, enrolment=enrolment, kind="lesson", key=key)
                for key in (first, second)
            )
        )

        assert outcomes == [None, None]
        assert enrolment.certificates.count() == 1


def test_two_workers_on_one_certificate_end_in_one_issue(pending):
    outcomes = at_once(*[lambda: issue_certificate(certificate_id=pending.pk)] * 4)

    assert outcomes == [None] * 4
    assert CertificateIssue.objects.filter(certificate=pending).count() == 1
    assert len(files_of(pending)) == 2


def test_without_the_unique_row_two_workers_would_issue_twice(pending, monkeypatch):
    """The control: the lock is off and the row is plainly inserted, so the race shows itself."""
    monkeypatch.setattr(actions, "LOCK", "select %s, %s")
    gate = threading.Barrier(2)
    rendered = actions.render_pdf

    def render_together(facts):
        gate.wait(timeout=10)
        return rendered(facts)

    monkeypatch.setattr(actions, "render_pdf", render_together)
    monkeypatch.setattr(
        CertificateIssue.objects, "get_or_create",
        lambda defaults, **key: (CertificateIssue.objects.create(**key, **defaults), True),
    )  # fmt: skip

    outcomes = at_once(*[lambda: issue_certificate(certificate_id=pending.pk)] * 2)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1


KILL = """
import os, signal, sys, django
django.setup()
from certificates import actions
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] != "control":
    setattr(actions, sys.argv[2], die)
actions.issue_certificate(certificate_id=int(sys.argv[1]))
"""


def worker(certificate: Certificate, dies_at: str, private: str) -> int:
    """Issue in a process of its own that is killed at a step; return its exit code."""
    env = os.environ | {
        "OTAU_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings",
        "OTAU_DATABASE": connection.settings_dict["NAME"], "PRIVATE_ROOT": private,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", KILL, str(certificate.pk), dies_at],
        cwd=ROOT, env=env, check=False, capture_output=True,
    ).returncode  # fmt: skip


@pytest.mark.kill
@pytest.mark.parametrize("step", ["sign_payload", "render_pdf", "render_png", "store"])
def test_a_worker_killed_at_any_step_leaves_what_the_sweep_finishes(pending, step, tmp_path, eager):
    private = str(tmp_path / "private")

    assert worker(pending, step, private) == -9
    assert not CertificateIssue.objects.exists()
    assert list(Certificate.objects.pending()) == [pending]

    issue_pending_certificates()
    issue_pending_certificates()

    assert CertificateIssue.objects.filter(certificate=pending).count() == 1
    issue = CertificateIssue.objects.get()
    with storages["private"].open(issue.pdf) as file:
        assert file.read().startswith(b"%PDF")


@pytest.mark.kill
def test_a_worker_that_is_not_killed_issues(pending, tmp_path):
    """The control of the kills: the same process without a kill does the work."""
    assert worker(pending, "control", str(tmp_path / "private")) == 0
    assert CertificateIssue.objects.filter(certificate=pending).count() == 1


def files_of(certificate: Certificate) -> list[str]:
    _, files = storages["private"].listdir(f"certificates/{certificate.number[:2]}")
    return [name for name in files if certificate.number in name]
