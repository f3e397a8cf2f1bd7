"""What learning owes by the clock."""

from celery import shared_task

from learning import actions


@shared_task
def forget_sensitive() -> None:
    """Forget what was kept in lessons that were marked as sensitive since. Twice does no harm."""
    actions.forget_sensitive()
