"""Celery workers in processes of their own, which die by SIGKILL after a step that is named.

Run as a module it loads the site once and then forks a worker for each line it is given, since
loading takes seconds and forking does not. A worker is started as on a server, but for its pool:
the process that is killed is the one that had taken the task.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

from config.embedded.places import ROOT

TASK = "certificates.tasks.issue"
# What is computed from memory, between two steps: nothing of it lasts.
COMPUTED = {"current_key", "payload_of", "facts_of", "__enter__", "filter", "select_related"}
# Steps that are Django's, by their names there.
DJANGOS = {"get_or_create": "get_or_create", "send": "send", "__exit__": "bell"}
WORKER = ["worker", "--pool=solo", "--loglevel=ERROR", "--without-gossip", "--without-mingle",
          "--without-heartbeat"]  # fmt: skip


def is_ours(frame: FrameType) -> bool:
    """Whether the code that runs in `frame` is ours, and no library's or Python's own."""
    file = frame.f_code.co_filename
    return file.startswith(f"{ROOT}/") and "site-packages" not in file


def step_of(frame: FrameType) -> str:
    """Return the name of the function that runs in `frame`; empty where it is no step."""
    name = frame.f_code.co_name
    if name == "manager_method":
        name = frame.f_locals.get("name", "")
    elif name == "inner" and "func" in frame.f_locals:
        name = frame.f_locals["func"].__name__
    elif name not in DJANGOS and not is_ours(frame):
        return ""
    return "" if name in COMPUTED else DJANGOS.get(name, name.strip("_"))


class Watched:
    """Hears the end of every step of `issue_certificate`, in order; a repeated one is numbered."""

    def __init__(self, heard) -> None:
        from certificates.documents.issuing import issue_certificate

        self.code, self.heard, self.times = issue_certificate.__code__, heard, Counter()

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        if event != "return" or frame.f_back is None or frame.f_back.f_code is not self.code:
            return
        if step := step_of(frame):
            self.times[step] += 1
            self.heard(step if self.times[step] == 1 else f"{step} {self.times[step]}")


def die(*args: Any, **kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def work(order: dict[str, str]) -> None:
    """Be a worker that does as `order` says."""
    from celery import signals
    from django.conf import settings
    from django.db import connection
    from django.test import override_settings

    from config.celery import app
    from web import bells

    private = settings.STORAGES["private"]
    options = private["OPTIONS"] | {"location": order["private"]}
    stores = settings.STORAGES | {"private": private | {"OPTIONS": options}}
    override_settings(STORAGES=stores).enable()
    if order.get("database"):
        connection.settings_dict["HOST"] = order["database"]
    dies_after, stops_after = order.get("dies_after"), order.get("stops_after")

    def heard(step: str) -> None:
        if step == dies_after:
            die()
        if step == stops_after:
            folder = Path(order["private"])
            (folder / "stopped").touch()
            while not (folder / "go").exists():
                time.sleep(0.02)

    if dies_after == "claim":
        signals.task_prerun.connect(die)
    elif dies_after == "commit":
        bells._ring = die  # after the commit, before the bell for the message
    elif dies_after or stops_after:
        sys.setprofile(Watched(heard))
    app.worker_main(WORKER)


def main() -> None:
    import django

    django.setup()
    from config.celery import app

    app.loader.import_default_modules()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            print(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]), flush=True)
            continue
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            try:
                work(order)
            except SystemExit as end:
                os._exit(int(end.code or 0))
            except BaseException:  # noqa: BLE001 it is a process of its own: nobody else hears
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(child, flush=True)


class Workers:
    """The process that forks workers, from the side of a test."""

    def __init__(self, database: str) -> None:
        env = os.environ | {
            "OTAU_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings",
            "OTAU_DATABASE": database,
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.certificates.dying_worker"], cwd=ROOT, env=env,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self.alive: set[int] = set()
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def _ask(self, **order: Any) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self._read())

    def start(self, private: Path, **order: str) -> int:
        """Start a worker; return its process id."""
        private.mkdir(parents=True, exist_ok=True)
        worker = self._ask(private=str(private), **order)
        self.alive.add(worker)
        return worker

    def wait(self, worker: int) -> int:
        """Wait for the end of a worker; return its exit code."""
        self.alive.discard(worker)
        return self._ask(wait=worker)

    def stop(self, worker: int) -> int:
        """Ask a worker to end after what it is doing."""
        os.kill(worker, signal.SIGTERM)
        return self.wait(worker)

    def end_all(self) -> None:
        """End what a failed test has left."""
        for worker in list(self.alive):
            os.kill(worker, signal.SIGKILL)
            self.wait(worker)

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


if __name__ == "__main__":
    main()
