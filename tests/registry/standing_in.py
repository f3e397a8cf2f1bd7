"""Fixtures: the stand-in on a free port of this machine, and the site asking it."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from registry.standin.server import DEMONSTRATION_TOKEN, Mode, StandInServer, running_standin


@pytest.fixture(scope="session")
def standing_in() -> Iterator[StandInServer]:
    """One stand-in for the whole run."""
    with running_standin(today=timezone.localdate()) as server:
        yield server


@pytest.fixture
def asked_registry(standing_in, settings) -> StandInServer:
    """The site asks the stand-in, which answers well; set `.mode` for other weather."""
    standing_in.mode = Mode()
    standing_in.asked = 0
    settings.REGISTRY_GATEWAY = {
        "backend": "http",
        "url": standing_in.url,
        "token": DEMONSTRATION_TOKEN,
        "timeout": 1.0,
    }
    return standing_in
