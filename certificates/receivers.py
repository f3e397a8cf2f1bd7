"""What the floors below say has happened, and what certificates do about it."""

from contextlib import suppress
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Identity, User
from accounts.personal_data import Section
from accounts.signals import (
    account_erased,
    accounts_joined,
    erasure_began,
    identity_displaced,
    identity_proved,
    name_corrected,
    personal_data_asked,
)
from certificates import held
from certificates.actions import certify, hold_ends, revoke, supersede
from certificates.changes import (
    Happened,
    forget_changes,
    note_change_of,
    note_changes,
    note_displacement,
    note_what_holds,
)
from certificates.documents.issuing import hold_documents, owe_removal
from certificates.exceptions import AlreadyEnded
from certificates.holder.actions import forget_holder, forget_name_request, move_holder
from certificates.jobs.running import in_a_job
from certificates.models import Certificate, CertificateEvent
from certificates.names import is_made_out_to
from certificates.signals import certificate_certified, certificate_ended, certificate_issued
from certificates.staff.telling import owe_decision, was_decided
from certificates.tasks import issue, remove_document
from enrolments.models import Enrolment, Exemption
from enrolments.signals import enrolment_completed, exemption_ended, exemption_given
from notifications.actions import owe_if_chosen
from notifications.exceptions import NotNeeded
from notifications.models import Message
from notifications.signals import message_came_due
from notifications.tasks import deliver_message
from registry.models import ApplicationClaim
from registry.signals import application_linked
from web.bells import ring


@receiver(enrolment_completed)
def certify_completion(enrolment: Enrolment, **kwargs: Any) -> None:
    """Insert the frozen certificate in the transaction that completed.

    Of a course for everybody its owner says first whether they want one (`certify_by_wish`).
    """
    if enrolment.course.is_for_couples:
        certify(enrolment=enrolment)


@receiver(certificate_certified)
def ring_for_issue(certificate: Certificate, *, in_bulk: bool = False, **kwargs: Any) -> None:
    """Ring for the document after commit; a bulk job makes those of its own."""
    if not in_bulk:
        ring(issue, certificate.pk)


@receiver(certificate_certified)
def note_a_completion(certificate: Certificate, **kwargs: Any) -> None:
    """Note for the registry's systems that an applicant has completed, or what replaced it."""
    happened = Happened.COMPLETED if certificate.generation == 1 else Happened.REPLACED
    note_change_of(certificate=certificate, happened=happened)


@receiver(certificate_ended)
def note_a_revocation(certificate: Certificate, **kwargs: Any) -> None:
    """Note that a certificate holds no more; of one that is replaced its successor is noted."""
    if certificate.events.filter(kind=CertificateEvent.Kind.REVOKED).exists():
        note_change_of(certificate=certificate, happened=Happened.REVOKED)


@receiver(certificate_ended)
def tell_of_a_revocation(certificate: Certificate, **kwargs: Any) -> None:
    """Owe the holder the news that somebody on the staff revoked their certificate."""
    if was_decided(certificate):
        _ring_for(owe_decision(certificate))


@receiver(certificate_certified)
def tell_of_a_new_generation(certificate: Certificate, **kwargs: Any) -> None:
    """Owe the holder the news that what was revoked in error is certified anew."""
    if certificate.supersedes_id is not None and was_decided(certificate):
        _ring_for(owe_decision(certificate))


def _ring_for(message: Message | None) -> None:
    if message is not None:
        ring(deliver_message, message.pk)


@receiver(certificate_issued)
def tell_the_holder(certificate: Certificate, **kwargs: Any) -> None:
    """Owe the holder one message, if they chose news: the certificate is ready.

    Of what a bulk job issued anew one message for each person, however many certificates.
    """
    holder = certificate.enrolment.user
    kind, key = Message.Kind.CERTIFICATE_READY, f"certificate-ready:{certificate.number}"
    job = in_a_job(certificate) if certificate.generation > 1 else None
    if job is not None:
        kind, key = Message.Kind.CERTIFICATE_REISSUED, f"certificate-reissued:{job}:{holder.pk}"
    message = owe_if_chosen(
        recipient=holder, kind=kind, dedupe_key=key, context={"certificate": str(certificate.pk)}
    )
    _ring_for(message)


