"""`make demo` refuses politely, and ends by recorded pid what a killed run left behind."""

import fcntl
import os
import socket
import subprocess
import sys
import time

import pytest

from config.embedded.places import LONGEST_SOCKET_FOLDER, ROOT, places
from config.embedded.processes import Recorded

MODE = "supervised"  # folders of its own: a demo may be running beside the tests


def run_supervisor(port: int) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"OTAU_MODE": MODE, "PORT": str(port)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "config.supervisor"],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(taken_port):
    done = run_supervisor(taken_port)

    assert done.returncode == 1
    assert f"Port {taken_port} is taken" in done.stderr
    assert f"PORT={taken_port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_at_once_in_one_folder_the_second_refuses_and_says_why(taken_port):
    run = places(MODE).run
    run.mkdir(parents=True, exist_ok=True)
    with (run / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write("4242")
        lock.flush()

        done = run_supervisor(taken_port)

    assert done.returncode == 1
    assert "already running from this folder (process 4242)" in done.stderr


@pytest.fixture
def record(tmp_path):
    return Recorded(name="sleeper", run=tmp_path / "run", logs=tmp_path / "log")


def test_what_a_killed_run_left_behind_is_ended_with_its_children(record):
    script = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    process = record.start([sys.executable, "-c", script])
    for _ in range(100):
        if record.process().children():
            break
        time.sleep(0.05)
    family = [record.process(), *record.process().children()]

    assert Recorded(name="sleeper", run=record.record.parent, logs=record.log.parent).end(
        patience=0.3
    )

    assert len(family) == 2
    assert not any(member.is_running() for member in family)
    assert process.poll() is not None
    assert not record.record.exists()


def test_a_process_that_ignores_the_request_is_killed(record):
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('up', flush=True); time.sleep(60)"
    )
    process = record.start([sys.executable, "-c", script])
    for _ in range(100):
        if "up" in record.last_words():
            break
        time.sleep(0.05)

    assert record.end(patience=0.3)
    assert process.poll() is not None


def test_a_stranger_with_the_same_pid_is_left_alone(record):
    process = record.start([sys.executable, "-c", "import time; time.sleep(60)"])
    record.record.write_text(f'{{"pid": {process.pid}, "created": 1.0}}')

    assert record.process() is None
    assert not record.end()
    assert process.poll() is None
    process.kill()
    process.wait()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": -5, "created": 1}', '{"pid": 1}'])
def test_a_damaged_record_is_no_process(record, content):
    record.record.parent.mkdir(parents=True)
    record.record.write_text(content)

    assert record.process() is None


def test_sockets_stay_short_enough_for_the_system():
    assert len(str(places("test").sockets).encode()) <= LONGEST_SOCKET_FOLDER
