"""Asking the registry: what comes back, and what never shows."""

import logging
import socket
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from registry.gateway import (
    ApplicationState,
    GatewayMalformed,
    GatewayUnavailable,
    HttpGateway,
    IdentityNumber,
    NoGateway,
)
from registry.standin.cast import (
    AIGERIM,
    AIGERIM_AND_DANIYAR,
    CAST,
    DANIYAR,
    IRINA,
    IRINA_AND_MEHMET,
    IRINA_AND_VIKTOR,
    MEHMET,
)
from registry.standin.contract import MALFORMED
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


class TestAsking:
    @pytest.mark.parametrize("one", CAST, ids=lambda one: one.number)
    def test_either_applicant_gets_the_application_in_every_state(
        self, gateway: HttpGateway, one: Any
    ) -> None:
        for applicant in one.applicants:
            record = gateway.ask(number=one.number, identity=applicant.identity)
            assert record == one.on(TODAY)

    def test_the_cast_is_in_every_state(self) -> None:
        assert {one.state for one in CAST} == set(ApplicationState)

    @pytest.mark.parametrize(
        ("number", "identity"),
        [
            (NUMBER, IRINA.identity),
            (IRINA_AND_MEHMET.number, AIGERIM.identity),
            ("99-99-99999", AIGERIM.identity),
            ("Ғ «»\n", AIGERIM.identity),
            (IRINA_AND_MEHMET.number, IdentityNumber.passport("DE", MEHMET.identity.number)),
        ],
    )
    def test_a_pair_that_does_not_belong_together_is_unknown(
        self, gateway: HttpGateway, number: str, identity: IdentityNumber
    ) -> None:
        assert gateway.ask(number=number, identity=identity) is None

    def test_one_person_may_stand_in_two_applications(self, gateway: HttpGateway) -> None:
        now = gateway.ask(number=IRINA_AND_MEHMET.number, identity=IRINA.identity)
        before = gateway.ask(number=IRINA_AND_VIKTOR.number, identity=IRINA.identity)
        assert now is not None
        assert before is not None
        assert (now.state, before.state) == (ApplicationState.CONFIRMED, ApplicationState.MARRIED)

    def test_a_slow_registry_is_not_waited_for(self, standin: StandInServer) -> None:
        standin.mode = Mode("slow", seconds=30)
        gateway = HttpGateway(standin.url, DEMONSTRATION_TOKEN, 0.2)
        with pytest.raises(GatewayUnavailable, match="no answer in time"):
            gateway.ask(number=NUMBER, identity=AIGERIM.identity)

    def test_a_registry_out_of_service_is_unavailable(
        self, standin: StandInServer, gateway: HttpGateway
    ) -> None:
        standin.mode = Mode("down")
        with pytest.raises(GatewayUnavailable, match="status 503") as raised:
            gateway.ask(number=NUMBER, identity=AIGERIM.identity)
        assert type(raised.value) is GatewayUnavailable

    def test_a_registry_that_answers_a_byte_at_a_time_is_not_waited_for(self) -> None:
        with _dripping() as url, pytest.raises(GatewayUnavailable, match="no answer in time"):
            HttpGateway(url, "token", 0.3).ask(number=NUMBER, identity=AIGERIM.identity)

    def test_a_proxy_or_password_of_the_environment_is_not_used(
        self, gateway: HttpGateway, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="ascii")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert gateway.ask(number=NUMBER, identity=AIGERIM.identity) is not None

    def test_nobody_listening_is_unavailable(self) -> None:
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))
            port = reserved.getsockname()[1]
            gateway = HttpGateway(f"http://127.0.0.1:{port}", "token", 1.0)
            with pytest.raises(GatewayUnavailable, match="no connection"):
                gateway.ask(number=NUMBER, identity=AIGERIM.identity)

    def test_a_wrong_token_is_unavailable(self, standin: StandInServer) -> None:
        with pytest.raises(GatewayUnavailable, match="status 401"):
            HttpGateway(standin.url, "another").ask(number=NUMBER, identity=AIGERIM.identity)

    def test_a_wrong_address_is_malformed(self, standin: StandInServer) -> None:
        gateway = HttpGateway(f"{standin.url}/elsewhere", DEMONSTRATION_TOKEN)
        with pytest.raises(GatewayMalformed, match="status 404"):
            gateway.ask(number=NUMBER, identity=AIGERIM.identity)

    @pytest.mark.parametrize("variant", MALFORMED)
    def test_a_wrong_answer_is_malformed(
        self, standin: StandInServer, gateway: HttpGateway, variant: str
    ) -> None:
        standin.mode = Mode("malformed", variant=variant)
        with pytest.raises(GatewayMalformed):
            gateway.ask(number=NUMBER, identity=AIGERIM.identity)

    def test_without_a_registry_every_question_is_unanswered(self) -> None:
        with pytest.raises(GatewayUnavailable, match="no registry is connected"):
            NoGateway().ask(number=NUMBER, identity=AIGERIM.identity)


class TestNothingShows:
    def test_a_record_shows_neither_number_nor_name_nor_telephone(
        self, gateway: HttpGateway
    ) -> None:
        record = gateway.ask(number=NUMBER, identity=AIGERIM.identity)
        shown = f"{record!r} {record} {AIGERIM.identity} {[AIGERIM.identity]!r} {AIGERIM}"
        for secret in _secrets():
            assert secret not in shown

    @pytest.mark.parametrize("mode", [Mode("down"), *(Mode("malformed", 0, v) for v in MALFORMED)])
    def test_neither_an_error_nor_the_log_holds_what_was_sent_or_received(
        self,
        standin: StandInServer,
        gateway: HttpGateway,
        mode: Mode,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        standin.mode = mode
        with caplog.at_level(logging.DEBUG), pytest.raises(GatewayUnavailable) as raised:
            gateway.ask(number=NUMBER, identity=AIGERIM.identity)
        error = raised.value
        assert error.__cause__ is None
        assert error.__context__ is None
        # An error reporter collects the local variables of the frames, not only the words; this
        # test's own frame is left out of it.
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        gateway_frames = [frame for frame in told.stack if "tests" not in frame.filename]
        assert gateway_frames
        seen = f"{error} {error.args} {caplog.text} " + " ".join(
            str(frame.locals) for frame in gateway_frames
        )
        for secret in (*_secrets(), DEMONSTRATION_TOKEN):
            assert secret not in seen

    def test_a_refused_number_is_not_in_the_error(self) -> None:
        with pytest.raises(ValueError, match="identifies") as raised:
            IdentityNumber.iin("123456789012")
        assert "123456789012" not in str(raised.value)

    def test_the_token_is_not_in_the_repr(self, gateway: HttpGateway) -> None:
        assert DEMONSTRATION_TOKEN not in repr(gateway)


@contextmanager
def _dripping() -> Iterator[str]:
    """Give the address of a server whose answer never ends and comes a space at a time."""
    stopping = Event()

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
            while not stopping.wait(0.02):
                connection.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stopping.set()
            thread.join()


def _secrets() -> tuple[str, ...]:
    return tuple(
        secret
        for one in (AIGERIM, DANIYAR)
        for secret in (one.identity.number, one.name, one.phone or one.name)
    )
