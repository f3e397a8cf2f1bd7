"""The holder is told of a decision about their certificate: in neutral words, whatever they chose.

What happened and why stands on their own page alone.
"""

from dataclasses import dataclass

from accounts.models import User
from accounts.person import unseal_all_for
from certificates.models import Certificate, CertificateAct, CertificateEvent
from notifications.actions import owe_if_chosen, owe_message
from notifications.models import Message
from web.sealing import CannotUnseal

WORDS_PLACE = "certificate.act"


@dataclass(frozen=True, slots=True, repr=False)
class Decision:
    """What the holder reads of a decision: what was done, why in the list's words and in others."""

    act: CertificateAct
    words: str


def decisions_about(user: User) -> dict[int, Decision]:
    """Return the decisions about a person's certificates by certificate: the newest of each.

    Two queries, one where there is none. A revocation by two people has no words of its own.
    """
    told = (CertificateAct.Kind.REVOKED, CertificateAct.Kind.CERTIFIED_ANEW)
    acts = list(
        CertificateAct.objects.filter(certificate__enrolment__user=user, kind__in=told)
        .select_related("certificate")
        .order_by("pk")
    )
    sealed = [(one.sealed_words, WORDS_PLACE) for one in acts if one.sealed_words]
    try:
        words = iter(unseal_all_for(user, sealed))
    except CannotUnseal:
        words = iter([""] * len(sealed))
    return {
        one.certificate_id: Decision(one, next(words) if one.sealed_words else "") for one in acts
    }


def was_decided(certificate: Certificate) -> bool:
    """Whether a decision of the staff ended it or made it."""
    numbers = [certificate.pk, certificate.supersedes_id]
    return CertificateEvent.objects.filter(
        certificate__in=[one for one in numbers if one],
        kind=CertificateEvent.Kind.REVOKED,
        reason__in=CertificateEvent.DECIDED,
    ).exists()


def owe_decision(certificate: Certificate, *, key: str = "") -> Message | None:
    """Owe the holder the news of a decision; None where nobody can be reached."""
    holder = certificate.enrolment.user
    if holder.erased_at is not None or not (holder.email or holder.phone):
        return None
    return owe_message(
        recipient=holder,
        kind=Message.Kind.CERTIFICATE_DECISION,
        dedupe_key=f"certificate-decision:{certificate.number}{key and ':' + key}",
    )


def owe_ready_again(certificate: Certificate, *, key: str) -> Message | None:
    """Owe the holder once more that the document is ready, if they chose such news."""
    if not hasattr(certificate, "issue") or certificate.events.exists():
        return None
    return owe_if_chosen(
        recipient=certificate.enrolment.user,
        kind=Message.Kind.CERTIFICATE_READY,
        dedupe_key=f"certificate-ready:{certificate.number}:{key}",
        context={"certificate": str(certificate.pk)},
    )
