"""Folding what was noted into the figures of lessons."""

from celery import shared_task

from reports import actions


@shared_task
def fold_figures() -> None:
    """Fold what was noted since the last minute."""
    actions.fold_figures()
