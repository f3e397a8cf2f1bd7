"""Processes that are remembered by their recorded pid, so that none outlives its owner for good."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

# What this process itself started; kept, so that a child that outlives its caller is no leak.
_children: list[subprocess.Popen[bytes]] = []


class DidNotStart(Exception):
    """A process ended, or did not answer, before it was ready."""


class Recorded:
    """A process whose pid and start time stand in a file while it runs.

    The start time tells a process of ours from a stranger that was given the same pid later.
    """

    def __init__(self, *, name: str, run: Path, logs: Path) -> None:
        """`run` is the folder of the pid file, `logs` that of what the process prints."""
        self.name = name
        self.record = run / f"{name}.json"
        self.log = logs / f"{name}.log"

    def process(self) -> psutil.Process | None:
        """Return the recorded process if it still runs."""
        try:
            recorded = json.loads(self.record.read_text())
            process = psutil.Process(recorded["pid"])
            same = abs(process.create_time() - recorded["created"]) < 1
            alive = process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
            return None
        return process if same and alive else None

    def remember(self, pid: int) -> None:
        """Write down that `pid` is ours."""
        self.record.parent.mkdir(parents=True, exist_ok=True)
        created = psutil.Process(pid).create_time()
        self.record.write_text(json.dumps({"pid": pid, "created": created}))

    def start(
        self, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, uid: int = 0
    ) -> subprocess.Popen[bytes]:
        """Start `command` in a session of its own, its output going to the log, and record it.

        `uid` is the user to become; 0 stays who we are.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=env,
                cwd="/" if uid else None,
                user=uid or None,
                group=uid or None,
                extra_groups=[] if uid else None,
            )
        _children.append(process)
        self.remember(process.pid)
        return process

    def end(self, *, how: int = signal.SIGTERM, patience: float = 10) -> bool:
        """End the recorded process and its children; kill what is still there after `patience` s.

        Returns whether there was anything to end.
        """
        process = self.process()
        if process is not None:
            family = [process, *process.children(recursive=True)]
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(how)
            _, alive = psutil.wait_procs(family, timeout=patience)
            for member in alive:
                with contextlib.suppress(psutil.NoSuchProcess):
                    member.kill()
            psutil.wait_procs(alive, timeout=5)
            for child in _children:
                child.poll()
        self.record.unlink(missing_ok=True)
        return process is not None

    def last_words(self, lines: int = 12) -> str:
        """Return the last `lines` of what the process printed."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


def wait_until(ready, *, within: float, what: str, process=None) -> None:
    """Wait until `ready()` is true.

    Raises DidNotStart when `process` ends first or `within` seconds pass; `what` names it.
    """
    deadline = time.monotonic() + within
    while not ready():
        if process is not None and process.poll() is not None:
            raise DidNotStart(f"{what} ended while it was starting")
        if time.monotonic() > deadline:
            raise DidNotStart(f"{what} did not answer within {within:.0f} s")
        time.sleep(0.05)


def child_environment(**extra: str) -> dict[str, str]:
    """Return this process's environment with `extra` added, without what slows Python down."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return env | extra
