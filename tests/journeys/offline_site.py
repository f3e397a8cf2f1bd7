"""The page that verifies without a network, served by a small server that can be switched off.

Keys and lists are what a test says; pages, worker and static files are the real ones. It needs no
database, as the page does not.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application

PUBLISHED = "/.well-known/otau/"


class Quiet(WSGIRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Many(ThreadingMixIn, WSGIServer):
    """A thread for each connection: Chromium opens some that it leaves idle."""

    daemon_threads = True
    request_queue_size = 50


@dataclass
class OfflineSite:
    """The site: `lists` are published by name, `asked` are the addresses that came."""

    lists: dict[str, bytes]
    asked: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    port: int = 0
    server: WSGIServer | None = None

    def __call__(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"http://localhost:{self.port}{path}"

    def switch_on(self) -> None:
        """Answer from now on, at the same port as before."""
        self.server = make_server("localhost", self.port, self._answer, Many, Quiet)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def switch_off(self) -> None:
        """Refuse every connection: there is no network any more."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    def _answer(self, environ: dict, start_response):
        path = environ["PATH_INFO"]
        self.asked.append(path + ("?" + environ["QUERY_STRING"]) * bool(environ["QUERY_STRING"]))
        self.cookies.append(environ.get("HTTP_COOKIE", ""))
        if path.startswith(PUBLISHED):
            found = self.lists.get(path.removeprefix(PUBLISHED))
            start_response("200 OK" if found is not None else "404 Not Found", [])
            return [found or b""]
        return get_wsgi_application()(environ, start_response)


@contextmanager
def offline_site(lists: dict[str, bytes]) -> Iterator[OfflineSite]:
    """Serve the page until the block is left."""
    site = OfflineSite(lists)
    site.switch_on()
    try:
        yield site
    finally:
        site.switch_off()
