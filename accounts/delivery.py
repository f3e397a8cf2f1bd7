"""The two ways out of the house: one e-mail, one SMS."""

from collections.abc import Mapping
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from accounts.contacts import is_email
from accounts.exceptions import NotDelivered


def deliver(
    *, contact: str, subject: str, text: str, headers: Mapping[str, str] | None = None
) -> None:
    """Send `text` to a contact; `subject` and `headers` are for e-mails.

    Raises NotDelivered: to be tried again.

    The words of a mail server's refusal may hold the address, so they are not passed on.
    """
    try:
        if is_email(contact):
            EmailMessage(
                subject=subject, body=text, to=[contact], headers=dict(headers or {})
            ).send()
        else:
            import_string(settings.SMS_BACKEND)(contact, text)
    except (SMTPException, OSError) as error:
        raise NotDelivered(type(error).__name__) from None
