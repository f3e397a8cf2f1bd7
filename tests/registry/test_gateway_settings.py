"""Identity numbers, and the gateway that the settings ask for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from registry.gateway import (
    HttpGateway,
    IdentityNumber,
    NoGateway,
    gateway_from_settings,
)
from registry.standin.cast import (
    AIGERIM,
    AIGERIM_AND_DANIYAR,
    DANIYAR,
    MEHMET,
)
from registry.standin.server import (
    DEMONSTRATION_TOKEN,
    Mode,
    StandInServer,
    running_standin,
)

TODAY = date(2026, 11, 22)
NUMBER = AIGERIM_AND_DANIYAR.number


@pytest.fixture(scope="module")
def _running() -> Iterator[StandInServer]:
    with running_standin(today=TODAY) as server:
        yield server


@pytest.fixture
def standin(_running: StandInServer) -> StandInServer:
    _running.mode = Mode()
    return _running


@pytest.fixture
def gateway(standin: StandInServer) -> HttpGateway:
    return HttpGateway(standin.url, DEMONSTRATION_TOKEN, 5.0)


class TestIdentityNumbers:
    def test_the_same_number_typed_in_two_ways_is_the_same_identity(self) -> None:
        typed = f" {AIGERIM.identity.number[:6]} {AIGERIM.identity.number[6:]} "
        assert IdentityNumber.iin(typed) == AIGERIM.identity
        assert IdentityNumber.passport("tr ", "u9000 0145") == MEHMET.identity

    @pytest.mark.parametrize(
        ("kind", "country", "number"),
        [
            ("iin", "TR", AIGERIM.identity.number),
            ("iin", "KZ", "123456789012"),
            ("passport", "", "U90000145"),
            ("passport", "tr", "U90000145"),
            ("passport", "TR", "u90000145"),
            ("passport", "TR", "У90000145"),
            ("passport", "TR", "U9"),
            ("photo", "KZ", AIGERIM.identity.number),
        ],
    )
    def test_parts_that_do_not_fit_are_refused(self, kind: Any, country: str, number: str) -> None:
        with pytest.raises(ValueError, match="identifies"):
            IdentityNumber(kind, country, number)


class TestSettings:
    def test_the_settings_name_the_gateway(self, standin: StandInServer) -> None:
        given = {"backend": "http", "url": standin.url, "token": DEMONSTRATION_TOKEN, "timeout": 5}
        with override_settings(REGISTRY_GATEWAY=given):
            record = gateway_from_settings().ask(number=NUMBER, identity=DANIYAR.identity)
        assert record is not None
        with override_settings(REGISTRY_GATEWAY={"backend": "none"}):
            assert isinstance(gateway_from_settings(), NoGateway)

    @pytest.mark.parametrize(
        "given",
        [
            None,
            {},
            {"backend": "soap"},
            {"backend": "none", "adress": "x"},
            {"backend": "http"},
            {"backend": "http", "url": "https://registry.example"},
            {"backend": "http", "url": "https://registry.example", "token": ""},
            {"backend": "http", "url": "https://registry.example", "token": "secret\n"},
            {"backend": "http", "url": "registry.example", "token": "secret"},
            {"backend": "http", "url": "ftp://registry.example", "token": "secret"},
            {"backend": "http", "url": "http://registry.example", "token": "secret"},
            {"backend": "http", "url": "https://me:pw@registry.example", "token": "secret"},
            {"backend": "http", "url": "https://registry.example?a=1", "token": "secret"},
            {"backend": "http", "url": "https://r.example", "token": "secret", "timeout": 0},
            {"backend": "http", "url": "https://r.example", "token": "secret", "timeout": "5"},
            {"backend": "http", "url": "https://r.example", "token": "secret", "ca_file": 1},
        ],
    )
    def test_wrong_settings_stop_the_start_and_keep_the_token(self, given: Any) -> None:
        with (
            override_settings(REGISTRY_GATEWAY=given),
            pytest.raises(ImproperlyConfigured) as raised,
        ):
            gateway_from_settings()
        assert "secret" not in str(raised.value)
