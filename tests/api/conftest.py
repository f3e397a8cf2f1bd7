"""Systems with access, as the tests know them."""

import pytest

from tests.api.systems import make_system


@pytest.fixture
def almaty(db):
    """The system of an office in Almaty: it tells of applications."""
    return make_system("applications:write", office="KZ-75-01")


@pytest.fixture
def registry(db):
    """The registry's system of the country, with every scope."""
    return make_system()
