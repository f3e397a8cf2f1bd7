"""The stand-in's HTTP server: the contract on one side, switches for a demonstration beside it.

It listens on 127.0.0.1 only and keeps everything in memory. It never logs a body.
"""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from registry.gateway import ApplicationState
from registry.standin.applications import ApplicationBook, build_applications
from registry.standin.cast import CAST, KAZAKHSTAN_TIME
from registry.standin.contract import (
    MALFORMED,
    Document,
    QuestionNotUnderstood,
    answer,
    application_document,
    encode,
    read_question,
)

HOST = "127.0.0.1"
# No secret: it opens a server of invented people that only this machine reaches.
DEMONSTRATION_TOKEN = "registry-standin"  # noqa: S105 public, and worth nothing
MODES = ("normal", "slow", "shaky", "down", "malformed")
_LONGEST_BODY = 16 * 1024
_LONGEST_WAIT = 600.0


class SwitchNotUnderstood(ValueError):
    """A switch was turned to something that it does not know; the text says what it knows."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How questions are answered: ``seconds`` of waiting when slow, ``variant`` when malformed.

    Shaky: every other question, from the first on, is broken off by what stands between.
    """

    name: str = "normal"
    seconds: float = 0.0
    variant: str = "not_json"

    def __post_init__(self) -> None:
        if self.name not in MODES:
            raise SwitchNotUnderstood(f"mode is one of: {', '.join(MODES)}")
        if not 0 <= self.seconds <= _LONGEST_WAIT:
            raise SwitchNotUnderstood(f"seconds is a number from 0 to {_LONGEST_WAIT:.0f}")
        if self.variant not in MALFORMED:
            raise SwitchNotUnderstood(f"variant is one of: {', '.join(MALFORMED)}")


class StandInServer(ThreadingHTTPServer):
    """The stand-in, bound and ready for ``serve_forever``; ``port`` 0 takes a free one."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        *,
        port: int,
        today: date,
        seed: int = 0,
        token: str = DEMONSTRATION_TOKEN,
        mode: Mode | None = None,
        quiet: bool = False,
    ) -> None:
        self.book = ApplicationBook(build_applications(today=today, seed=seed))
        self.mode = mode or Mode()
        self.token = token
        self.quiet = quiet
        self.asked = 0
        self.stopping = Event()
        super().__init__((HOST, port), _Handler)

    @property
    def url(self) -> str:
        """The address for the setting ``REGISTRY_GATEWAY``."""
        return f"http://{HOST}:{self.server_address[1]}"

    def shutdown(self) -> None:
        """Stop serving, also those who wait for a slow answer."""
        self.stopping.set()
        super().shutdown()


@contextmanager
def running_standin(*, today: date, seed: int = 0) -> Iterator[StandInServer]:
    """Run a stand-in in a thread of this process on a free port, and stop it at the end."""
    with StandInServer(port=0, today=today, seed=seed, quiet=True) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: StandInServer
    server_version = "OtauRegistryStandIn"
    sys_version = ""

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._send(200, {"status": "ok", "mode": self.server.mode.name})
        elif self.path != "/cast":
            self._send(404, {"error": "There is nothing at this address."})
        elif self._may_ask():
            self._send(200, self._cast())

    def do_POST(self) -> None:
        doors = {
            "/v1/applications/query": self._query,
            "/control": self._control,
            "/control/state": self._control_state,
        }
        door = doors.get(self.path)
        # The body is read in any case: a connection closed on an unread one is reset.
        body = self._body()
        if door is None:
            self._send(404, {"error": "There is nothing at this address."})
        elif body is None:
            self._send(413, {"error": "The body is missing or too long."})
        elif self._may_ask():
            try:
                door(json.loads(body))
            except (QuestionNotUnderstood, SwitchNotUnderstood) as error:
                self._send(400, {"error": str(error)})
            except (ValueError, RecursionError):
                self._send(400, {"error": "The body is not what this address takes."})

    def _query(self, document: object) -> None:
        mode = self.server.mode
        self.server.asked += 1
        if mode.name == "shaky" and self.server.asked % 2:
            self._send(502, {"error": "What stands between broke the question off."})
            return
        if mode.name == "slow" and self.server.stopping.wait(mode.seconds):
            return
        if mode.name == "down":
            self._send(503, {"error": "The registry is out of service."})
            return
        number, identity = read_question(document)
        found = None
        if identity is not None:
            found = self.server.book.find(number=number, identity=identity)
        if mode.name == "malformed":
            # There is always something to answer wrongly, also to a question about nobody.
            self._send_bytes(200, MALFORMED[mode.variant](found or self.server.book.all()[0]))
        else:
            self._send(200, answer(found))

    def _control(self, document: object) -> None:
        fields = _fields(document, {"mode"}, {"seconds", "variant"})
        seconds = fields.get("seconds", 0.0)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise SwitchNotUnderstood("seconds is a number")
        self.server.mode = Mode(
            name=str(fields["mode"]),
            seconds=float(seconds),
            variant=str(fields.get("variant", "not_json")),
        )
        self._send(200, {"mode": self.server.mode.name})

    def _control_state(self, document: object) -> None:
        fields = _fields(
            document, {"number", "state"}, {"ceremony_date", "office_code", "superseded_by"}
        )
        if not all(isinstance(value, str) for value in fields.values()):
            raise SwitchNotUnderstood("every field is a text")
        texts = {name: str(value) for name, value in fields.items()}
        if texts["state"] not in ApplicationState.values:
            raise SwitchNotUnderstood(f"state is one of: {', '.join(ApplicationState.values)}")
        day = texts.get("ceremony_date")
        try:
            changed = self.server.book.change(
                number=texts["number"],
                state=ApplicationState(texts["state"]),
                at=datetime.now(KAZAKHSTAN_TIME),
                ceremony_date=None if day is None else date.fromisoformat(day),
                office_code=texts.get("office_code"),
                superseded_by=texts.get("superseded_by"),
            )
        except KeyError:
            self._send(404, {"error": "There is no application with this number."})
            return
        self._send(200, application_document(changed))

    def _cast(self) -> Document:
        stories = {one.number: one.story for one in CAST}
        return {
            "mode": self.server.mode.name,
            "applications": [
                application_document(one) | {"story": stories.get(one.number)}
                for one in self.server.book.all()
            ],
        }

    def _may_ask(self) -> bool:
        given = self.headers.get("Authorization", "").encode("utf-8", "replace")
        if hmac.compare_digest(given, f"Bearer {self.server.token}".encode()):
            return True
        self._send(401, {"error": "The bearer token is missing or wrong."})
        return False

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > _LONGEST_BODY:
            return None
        return self.rfile.read(int(length))

    def _send(self, status: int, document: Document) -> None:
        self._send_bytes(status, encode(document))

    def _send_bytes(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # Whoever asked a slow registry has stopped waiting.
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class names it
        if not self.server.quiet:
            super().log_message(format, *args)


def _fields(document: object, needed: set[str], known: set[str]) -> Document:
    if (
        not isinstance(document, dict)
        or needed - document.keys()
        or document.keys() - needed - known
    ):
        names = ", ".join(sorted(needed) + sorted(known))
        raise SwitchNotUnderstood(f"the body is an object with: {names}")
    return document
