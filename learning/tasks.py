"""What the clock brings."""

from celery import shared_task

from learning import actions


@shared_task
def owe_reminders() -> None:
    """Owe the reminders that are due; `notifications.tasks` delivers them."""
    actions.owe_due_reminders()
