"""Messages that need no course: whatever is owed to a learner is still so."""

import pytest

from notifications.signals import message_came_due
from tests.notifications.mail_server import running_mail_server


@pytest.fixture
def still_so():
    """Nobody above says that a message is no longer needed."""
    receivers, message_came_due.receivers = message_came_due.receivers, []
    message_came_due.sender_receivers_cache.clear()
    yield
    message_came_due.receivers = receivers
    message_came_due.sender_receivers_cache.clear()


@pytest.fixture
def mail_server(settings):
    """A mail server of this machine, which the site sends to; set `.mode` for other weather."""
    with running_mail_server() as server:
        settings.MAILERS = server.mailer
        yield server
