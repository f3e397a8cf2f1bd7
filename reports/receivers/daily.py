"""What the floors below say has happened, counted in the same transaction."""

from typing import Any

from django.dispatch import receiver

from certificates.models import Certificate
from certificates.signals import certificate_issued
from enrolments.models import Couple, Enrolment
from enrolments.signals import (
    enrolment_began,
    enrolment_completed,
    enrolment_half_done,
    partner_joined,
)
from registry.models import ApplicationClaim, MarriageApplication
from registry.questions import region_of
from registry.signals import application_became_known, application_linked
from reports.actions import count, count_application
from reports.models import DailyCount

Step = DailyCount.Step


@receiver(enrolment_began)
def count_began(enrolment: Enrolment, **kwargs: Any) -> None:
    """Count a person who began."""
    count_step(Step.BEGAN, enrolment)


@receiver(enrolment_half_done)
def count_half(enrolment: Enrolment, **kwargs: Any) -> None:
    """Count a person who did half of the course."""
    count_step(Step.HALF, enrolment)


@receiver(enrolment_completed)
def count_completed(enrolment: Enrolment, **kwargs: Any) -> None:
    """Count a person who completed."""
    count_step(Step.COMPLETED, enrolment)


@receiver(certificate_issued)
def count_certified(certificate: Certificate, **kwargs: Any) -> None:
    """Count a certificate that was issued; a later generation of it is not a new one."""
    if certificate.generation == 1:
        count_step(Step.CERTIFIED, certificate.enrolment)


@receiver(application_linked)
def count_linked(claim: ApplicationClaim, **kwargs: Any) -> None:
    """Count a person who linked an application."""
    count(step=Step.LINKED, region=region_of(claim.user), source=source_of(claim.user))


@receiver(partner_joined)
def count_joined(couple: Couple, user: Any, **kwargs: Any) -> None:
    """Count a partner who joined."""
    count(step=Step.JOINED, region=region_of(user), source=source_of(user))


@receiver(application_became_known)
def count_known(application: MarriageApplication, source: str, **kwargs: Any) -> None:
    """Count an application that became known."""
    count_application(region=application.region, source=source)


def count_step(step: str, enrolment: Enrolment) -> None:
    """Count a step of one enrolment under its course, region and source."""
    count(step=step, region=enrolment.region, source=enrolment.source, course=enrolment.course.code)


def source_of(user: Any) -> str:
    """Return where a person came from, as their newest enrolment says; empty if not known."""
    newest = Enrolment.objects.filter(user=user).order_by("-began_at").values_list("source").first()
    return newest[0] if newest else ""
