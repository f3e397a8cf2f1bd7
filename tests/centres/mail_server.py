"""A mail server on the loopback that behaves as well or as badly as it is told."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

GOOD = "takes everything"
REFUSES = "refuses the mailbox"
BREAKS_OFF = "takes the e-mail and breaks off before it says so"
HANGS = "never answers"


@dataclass
class MailServer:
    """What it was told and what came."""

    behaviour: str = GOOD
    came: list[EmailMessage] = field(default_factory=list)
    port: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def mailers(self) -> dict[str, dict[str, object]]:
        """The setting MAILERS that leads here."""
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 1}
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options
            }
        }  # fmt: skip

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what came."""
        return [str(message["Message-ID"]) for message in self.came]


@contextmanager
def mail_server():
    """Run a server until the block is left."""
    server = MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            if server.behaviour == HANGS:
                server.stopping.wait(5)
                return
            self.say("220 ready")
            while line := self.rfile.readline().decode().strip():
                word = line.upper().split(":")[0].split(" ")[0]
                if word == "RCPT" and server.behaviour == REFUSES:
                    self.say("550 no such mailbox")
                elif word == "DATA":
                    self.say("354 go on")
                    self.take()
                    if server.behaviour == BREAKS_OFF:
                        return
                    self.say("250 taken")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

        def take(self) -> None:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b"."))
            message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
            server.came.append(message)

    class Listener(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Listener(("127.0.0.1", 0), Conversation) as listener:
        server.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            listener.shutdown()
            thread.join()
