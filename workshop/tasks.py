"""Roles that are due begin and end by themselves."""

import logging

from celery import shared_task
from django.db.models import Q

from workshop.actions.groups import keep_groups
from workshop.actions.incidents import count_incident, tell_people
from workshop.models import Incident

logger = logging.getLogger(__name__)


@shared_task(time_limit=3600, soft_time_limit=3500)
def work_up_incident(incident_id: int) -> None:
    """Count whom an incident concerns, and owe the notices once they were asked for."""
    incident = Incident.objects.get(pk=incident_id)
    count_incident(incident=incident)
    tell_people(incident=incident)


@shared_task
def work_up_incidents() -> None:
    """Ring for what a lost task or a killed worker left behind."""
    left = Incident.objects.filter(
        Q(counted_at=None) | Q(telling_asked_at__isnull=False, told_at=None)
    )
    for pk in left.values_list("pk", flat=True):
        work_up_incident.delay(pk)


@shared_task
def keep_roles() -> None:
    """Bring groups, rights and people in step with the roles of today. Twice does no harm."""
    for line in keep_groups():
        logger.info("Brought in step: %s", line)
