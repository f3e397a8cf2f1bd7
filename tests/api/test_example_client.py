"""The example for those who connect a system does what it says, against the served site."""

import json
import os
import runpy
import subprocess
import sys
import time

import pytest
from django.conf import settings

from accounts.models import Lookup
from registry.models import MarriageApplication
from registry.standin import cast as people
from tests import cast
from tests.api.systems import AIGERIM, application, make_system
from tests.certificates.story import completed
from tests.registry.people import identified

EXAMPLE = settings.BASE_DIR / "docs" / "examples" / "registry_client.py"


@pytest.fixture
def run(live_server, transactional_db, tmp_path):
    """`run(secret)` runs the example as its user would; returns what it printed."""
    file, cursor = tmp_path / "application.json", tmp_path / "cursor.txt"
    file.write_text(json.dumps(application()))

    def example(secret: str) -> subprocess.CompletedProcess[str]:
        known = {"OTAU_URL": live_server.url, "OTAU_KEY": secret, "OTAU_CURSOR": str(cursor)}
        return subprocess.run(
            [sys.executable, "-W", "error", str(EXAMPLE), str(file)],
            env=os.environ | known, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return example


def test_it_tells_asks_and_follows_and_reads_no_change_twice(run):
    system = make_system(office="KZ-75-01")
    first = run(system.secret)
    assert (first.returncode, first.stderr) == (0, "")
    assert [line.split(" (")[0] for line in first.stdout.splitlines()] == [
        "application: accepted", "applicant 1: nothing_found", "applicant 2: nothing_found",
    ]  # fmt: skip
    assert MarriageApplication.objects.get().number == "75-01-00001"

    user = cast.make_learner(name="СӘРСЕНОВА АЙГЕРІМ")
    identified(user, people.AIGERIM)
    completed(user, cast.make_edition())
    second, third = run(system.secret), run(system.secret)

    assert [line.split(" (")[0] for line in second.stdout.splitlines()] == [
        "application: same", "applicant 1: completed", "applicant 2: nothing_found",
        "change: completed 1 completed",
    ]  # fmt: skip
    assert "change" not in third.stdout
    assert Lookup.objects.filter(client=system.client.public_id).count() == 7
    for printed in (first, second, third):
        for person in (people.AIGERIM, people.DANIYAR):
            assert person.identity.number not in printed.stdout + printed.stderr


def test_what_is_refused_is_said_by_its_code_and_not_sent_again(run):
    refused = run(make_system("counts:read").secret)
    assert refused.returncode == 1
    assert "RuntimeError: 403 out-of-scope" in refused.stderr


def test_it_waits_as_long_as_it_is_told_and_comes_again(live_server, transactional_db, monkeypatch):
    client = runpy.run_path(str(EXAMPLE))
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        settings.API_BIG_AT_ONCE = 2

    monkeypatch.setattr(time, "sleep", pause)
    monkeypatch.setattr(settings, "API_BIG_AT_ONCE", 0)  # two others are at it
    otau = client["Otau"](live_server.url, make_system().secret)
    asked = {"identity": AIGERIM, "application": "75-01-00001"}

    answer = otau.send("applicants/query/batch", {"applicants": [asked]})

    assert [one["state"] for one in answer["results"]] == ["unknown_pair"]
    assert len(pauses) == 1
    assert 3 <= pauses[0] <= 4.5