@receiver(message_came_due)
def keep_back_what_was_revoked(message: Message, **kwargs: Any) -> None:
    """Keep the news of a certificate back when it was revoked before the news left."""
    if message.kind not in (Message.Kind.CERTIFICATE_READY, Message.Kind.CERTIFICATE_REISSUED):
        return
    mine = Certificate.objects.unrevoked().filter(enrolment__user=message.recipient_id)
    if not mine.filter(pk=message.context.get("certificate", 0)).exists():
        raise NotNeeded


@receiver(identity_displaced)
def revoke_what_was_earned(identity: Identity, **kwargs: Any) -> None:
    """Revoke what an account earned under an identity that somebody else has now proved.

    All of its certificates are locked first, so that one which is replaced at this very moment is
    seen with its successor.
    """
    own = Certificate.objects.filter(enrolment__user_id=identity.user_id)
    hold_ends(*own.values_list("pk", flat=True))
    earned = Certificate.objects.unrevoked().filter(enrolment__user_id=identity.user_id)
    for certificate in earned.exclude(assurance="none"):
        revoke(certificate=certificate, reason=CertificateEvent.Reason.IDENTITY_DISPLACED)


@receiver(identity_displaced)
def note_a_displacement(identity: Identity, **kwargs: Any) -> None:
    """Note that what was completed under an identity was another's."""
    note_displacement(identity=identity)


@receiver(identity_proved)
def note_a_proof(identity: Identity, **kwargs: Any) -> None:
    """Note that it is known better who completed."""
    note_what_holds(user=identity.user)


@receiver(application_linked)
def note_a_link(claim: ApplicationClaim, **kwargs: Any) -> None:
    """Note the completion of somebody who has said only afterwards which applicant they are."""
    note_what_holds(user=claim.user)


@receiver(name_corrected)
def replace_what_bears_the_old_name(user: User, by: User, **kwargs: Any) -> None:
    """Replace the valid certificates that are made out to another name than the corrected one."""
    valid = Certificate.objects.valid_on(timezone.localdate()).filter(enrolment__user=user)
    for certificate in valid.select_related("enrolment__user", "enrolment__edition").order_by("pk"):
        if not is_made_out_to(certificate, user.name):
            with suppress(AlreadyEnded):  # at this very moment, by another
                supersede(certificate=certificate, by=by, name=user.name)


@receiver(name_corrected)
def settle_name_request(user: User, **kwargs: Any) -> None:
    """Forget the name that was asked for: a clerk has looked at the document and decided."""
    forget_name_request(user=user)


@receiver(accounts_joined)
def move_what_holders_decided(kept: User, gone: User, **kwargs: Any) -> None:
    """Move links to the name, and the name that was asked for, to the account that stays."""
    move_holder(kept=kept, gone=gone)


@receiver(account_erased)
def forget_what_holders_decided(user: User, **kwargs: Any) -> None:
    """Forget the links to a name and the name that was asked for."""
    forget_holder(user=user)


@receiver(erasure_began)
def wait_for_documents(user: User, **kwargs: Any) -> None:
    """Let no document be made while an account is erased."""
    hold_documents(user=user)


@receiver(account_erased)
def remove_documents(user: User, **kwargs: Any) -> None:
    """Owe the removal of a person's documents, with their name on them; forget what was noted."""
    for removal in owe_removal(user=user):
        ring(remove_document, removal.pk)
    forget_changes(user=user)


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)


@receiver(exemption_given)
def note_exemption(exemption: Exemption, **kwargs: Any) -> None:
    """Note for the registry's systems that somebody is exempt now."""
    note_changes(keys=[bytes(exemption.lookup_key)], happened=Happened.EXEMPTED)


@receiver(exemption_ended)
def note_end_of_exemption(exemption: Exemption, **kwargs: Any) -> None:
    """Note for the registry's systems that an exemption ended before its day."""
    note_changes(keys=[bytes(exemption.lookup_key)], happened=Happened.EXEMPTION_ENDED)
