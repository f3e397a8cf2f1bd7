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
    count(step=Step.BEGAN, region=enrolment.region, source=enrolment.source)


@receiver(enrolment_half_done)
def count_half(enrolment: Enrolment, **kwargs: Any) -> None:
    """Count a person who did half of the course."""
    count(step=Step.HALF, region=enrolment.region, source=enrolment.source)


@receiver(enrolment_completed)
def count_completed(enrolment: Enrolment, **kwargs: Any) -> None:
    """Count a person who completed."""
    count(step=Step.COMPLETED, region=enrolment.region, source=enrolment.source)


@receiver(certificate_issued)
def count_certified(certificate: Certificate, **kwargs: Any) -> None:
    """Count a certificate that was issued; a later generation of it is not a new one."""
    if certificate.generation == 1:
        enrolment = certificate.enrolment
        count(step=Step.CERTIFIED, region=enrolment.region, source=enrolment.source)


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


def source_of(user: Any) -> str:
    """Return where a person came from, as their newest enrolment says; empty if not known."""
    newest = Enrolment.objects.filter(user=user).order_by("-began_at").values_list("source").first()
    return newest[0] if newest else ""
