"""Outside production nothing leaves this machine."""

import pytest
from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError

from demo.models import OutboxMessage
from demo.outbox import OutboxMailer, send_sms

pytestmark = pytest.mark.django_db


def test_mails_are_kept_once_for_each_recipient():
    message = EmailMessage("Тақырып", "Мәтін", to=["a@example.org"], bcc=["b@example.org"])
    assert OutboxMailer(alias="default").send_messages([message]) == 1
    kept = OutboxMessage.objects.order_by("recipient")
    assert [(one.recipient, one.subject, one.body) for one in kept] == [
        ("a@example.org", "Тақырып", "Мәтін"), ("b@example.org", "Тақырып", "Мәтін"),
    ]  # fmt: skip


def test_a_header_with_a_line_break_is_refused():
    message = EmailMessage("one\ntwo", "", to=["a@example.org"])
    with pytest.raises((BadHeaderError, ValueError)):
        OutboxMailer(alias="default").send_messages([message])


def test_an_sms_is_kept():
    send_sms("+77011234567", "Сәлем")
    assert OutboxMessage.objects.get().channel == "sms"
