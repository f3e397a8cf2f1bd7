"""The real thing for the journeys: site, worker and stand-in as processes, a real browser.

Nothing here touches Django: a journey sees what a person sees, and reads codes in the outbox. The
database is copied from a seed that holds the demonstration; the seed is made anew when a migration
or a curriculum file changed.
"""

import hashlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import valkey
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from config.embedded.places import ROOT, places
from config.embedded.processes import Recorded, child_environment, wait_until
from config.supervisor import answers

WHERE = places("test")
VALKEY_DATABASE = 4  # and 5, the cache; other tests use 0 and 1
SEED, COPY = "otau_journeys_seed", "otau_journeys"
NOTHING = "do not wait"
PATIENCE = 10_000  # milliseconds: two cores may be busy

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sql(statement: str, database: str = "postgres") -> None:
    with psycopg.connect(
        host=str(WHERE.sockets), user="postgres", dbname=database, autocommit=True
    ) as connection:
        connection.execute(statement)


def forget_limits() -> None:
    """Empty the queue and the cache of the journeys: limits of an earlier run still count there."""
    for database in (VALKEY_DATABASE, VALKEY_DATABASE + 1):
        client = valkey.Valkey(unix_socket_path=str(WHERE.valkey_socket), db=database)
        client.flushdb()
        client.close()


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
    sql(f"create database {SEED}")
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


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Start everything once for all journeys; end it with them."""
    port, standin_port = free_port(), free_port()
    env = child_environment(
        OTAU_MODE="test", OTAU_DATABASE=COPY, OTAU_VALKEY_DATABASE=str(VALKEY_DATABASE), PORT=str(port),
        REGISTRY_GATEWAY_URL=f"http://127.0.0.1:{standin_port}", STAFF_SECOND_FACTOR="false",
        NEUTRAL_PAGE_URL=f"http://127.0.0.1:{standin_port}/healthz",
    )  # fmt: skip
    env.pop("DJANGO_SETTINGS_MODULE", None)
    processes = {name: Recorded(name=f"journeys-{name}", run=WHERE.run, logs=WHERE.logs)
                 for name in ("standin", "worker", "site")}  # fmt: skip
    for process in processes.values():
        process.end()
    forget_limits()
    make_seed(env)
    sql(f"drop database if exists {COPY} with (force)")
    sql(f"create database {COPY} template {SEED}")
    manage = [sys.executable, ROOT / "manage.py"]
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
        for name, url in (("standin", f"http://127.0.0.1:{standin_port}/healthz"),
                          ("site", f"http://127.0.0.1:{port}/readyz")):  # fmt: skip
            wait_until(lambda url=url: answers(url), within=60, what=name, process=started[name])
        yield Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{standin_port}")
    finally:
        for process in processes.values():
            process.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that `make test` found."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["OTAU_BROWSER"],
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


class Phone:
    """One person's browser."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        """A phone of this `site`; every error in the page's console is kept."""
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "favicon" not in text and "status of 4" not in text:
            self.complaints.append(text)

    def go(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(self.site(path))
        return self.page

    def newest_message(self, recipient: str, *, after: str = "") -> str:
        """Read the newest message to `recipient` in the outbox; wait for one that is not `after`.

        Without waiting for a first one the answer may be empty.
        """
        page = self.context.new_page()
        text = ""
        for _ in range(60 if after != NOTHING else 1):
            page.goto(self.site("/kk/demo/outbox/"))
            row = page.locator("li.row", has_text=recipient).first
            text = row.inner_text() if row.count() else ""
            if text and text != after:
                break
            page.wait_for_timeout(200)
        page.close()
        return text

    def message_with(self, recipient: str, *words: str) -> str:
        """Wait for a message to `recipient` that holds all of `words`, and return it."""
        page = self.context.new_page()
        row = page.locator("li.row", has_text=recipient)
        for word in words:
            row = row.filter(has_text=word)
        for _ in range(60):
            page.goto(self.site("/kk/demo/outbox/"))
            if row.count():
                break
            page.wait_for_timeout(200)
        text = row.first.inner_text()
        page.close()
        return text

    def newest_code(self, recipient: str, *, after: str = "") -> str:
        """Read the newest code that was sent to `recipient`, later than the message `after`."""
        found = re.search(r"\b(\d{6})\b", self.newest_message(recipient, after=after))
        assert found, "no code in the newest message"
        return found.group(1)


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[Callable[..., Phone]]:
    """`phone(language, javascript=True, width=360)` gives one more person a browser.

    At the end nobody's browser may have complained: no script error, no refused style.
    """
    opened: list[Phone] = []

    def open_phone(language: str = "kk", *, javascript: bool = True, width: int = 360) -> Phone:
        context = chromium.new_context(
            locale={"kk": "kk-KZ", "ru": "ru-RU"}[language], java_script_enabled=javascript,
            viewport={"width": width, "height": 740}, timezone_id="Asia/Almaty",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        opened.append(Phone(context, site))
        return opened[-1]

    yield open_phone
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []
