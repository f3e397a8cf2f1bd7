"""Starts PostgreSQL and Valkey for the tests and stops them at the end; keeps the database.

OTAU_SERVICES_STAY=true leaves them to whoever started them before (config.run_tests).
"""

import os

import pytest

from config.embedded import postgresql, valkey
from config.embedded.places import places

WHERE = places("test")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the services, or adopt what a killed run left behind."""
    session.config.otau_adopted = (  # type: ignore[attr-defined]
        postgresql.start(WHERE, forgetful=True), valkey.start(WHERE)
    )  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the services when the session is over, also after a failure or Ctrl-C."""
    if hasattr(config, "otau_adopted") and os.environ.get("OTAU_SERVICES_STAY") != "true":
        valkey.stop(WHERE)
        postgresql.stop(WHERE)
