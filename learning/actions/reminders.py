"""Reminders come to be owed."""

from django.utils import timezone

from learning.reminders import RULES, to_owe
from notifications.actions import owe_reminders

BATCH = 1000


def owe_due_reminders() -> int:
    """Owe every reminder that is due now; return how many. Run again it owes nothing twice.

    Two statements for a batch of a kind, whatever the number of learners.
    """
    now, owed = timezone.now(), 0
    for kind in RULES:
        last = 0
        while True:
            batch = list(to_owe(kind, now).filter(pk__gt=last).order_by("pk")[:BATCH])
            if batch:
                owed += owe_reminders(
                    kind=kind, choices=[(one.pk, one.user.message_choice) for one in batch]
                )
                last = batch[-1].pk
            if len(batch) < BATCH:
                break
    return owed
