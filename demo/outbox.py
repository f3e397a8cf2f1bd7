"""Where e-mails and SMS go outside production: into a table of this machine, shown at /demo/."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from demo.models import OutboxMessage


class OutboxMailer(BaseEmailBackend):
    """A mail backend that keeps what it is given."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each message once for each recipient; return how many messages there were."""
        for message in email_messages:
            message.message()  # a header that a mail server would refuse is refused here too
            OutboxMessage.objects.bulk_create(
                OutboxMessage(
                    channel="email",
                    recipient=recipient,
                    subject=str(message.subject),
                    body=str(message.body),
                )
                for recipient in message.recipients()
            )
        return len(email_messages)


def send_sms(phone: str, text: str) -> None:
    """Keep an SMS to `phone` (E.164)."""
    OutboxMessage.objects.create(channel="sms", recipient=phone, body=text)
