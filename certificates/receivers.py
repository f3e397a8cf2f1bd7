"""What the floors below say has happened, and what certificates do about it."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Identity
from accounts.signals import identity_displaced
from certificates.actions import certify, revoke
from certificates.models import Certificate, CertificateEvent
from certificates.signals import certificate_certified, certificate_issued
from certificates.tasks import issue
from enrolments.models import Enrolment
from enrolments.signals import enrolment_completed
from notifications.actions import owe_message
from notifications.models import Message
from notifications.tasks import deliver_message
from web.bells import ring


@receiver(enrolment_completed)
def certify_completion(enrolment: Enrolment, **kwargs: Any) -> None:
    """Insert the frozen certificate in the transaction that completed.

    Of a course for everybody its owner says first whether they want one (`certify_by_wish`).
    """
    if enrolment.course.is_for_couples:
        certify(enrolment=enrolment)


@receiver(certificate_certified)
def ring_for_issue(certificate: Certificate, **kwargs: Any) -> None:
    """Ring for the document after commit."""
    ring(issue, certificate.pk)


@receiver(certificate_issued)
def tell_the_holder(certificate: Certificate, **kwargs: Any) -> None:
    """Owe the holder one message: the certificate is ready."""
    message = owe_message(
        recipient=certificate.enrolment.user,
        kind=Message.Kind.CERTIFICATE_READY,
        dedupe_key=f"certificate-ready:{certificate.number}",
    )
    ring(deliver_message, message.pk)


@receiver(identity_displaced)
def revoke_what_was_earned(identity: Identity, **kwargs: Any) -> None:
    """Revoke what an account earned under an identity that somebody else has now proved."""
    earned = Certificate.objects.unrevoked().filter(enrolment__user_id=identity.user_id)
    for certificate in earned.exclude(assurance="none"):
        revoke(certificate=certificate, reason=CertificateEvent.Reason.IDENTITY_DISPLACED)
