"""A copy of the database, restored elsewhere, holds the same history."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection

from config.embedded.places import ROOT, places
from config.embedded.postgresql import binaries
from tests import cast
from tests.certificates.chain.story import history, run

RESTORED = "otau_chain_restored"


def check(database: str, heads: str) -> subprocess.CompletedProcess:
    env = os.environ | {"OTAU_MODE": "test", "OTAU_DATABASE": database}
    return subprocess.run(
        [sys.executable, "manage.py", "check_certificate_history", "--heads", heads],
        cwd=ROOT, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def restored():
    run(f"drop database if exists {RESTORED}")
    run(f"create database {RESTORED} template template0")
    yield
    run(f"drop database {RESTORED} with (force)")


@pytest.mark.django_db(transaction=True)
def test_a_dump_that_is_restored_is_whole(tmp_path, restored):
    history(cast.make_edition())
    kept = str(tmp_path / "heads.json")
    call_command("publish_heads", "--to", kept, verbosity=0)
    dsn = connection.settings_dict
    programs = binaries(places("test"))
    to = ["--host", dsn["HOST"], "--port", str(dsn["PORT"] or 5432), "--username", dsn["USER"]]
    env = os.environ | {"PGPASSWORD": dsn["PASSWORD"] or ""}

    dump = subprocess.run(
        [programs / "pg_dump", *to, dsn["NAME"]], env=env, check=True, capture_output=True
    ).stdout
    subprocess.run(
        [programs / "psql", *to, "--quiet", "--set", "ON_ERROR_STOP=1", RESTORED],
        env=env, check=True, input=dump, capture_output=True,
    )  # fmt: skip

    done = check(RESTORED, kept)
    assert (done.returncode, done.stderr) == (0, "")
    assert "9 facts in 4 days read" in done.stdout
