"""A mail server on a port of this machine that misbehaves as asked (RFC 5321, the needed part)."""

import email
import email.policy
import socketserver
import threading
from collections import Counter
from contextlib import contextmanager
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails, and as `mode` says something goes wrong.

    well, refuses (an answer in the 500s), hangs (no greeting), drops (keeps the mail and is gone
    before it says so).
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mode = "well"
        self.taken: list[EmailMessage] = []
        self.leave = threading.Event()

    @property
    def mailer(self) -> dict:
        """The site's setting that sends here."""
        options = {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 0.5}
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options
            }
        }  # fmt: skip

    def copies(self) -> Counter:
        """How often each mail was taken, told apart as mailboxes do: by its Message-ID."""
        return Counter(str(mail["Message-ID"]) for mail in self.taken)


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    server: MailServer

    def say(self, line: str) -> None:
        """Answer."""
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        """Follow the client to its farewell."""
        if self.server.mode == "hangs":
            self.server.leave.wait(5)
            return
        self.say("220 mail.example.org")
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if word == b"DATA":
                self.say("354 go on")
                if not self.keep():
                    return
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("550 no" if (word, self.server.mode) == (b"RCPT", "refuses") else "250 ok")

    def keep(self) -> bool:
        """Read a mail and keep it; return whether the client was told so."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.taken.append(mail)
        if self.server.mode == "drops":
            return False
        self.say("250 taken")
        return True


@contextmanager
def running_mail_server():
    """Serve until the block is left."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.leave.set()
            server.shutdown()
            thread.join(timeout=5)
