"""Keys are retired and revoked; what a stolen one signed is issued anew."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from certificates.actions import reissue
from certificates.exceptions import AlreadyEnded, KeyRefused
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateIssue,
    KeyRevocation,
    SigningKey,
)
from certificates.signing import SIGNING, current_key, every_key, key_that_signs
from web.locks import hold
from web.sealing import CannotUnseal


def key_named(key_id: str) -> SigningKey:
    """Return the published key of this id; KeyRefused when there is none."""
    found: SigningKey | None = None
    if key_id.isascii() and key_id.isalnum():
        found = SigningKey.objects.with_theft().filter(key_id=key_id.lower()).first()
    if found is None:
        raise KeyRefused("No key with this id was published.")
    return found


@transaction.atomic
def retire_key(*, key: SigningKey) -> SigningKey:
    """Let a key sign no more; what it signed stays good. Twice is the same as once.

    KeyRefused while no other key may sign, since then nothing could be issued.
    """
    hold(SIGNING)
    key = SigningKey.objects.with_theft().get(pk=key.pk)
    if key.retired_at is not None:
        return key
    others = [row for row in every_key() if row.pk != key.pk]
    if key.stolen_from is None and key_that_signs(others) is None:
        raise KeyRefused("No other published key may sign yet, so this one is still needed.")
    key.retired_at = timezone.now()
    key.save(update_fields=["retired_at"])
    return key


@dataclass(frozen=True, slots=True)
class Effect:
    """What a revocation from a moment on does: documents signed before it, and from it on.

    `ended` of the latter were replaced or revoked already, or their holders erased their accounts;
    `left` are to be issued anew.
    """

    before: int
    after: int
    left: int

    @property
    def ended(self) -> int:
        """How many of those signed from the moment on need nothing."""
        return self.after - self.left


def effect_of(*, key: SigningKey, stolen_from: datetime) -> Effect:
    """Count what a key signed before a moment and from it on. Two queries."""
    signed = CertificateIssue.objects.filter(key_id=key.key_id).aggregate(
        before=Count("pk", filter=Q(issued_at__lt=stolen_from)),
        after=Count("pk", filter=Q(issued_at__gte=stolen_from)),
    )
    return Effect(**signed, left=to_issue_anew(key, stolen_from).count())


def to_issue_anew(key: SigningKey, stolen_from: datetime) -> QuerySet[Certificate]:
    """Return the certificates that hold and bear a signature of the key from the moment on."""
    valid: QuerySet[Certificate] = Certificate.objects.valid_on(timezone.localdate())
    return valid.filter(
        issue__key_id=key.key_id,
        issue__issued_at__gte=stolen_from,
        enrolment__user__erased_at=None,
    )


@transaction.atomic
def revoke_key(
    *, key: SigningKey, stolen_from: datetime, reason: str, by: Any = None
) -> KeyRevocation:
    """Record that a key was in other hands from a moment on. It signs no more, from now on.

    What it signed before stays good, online by our record and offline by the kept list. Whoever is
    signing now ends first, so that the list misses nothing. A moment may be moved to an earlier
    one, never to a later. Raises KeyRefused.
    """
    hold(SIGNING)
    stolen_from = stolen_from.replace(microsecond=0)
    if stolen_from > timezone.now():
        raise KeyRefused("The moment has not come yet.")
    earlier = SigningKey.objects.with_theft().get(pk=key.pk).stolen_from
    if earlier is not None and stolen_from >= earlier:
        raise KeyRefused(f"It is revoked already, from {earlier.isoformat()} on.")
    return KeyRevocation.objects.create(key=key, stolen_from=stolen_from, reason=reason, by=by)


def issue_anew(*, key: SigningKey, by: Any = None, limit: int) -> tuple[int, int]:
    """Replace up to `limit` certificates that a stolen key signed after its moment.

    Returns how many were replaced and how many are left. Each is a transaction of its own: a run
    that was stopped goes on where it was. Raises KeyRefused, and NoKeySigns while no good key is
    there to sign the new documents.
    """
    if (stolen_from := key_named(key.key_id).stolen_from) is None:
        raise KeyRefused("This key was not revoked.")
    current_key()
    waiting = to_issue_anew(key, stolen_from)
    done = 0
    for certificate in waiting.select_related("enrolment__user").order_by("pk")[:limit]:
        # Ended or erased at this very moment, by another.
        with suppress(AlreadyEnded, CannotUnseal):
            reissue(certificate=certificate, reason=CertificateEvent.Reason.KEY_REVOKED, by=by)
            done += 1
    return done, waiting.count()
