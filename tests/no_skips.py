"""Under CI=true a skipped test is a failure: CI installs what every test needs."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail the run when something was skipped, and leave a sentence that says so."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI") != "true":
        return
    if reporter.stats.get("skipped") or reporter.stats.get("xfailed"):
        reporter.write_line("\nA test was skipped; under CI=true that is a failure.", red=True)
        session.exitstatus = 1
