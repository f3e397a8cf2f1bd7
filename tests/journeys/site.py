"""The site of the journeys as processes: stand-in, worker and site, on a copy of a seeded database.

The seed holds the demonstration; it is made anew when a migration or a curriculum file changed.
Styles and scripts are served as in production: compressed, under names that may be kept for a year.
"""

import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import valkey

from config.embedded import postgresql
from config.embedded.places import ROOT, places
from config.embedded.processes import Recorded, child_environment, wait_until
from config.run_tests import migrated_database
from config.supervisor import answers

WHERE = places("test")
# And 5, the cache; other tests use 0 to 3, what drives the journeys 8 and 9, measurements 6 and 7.
VALKEY_DATABASE = 4
SEED, COPY = "otau_journeys_seed", "otau_journeys"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sql(statement: str, database: str = "postgres") -> None:
    with psycopg.connect(
        host=str(WHERE.sockets), user="postgres", dbname=database, autocommit=True
    ) as connection:
        connection.execute(statement)


def database_of_valkey(number: int) -> valkey.Valkey:
    return valkey.Valkey(unix_socket_path=str(WHERE.valkey_socket), db=number)


def empty(*databases: int) -> None:
    """Empty queue and cache, where an earlier run left what it owed."""
    for number in databases:
        with database_of_valkey(number) as client:
            client.flushdb()


def forget_limits() -> None:
    """Let every journey ask for codes anew: the same few people take part in many, within minutes."""
    with database_of_valkey(VALKEY_DATABASE + 1) as client:
        if limits := list(client.scan_iter("*limit:*")):
            client.delete(*limits)


def seed_digest() -> str:
    files = [
        *ROOT.glob("*/migrations/*.py"), *ROOT.glob("demo/**/*.py"),
        *(file for file in ROOT.glob("curriculum/**/*") if file.is_file()),
        *ROOT.glob("courses/**/*.py"),
    ]  # fmt: skip
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def make_seed(env: dict[str, str]) -> None:
    kept = WHERE.run / "journeys-seed"
    if kept.exists() and kept.read_text() == seed_digest():
        return
    sql(f"drop database if exists {SEED}")
    migrated = migrated_database()
    # Run without config.run_tests, there may be none.
    from_it = f" template {migrated}" if migrated in postgresql.databases(WHERE) else ""
    sql(f"create database {SEED}{from_it}")
    for command in (["migrate", "--no-input", "--verbosity", "0"], ["load_demo"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, capture_output=True, text=True,
            env=env | {"OTAU_DATABASE": SEED, "OTAU_TASKS_AT_ONCE": "true"}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    kept.write_text(seed_digest())


@dataclass(frozen=True)
class Site:
    """The running site."""

    url: str
    standin: str

    @property
    def neutral(self) -> str:
        """Where "Leave this page" leads here: another origin, as the real one is."""
        return f"{self.standin}/healthz"

    def __call__(self, path: str) -> str:
        return self.url + path


def collect_static(env: dict[str, str]) -> None:
    """Compress and name styles and scripts as production does, if one of them changed."""
    files = [*(file for file in (ROOT / "static").rglob("*") if file.is_file()),
             ROOT / "requirements.lock"]  # fmt: skip
    digest = hashlib.sha256(
        b"".join(str(file).encode() + file.read_bytes() for file in sorted(files))
    ).hexdigest()
    kept = WHERE.run / "journeys-static"
    if kept.exists() and kept.read_text() == digest:
        return
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=ROOT, capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    kept.write_text(digest)


@contextmanager
def running_site(
    name: str = "journeys", *, database: str = COPY, valkey_database: int = VALKEY_DATABASE
) -> Iterator[Site]:
    """Start everything, yield where it answers, end it. PostgreSQL and Valkey are up before.

    Sites of different names and databases may run at once.
    """
    port, standin_port = free_port(), free_port()
    env = child_environment(
        OTAU_MODE="test", STATIC_AS_SERVED="true", OTAU_DATABASE=database,
        OTAU_VALKEY_DATABASE=str(valkey_database), PORT=str(port),
        REGISTRY_GATEWAY_URL=f"http://127.0.0.1:{standin_port}", STAFF_SECOND_FACTOR="false",
        NEUTRAL_PAGE_URL=f"http://127.0.0.1:{standin_port}/healthz",
    )  # fmt: skip
    env.pop("DJANGO_SETTINGS_MODULE", None)
    processes = {one: Recorded(name=f"{name}-{one}", run=WHERE.run, logs=WHERE.logs)
                 for one in ("standin", "worker", "site")}  # fmt: skip
    for process in processes.values():
        process.end()
    empty(valkey_database, valkey_database + 1)
    make_seed(env)
    collect_static(env)
    sql(f"drop database if exists {database} with (force)")
    sql(f"create database {database} template {SEED}")
    manage: list[str | Path] = [sys.executable, ROOT / "manage.py"]
    started = {
        "standin": processes["standin"].start(
            [*manage, "registry_standin", "--port", str(standin_port)], env=env
        ),
        "worker": processes["worker"].start(
            [sys.executable, "-m", "celery", "--workdir", ROOT, "-A", "config", "worker",
             "--concurrency", "1", "--loglevel", "info", "--without-gossip", "--without-mingle"],
            env=env,
        ),
        "site": processes["site"].start(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
             "--port", str(port), "--workers", "1", "--blocking-threads", "4",
             "--working-dir", ROOT, "config.wsgi:application"],
            env=env,
        ),
    }  # fmt: skip
    try:
        for one, url in (("standin", f"http://127.0.0.1:{standin_port}/healthz"),
                          ("site", f"http://127.0.0.1:{port}/readyz")):  # fmt: skip
            wait_until(lambda url=url: answers(url), within=60, what=one, process=started[one])
        yield Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{standin_port}")
    finally:
        for process in processes.values():
            process.end()
