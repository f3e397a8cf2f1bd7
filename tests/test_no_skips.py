import os
import subprocess
import sys

import pytest

from config.embedded.places import ROOT

RUN = "def test_it_runs(): pass\n"
SKIP = "import pytest\n@pytest.mark.skip\ndef test_it_does_not(): pass\n"


def run(folder, content: str, ci: str) -> int:
    (folder / "test_one.py").write_text(content)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(folder),
         "-p", "no:django", "-p", "no:randomly", "-p", "tests.no_skips", str(folder)],
        cwd=ROOT, env=os.environ | {"CI": ci}, capture_output=True, check=False,
    ).returncode  # fmt: skip


@pytest.mark.parametrize(
    ("content", "ci", "code"),
    [(RUN + SKIP, "true", 1), (RUN + SKIP, "", 0), (RUN, "true", 0)],
)
def test_a_skipped_test_fails_ci_and_nothing_else(tmp_path, content, ci, code):
    assert run(tmp_path, content, ci) == code
