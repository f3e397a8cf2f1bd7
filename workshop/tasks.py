"""Roles that are due begin and end by themselves."""

import logging

from celery import shared_task

from workshop.actions.groups import keep_groups

logger = logging.getLogger(__name__)


@shared_task
def keep_roles() -> None:
    """Bring groups, rights and people in step with the roles of today. Twice does no harm."""
    for line in keep_groups():
        logger.info("Brought in step: %s", line)
