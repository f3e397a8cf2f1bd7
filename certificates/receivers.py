"""What the floors below say has happened, and what certificates do about it."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Identity, User
from accounts.personal_data import Section
from accounts.signals import account_erased, erasure_began, identity_displaced, personal_data_asked
from certificates import held
from certificates.actions import certify, hold_documents, owe_removal, revoke
from certificates.models import Certificate, CertificateEvent
from certificates.signals import certificate_certified, certificate_issued
from certificates.tasks import issue, remove_document
from enrolments.models import Enrolment
from enrolments.signals import enrolment_completed
from notifications.actions import owe_message
from notifications.models import Message
from notifications.tasks import deliver_message
from web.bells import ring


@receiver(enrolment_completed)
def certify_completion(enrolment: Enrolment, **kwargs: Any) -> None:
    """Insert the frozen certificate in the transaction that completed."""
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


@receiver(erasure_began)
def wait_for_documents(user: User, **kwargs: Any) -> None:
    """Let no document be made while an account is erased."""
    hold_documents(user=user)


@receiver(account_erased)
def remove_documents(user: User, **kwargs: Any) -> None:
    """Owe the removal of a person's documents, which have their name on them."""
    for removal in owe_removal(user=user):
        ring(remove_document, removal.pk)


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)
