"""What is missing or unsafe in production stops the start, and says what to do."""

import os
import subprocess
import sys

import pytest

from config.check_deploy import new_key, production_environment
from config.embedded.places import ROOT

# No database is needed: settings are read before anything connects.
START = "import config.settings"
START_ALL = "import django; django.setup()"
ABSENT = """
import django
django.setup()
from django.conf import settings
from django.urls import resolve
assert "demo" not in settings.INSTALLED_APPS
assert resolve("/kk/demo/").namespace != "demo"
"""


def start(script: str = START, **changes: str | None) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    env |= production_environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    for name, value in changes.items():
        env.pop(name, None)
        if value is not None:
            env[name] = value
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_everything_named():
    done = start(START_ALL)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "SEALING_KEYS", "LOOKUP_KEYS", "CERTIFICATE_SIGNING_KEY", "DOCUMENT_SIGNING", "BASE_URL",
     "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "CACHE_URL", "EMAIL_URL", "SMS_BACKEND"],
)  # fmt: skip
def test_production_does_not_start_without(name):
    done = start(**{name: None})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"STAFF_SECOND_FACTOR": "false"}, "STAFF_SECOND_FACTOR cannot be switched off"),
        ({"DATABASE_URL": "sqlite:///otau.db"}, "must name a PostgreSQL database"),
        ({"REGISTRY_GATEWAY_BACKEND": "http"}, "REGISTRY_GATEWAY_TOKEN is not set"),
        ({"SEALING_KEYS": "k:c2hvcnQ="}, "SEALING_KEYS"),
        ({"CERTIFICATE_SIGNING_KEYS": "k:c2hvcnQ="}, "CERTIFICATE_SIGNING_KEYS, entry 1"),
        ({"LOOKUP_KEYS": "public1:b3RhdS1wdWJsaWMta2V5LXdvcnRoLW5vdGhpbmctMDE="}, "public key"),
        ({"DOCUMENT_SIGNING": "/nowhere/signing.pem"}, "DOCUMENT_SIGNING: /nowhere/signing.pem: No"),
        ({"DOCUMENT_SIGNING": "-----BEGIN"}, "DOCUMENT_SIGNING: There is no private key"),
        ({"CERTIFICATE_SIGNING_KEYS": "public1:b3RhdS1wdWJsaWMta2V5LXdvcnRoLW5vdGhpbmctMDE="},
         "A key of the demo"),
        ({"OTAU_MODE": "produktion"}, "must be one of"),
        ({"NEUTRAL_PAGE_URL": "weather"}, "NEUTRAL_PAGE_URL must be a whole address"),
    ],
)  # fmt: skip
def test_production_does_not_start_unsafely(changes, said):
    is_read_at_start = any("KEYS" in name or name == "DOCUMENT_SIGNING" for name in changes)
    done = start(START_ALL if is_read_at_start else START, **changes)
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.parametrize(("mode", "starts"), [(0o600, True), (0o640, False)])
def test_a_file_of_its_owner_alone_may_stand_for_the_signing_key(tmp_path, mode, starts):
    place = tmp_path / "key"
    place.write_text(new_key("c2"))
    place.chmod(mode)
    done = start(START_ALL, CERTIFICATE_SIGNING_KEY=None, CERTIFICATE_SIGNING_KEY_FILE=str(place))
    assert (done.returncode == 0) == starts, done.stderr
    assert ("chmod 600" in done.stderr) != starts


def test_the_demo_does_not_exist_in_production():
    done = start(ABSENT)
    assert done.returncode == 0, done.stderr
