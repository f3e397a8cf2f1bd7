"""What is served is what the specification says, whatever is sent: tried by schemathesis."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api import wrong_pairs
from config.embedded.places import ROOT
from registry.standin import cast as people
from tests.api.systems import application, make_system
from tests.certificates.at_the_desk import certified

EXAMPLES = int(os.environ.get("OTAU_EXAMPLES", "8"))


def tried(address: str, where: Path, *options: str, examples: int = EXAMPLES) -> str:
    """Run schemathesis against the served specification; return what it printed."""
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json",
            # In its place stands the check of tests/api/formats.py.
            "--checks", "all", "--exclude-checks", "positive_data_acceptance",
            "--max-examples", str(examples),
            "--generation-deterministic", "--no-color",
            "--continue-on-failure", "--request-timeout", "30", *options,
        ],
        cwd=where,  # it keeps what it found there
        env=os.environ | {"SCHEMATHESIS_HOOKS": "tests.api.formats", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return f"{done.stdout}\n{done.stderr}\nexit {done.returncode}"


@pytest.fixture
def served(live_server, settings, monkeypatch, transactional_db):
    """The interface with something to ask about, and nobody who is slowed."""
    settings.API_REQUESTS_A_MINUTE = 10**9
    monkeypatch.setattr(wrong_pairs, "MOST_OF_A_CLIENT", 10**9)
    monkeypatch.setattr(wrong_pairs, "MOST_OF_A_PERSON", 10**9)
    system = make_system()
    system.ask("applications", application())
    certified(people.AIGERIM)
    return live_server.url, system


def summary(printed: str) -> str:
    return printed[printed.rfind("= SUMMARY") - 40 :] if "= SUMMARY" in printed else printed


def test_a_key_with_every_scope_finds_nothing_that_differs(served, capsys, tmp_path):
    address, system = served
    printed = tried(address, tmp_path, "--header", f"Authorization: Bearer {system.secret}")
    with capsys.disabled():
        print(summary(printed))
    assert printed.endswith("exit 0"), printed[-20000:]
    assert re.search(r"Operations:.*\n.*Selected: 7/7\n.*Tested: 7", printed), printed


def test_without_a_key_too_and_nothing_is_told(served, capsys, tmp_path):
    address, _system = served
    printed = tried(address, tmp_path, "--phases", "examples,fuzzing", examples=2)
    with capsys.disabled():
        print(summary(printed))
    assert printed.endswith("exit 0"), printed[-20000:]
