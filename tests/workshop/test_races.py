"""Two administrators give the same role for overlapping days at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests import cast
from workshop.actions import assignments
from workshop.exceptions import AssignmentExists
from workshop.models import Assignment
from workshop.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = (timedelta(days=5), timedelta(days=6))


def give_twice_at_once(monkeypatch, *, locked):
    """Let two threads look for overlapping days before either has written."""
    person = cast.make_staff()
    meeting = threading.Barrier(2, timeout=3)
    today = timezone.localdate()
    real = assignments.Assignment.objects.create

    def create(**values):
        if not locked:
            meeting.wait()
        return real(**values)

    monkeypatch.setattr(assignments.Assignment.objects, "create", create)
    if not locked:
        monkeypatch.setattr(assignments, "hold", lambda *names: None)
        unlocked = assignments.User.objects.all()
        monkeypatch.setattr(assignments.User.objects, "select_for_update", lambda: unlocked)
    refused = []

    def give(length):
        try:
            assignments.give_role(
                by=None, user=person, role=Role.SITE_EDITOR, began_on=today,
                ended_on=today + length,
            )  # fmt: skip
        except AssignmentExists:
            refused.append(length)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(length,)) for length in DAYS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Assignment.objects.filter(user=person).count(), len(refused)


def test_one_of_two_at_once_is_told_that_the_role_exists(monkeypatch):
    assert give_twice_at_once(monkeypatch, locked=True) == (1, 1)


def test_without_the_lock_both_would_be_written(monkeypatch):
    """The control."""
    assert give_twice_at_once(monkeypatch, locked=False) == (2, 0)
