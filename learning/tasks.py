"""What the clock brings."""

from celery import shared_task

from learning import actions


@shared_task
def owe_reminders() -> None:
    """Owe the reminders that are due; `notifications.tasks` delivers them."""
    actions.owe_due_reminders()


@shared_task
def forget_sensitive() -> None:
    """Forget what was kept in lessons that were marked as sensitive since. Twice does no harm."""
    actions.forget_sensitive()
