"""`make demo`: everything up with one command, everything down with Ctrl-C.

Nothing of Django is imported here: the supervisor starts processes, watches them, ends them.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType

from config.embedded import postgresql, valkey
from config.embedded.places import ROOT, places
from config.embedded.processes import DidNotStart, Recorded, child_environment, wait_until

MODE = os.environ.get("OTAU_MODE", "demo")
PORT = int(os.environ.get("PORT", "8000"))
STANDIN_PORT = int(os.environ.get("STANDIN_PORT", str(PORT + 10)))
SITE = f"http://127.0.0.1:{PORT}"
WHERE = places(MODE)
PYTHON = sys.executable


class Refused(Exception):
    """The demo cannot start; the message says why and what to do."""


def say(text: str) -> None:
    """Tell the person in front of the terminal how far we are."""
    print(f"· {text}", flush=True)


@contextlib.contextmanager
def alone_in_this_folder() -> Iterator[None]:
    """Hold the folder's lock. Raises Refused when another run holds it."""
    WHERE.run.mkdir(parents=True, exist_ok=True)
    with (WHERE.run / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise Refused(
                f"Otau is already running from this folder (process {lock.read().strip()}). "
                "Stop it with Ctrl-C where it runs, then try again."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def refuse_taken_port(port: int, name: str) -> None:
    """Raise Refused when something else listens on `port`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refused(
                f"Port {port} is taken by another program. "
                f"Choose another one, for example: make demo {name}={port + 1}"
            ) from None


def recorded(name: str) -> Recorded:
    """Return the record of one of our processes."""
    return Recorded(name=name, run=WHERE.run, logs=WHERE.logs)


PROCESSES = ("site", "worker", "bulk", "standin")


def environment() -> dict[str, str]:
    """Return the environment of everything we start."""
    return child_environment(
        OTAU_MODE=MODE,
        PORT=str(PORT),
        REGISTRY_GATEWAY_URL=f"http://127.0.0.1:{STANDIN_PORT}",
    )


def manage(*arguments: str) -> None:
    """Run one of our commands to its end. Raises Refused with its last words."""
    done = subprocess.run(
        [PYTHON, "manage.py", *arguments], cwd=ROOT, env=environment(), check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise Refused(f"`manage.py {' '.join(arguments)}` did not succeed:\n{end}")


def answers(url: str) -> bool:
    """Whether `url` answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start_services() -> None:
    """Start PostgreSQL and Valkey, or adopt what a killed run left behind."""
    for name, service in (("PostgreSQL", postgresql), ("Valkey", valkey)):
        adopted = service.start(WHERE)
        say(f"{name} is up" + (" (left by an earlier run)" if adopted else ""))


def fill() -> None:
    """Bring the database and its contents up to date; nothing is done twice."""
    new = postgresql.ensure_database(WHERE, "otau")
    say("Making the tables" if new else "Bringing the tables up to date")
    manage("migrate", "--no-input", "--verbosity", "0")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    say("Loading the site, the course and the demo")
    manage("load_demo")


def start_processes() -> dict[str, subprocess.Popen[bytes]]:
    """Start the stand-in, the workers and the site; return them by name, when the site answers.

    Bulk work has a worker of its own, so that a certificate somebody waits for never waits for it.
    """
    env = environment()
    started = {
        "standin": recorded("standin").start(
            [PYTHON, ROOT / "manage.py", "registry_standin", "--port", str(STANDIN_PORT)], env=env
        ),
        "worker": recorded("worker").start(
            [PYTHON, "-m", "celery", "--workdir", ROOT, "-A", "config", "worker", "--beat",
             "--schedule", WHERE.run / "beat", "--concurrency", "2", "--loglevel", "info",
             "--queues", "celery", "--without-gossip", "--without-mingle"],
            env=env,
        ),
        "bulk": recorded("bulk").start(
            [PYTHON, "-m", "celery", "--workdir", ROOT, "-A", "config", "worker",
             "--hostname", "bulk@%h", "--concurrency", "1", "--loglevel", "info",
             "--queues", "bulk", "--without-gossip", "--without-mingle"],
            env=env,
        ),
        "site": recorded("site").start(
            [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
             "--port", str(PORT), "--workers", "2", "--blocking-threads", "2",
             "--working-dir", ROOT, "config.wsgi:application"],
            env=env,
        ),
    }  # fmt: skip
    for name, url in (("standin", f"http://127.0.0.1:{STANDIN_PORT}/healthz"),
                      ("site", f"{SITE}/readyz")):  # fmt: skip
        wait_until(lambda url=url: answers(url), within=60, what=name, process=started[name])
    say("The registry stand-in, the worker and the site are up")
    return started


def stop_everything() -> None:
    """End every process of this folder, first those that use the database."""
    for name in PROCESSES:
        recorded(name).end()
    valkey.stop(WHERE)
    postgresql.stop(WHERE)


def run() -> None:
    """Bring everything up, print where it is, wait until we are told to stop."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    for name in PROCESSES:
        if recorded(name).end():
            say(f"Ended what an earlier run had left: {name}")
    refuse_taken_port(PORT, "PORT")
    refuse_taken_port(STANDIN_PORT, "STANDIN_PORT")
    try:
        started = start_as_told()
        while True:
            time.sleep(1)
            for name, process in started.items():
                if process.poll() is not None:
                    raise DidNotStart(f"{name} ended:\n{recorded(name).last_words()}")
    except KeyboardInterrupt:
        print()
        say("Stopping")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_everything()
        say("Everything is stopped; the data stay under var/")


def start_as_told() -> dict[str, subprocess.Popen[bytes]]:
    """Start all, print the addresses and accounts."""
    began = time.monotonic()
    start_services()
    fill()
    started = start_processes()
    accounts = WHERE.run / "accounts.txt"
    print(f"\nOtau is ready after {time.monotonic() - began:.0f} s: {SITE}/\n")
    print(accounts.read_text().replace("{site}", SITE) if accounts.exists() else "")
    print("Ctrl-C stops everything.", flush=True)
    return started


def reset() -> None:
    """Stop what runs and forget the data of this mode."""
    stop_everything()
    for folder in {WHERE.data, WHERE.run.parent}:
        shutil.rmtree(folder, ignore_errors=True)
    say(f"The {MODE} data are gone.")


def main() -> int:
    """Run or reset; return the exit code."""
    try:
        with alone_in_this_folder():
            reset() if "--reset" in sys.argv else run()
    except (Refused, DidNotStart) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
