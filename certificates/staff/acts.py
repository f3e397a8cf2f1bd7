"""What staff do about one certificate. Each act is a row with who and why."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.person import seal_for
from certificates.actions import certify_in_place_of, hold_ends, revoke
from certificates.exceptions import (
    FontLacksLetters,
    NobodyToTell,
    NothingToMend,
    NotPending,
    OwnCertificate,
    TakesAnother,
    ToldToday,
    TooManyRevocations,
)
from certificates.models import Certificate, CertificateAct, CertificateEvent
from certificates.staff.letters import letters_missing
from certificates.staff.telling import (
    WORDS_PLACE,
    owe_decision,
    owe_ready_again,
    was_decided,
)

MOST_WORDS: Final = 500
# Errors of a day. Who has more of them to revoke takes a second person with them.
MOST_A_DAY: Final = 10
A_DAY: Final = timedelta(days=1)

Kind, Reason = CertificateAct.Kind, CertificateAct.Reason


@transaction.atomic
def revoke_with_reason(
    *, certificate: Certificate, reason: str, words: str, by: User
) -> CertificateAct:
    """Revoke a certificate that should not have been granted; its holder reads `words`.

    At once and by one person: what proves something untrue at a desk does so today. Raises
    OwnCertificate, TooManyRevocations, or AlreadyEnded when it was replaced or revoked before.
    """
    holder = _locked_holder(certificate, by)
    lately = CertificateAct.objects.filter(
        by=by, kind=Kind.REVOKED, at__gt=timezone.now() - A_DAY
    ).count()
    if lately >= MOST_A_DAY:
        raise TooManyRevocations
    revoke(certificate=certificate, reason=CertificateEvent.Reason(reason), by=by)
    return _act(certificate, Kind.REVOKED, reason, by, holder=holder, words=words)


@transaction.atomic
def certify_anew(*, certificate: Certificate, reason: str, words: str, by: User) -> CertificateAct:
    """Certify anew what a colleague of `by` has revoked in error; its holder reads `words`.

    The revocation stays, as facts do: the next generation takes its place, and the old number leads
    to it. Raises OwnCertificate, NothingToMend, or TakesAnother when `by` had revoked it.
    """
    holder = _locked_holder(certificate, by)
    hold_ends(certificate.pk)
    rows = Certificate.objects.select_related(
        "enrolment__user", "enrolment__course", "enrolment__edition"
    )
    before = rows.get(pk=certificate.pk)
    ended = before.events.filter(
        kind=CertificateEvent.Kind.REVOKED, reason__in=CertificateEvent.DECIDED
    ).first()
    replaced = Certificate.objects.filter(supersedes=before).exists()
    if ended is None or replaced or holder.erased_at is not None:
        raise NothingToMend
    if by.pk == ended.by_id or before.acts.filter(kind=Kind.REVOKED, by=by).exists():
        raise TakesAnother
    # Before the certificate: who hears of that tells the holder in the words of this act.
    act = _act(before, Kind.CERTIFIED_ANEW, reason, by, holder=holder, words=words)
    certify_in_place_of(before=before)
    return act


@transaction.atomic
def render_again(*, certificate: Certificate, reason: str, by: User) -> CertificateAct:
    """Note that a pending document is asked for again; the caller rings for it.

    Raises OwnCertificate, NotPending, or FontLacksLetters when asking again cannot help.
    """
    holder = _locked_holder(certificate, by)
    if holder.erased_at is not None or hasattr(certificate, "issue"):
        raise NotPending
    if letters := letters_missing(certificate):
        raise FontLacksLetters(letters)
    return _act(certificate, Kind.RENDERED, reason, by)


@transaction.atomic
def tell_again(*, certificate: Certificate, reason: str, by: User) -> CertificateAct:
    """Owe the holder once more what they were to be told: a decision, or that the paper is ready.

    That it is ready only if they chose such news, and each only once a day. Raises OwnCertificate,
    ToldToday or NobodyToTell.
    """
    holder = _locked_holder(certificate, by)
    told = certificate.acts.filter(kind=Kind.TOLD, at__gt=timezone.now() - A_DAY)
    if told.exists():
        raise ToldToday
    act = _act(certificate, Kind.TOLD, reason, by)
    owe = owe_decision if was_decided(certificate) else owe_ready_again
    if holder.erased_at is not None or owe(certificate, key=f"again-{act.pk}") is None:
        raise NobodyToTell
    return act


def _locked_holder(certificate: Certificate, by: User) -> User:
    """Lock whoever acts and the holder, so that neither is erased nor acts twice meanwhile."""
    holder_id = certificate.enrolment.user_id
    if holder_id == by.pk:
        raise OwnCertificate
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[by.pk, holder_id])
    holder = {one.pk: one for one in rows.order_by("pk")}[holder_id]
    certificate.enrolment.user = holder  # as they are now: erased, perhaps
    return holder


def _act(
    certificate: Certificate,
    kind: str,
    reason: str,
    by: User,
    *,
    holder: User | None = None,
    words: str = "",
) -> CertificateAct:
    # Whoever erased their account has no key any more and reads nothing.
    can_read = holder is not None and holder.erased_at is None and words
    sealed = seal_for(holder, words, WORDS_PLACE) if holder is not None and can_read else b""
    return CertificateAct.objects.create(
        certificate=certificate, kind=kind, reason=Reason(reason), sealed_words=sealed, by=by
    )
