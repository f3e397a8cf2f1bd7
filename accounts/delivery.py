"""The two ways out of the house: one e-mail, one SMS."""

from collections.abc import Mapping
from contextlib import suppress
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage as Mail
from email.policy import Policy, default
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.utils.module_loading import import_string

from accounts.contacts import is_email
from accounts.exceptions import NotDelivered, ServerAway


class Link(UnstructuredHeader, BaseHeader):
    """A header with a link, in one line: folded as words are, a long one would be encoded."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Link)


class Letter(EmailMessage):
    """An e-mail whose links in headers arrive whole."""

    def message(self, *, policy: Any = default) -> Mail:
        """Return the mail as the library knows it."""
        return super().message(policy=policy.clone(header_factory=HEADERS))


def deliver(
    *, contact: str, subject: str, text: str, headers: Mapping[str, str] | None = None
) -> None:
    """Send `text` to a contact; `subject` and `headers` are for e-mails.

    Raises NotDelivered: to be tried again; as ServerAway where the server was not reached, so that
    nothing was handed over for certain. The words of a mail server's refusal may hold the address,
    so they are not passed on.
    """
    if is_email(contact):
        _send_email(Letter(subject, text, to=[contact], headers=dict(headers or {})))
        return
    try:
        import_string(settings.SMS_BACKEND)(contact, text)
    except ConnectionRefusedError as error:
        raise ServerAway(type(error).__name__) from None
    except OSError as error:
        raise NotDelivered(type(error).__name__) from None


def _send_email(message: Letter) -> None:
    mailer = mailers.default
    try:
        try:
            mailer.open()
        except (SMTPException, OSError) as error:
            raise ServerAway(type(error).__name__) from None
        mailer.send_messages([message])
    except (SMTPException, OSError) as error:
        raise NotDelivered(type(error).__name__) from None
    finally:
        _close(mailer)


def _close(mailer: Any) -> None:
    """End the connection; what was taken is taken, whatever the server answers to the farewell."""
    with suppress(SMTPException, OSError):
        mailer.close()
