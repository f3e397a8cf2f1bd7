"""Tasks are bells: what is owed stands in the database, and a sweep finds it without them."""

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring(task: "Task[Any, Any]", *ids: object) -> None:
    """Send `task` after the commit; a broker that does not answer is logged and nothing more.

    Only for what a sweep delivers too.
    """
    transaction.on_commit(partial(_ring, task, ids))


def _ring(task: "Task[Any, Any]", ids: tuple[object, ...]) -> None:
    try:
        task.delay(*ids)
    except OperationalError:
        logger.warning("The broker does not answer; %s waits for its sweep.", task.name)
