"""Identities: declared by anybody, proved by one; a stronger proof displaces a weaker one."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.exceptions import (
    IdentityAlreadyProved,
    IdentityMalformed,
    IdentityProvedElsewhere,
)
from accounts.identity import (
    identity_key,
    identity_keys,
    normalise_number,
    open_number,
    seal_number,
)
from accounts.models import PROVED, Assurance, Identity, IdentityConflict, User
from accounts.signals import identity_displaced, identity_proved
from web.iin import is_valid_iin
from web.locks import hold

PASSPORT = re.compile(r"[A-Z0-9]{4,20}")
COUNTRY = re.compile(r"[A-Z]{2}")


def check_number(*, kind: str, country: str, number: str) -> None:
    """Raise IdentityMalformed, with words that say what to do, unless the number could be one."""
    number = normalise_number(kind, number)
    if kind == Identity.Kind.IIN:
        if not is_valid_iin(number):
            raise IdentityMalformed(
                _("Please check the number: an IIN has 12 digits, and these do not fit together.")
            )
    elif kind != Identity.Kind.PASSPORT or not PASSPORT.fullmatch(number):
        raise IdentityMalformed
    if not COUNTRY.fullmatch(country.upper()):
        raise IdentityMalformed(_("Please choose the country of the document."))


def active_identity(user: User) -> Identity | None:
    """Return the identity of `user`, declared or proved; None if there is none."""
    identity: Identity | None = Identity.objects.active().filter(user=user).first()
    return identity


@transaction.atomic
def declare_identity(*, user: User, kind: str, country: str, number: str) -> Identity:
    """Keep the identity document number that `user` says is theirs; nothing is checked but digits.

    It replaces what they declared before. The same number again is the same identity. Raises
    IdentityMalformed, and IdentityAlreadyProved when another one of theirs was confirmed.
    """
    check_number(kind=kind, country=country, number=number)
    country = "KZ" if kind == Identity.Kind.IIN else country.upper()
    User.objects.select_for_update().get(pk=user.pk)
    before: Identity | None = (
        Identity.objects.active().filter(user=user).select_for_update().first()
    )
    if before is not None:
        if bytes(before.lookup_key) in identity_keys(kind=kind, country=country, number=number):
            return before
        if before.assurance in PROVED:
            raise IdentityAlreadyProved
        # Claims and conflicts hang on it, so it stays as history.
        before.displaced_at = timezone.now()
        before.save(update_fields=["displaced_at"])
    return Identity.objects.create(
        user=user,
        kind=kind,
        country=country,
        sealed_number=seal_number(number),
        lookup_key=identity_key(kind=kind, country=country, number=number),
    )


def prove_identity(
    *, identity: Identity, assurance: Assurance | str, by: User | None = None
) -> Identity:
    """Record how `identity` was proved. `by` is the clerk who saw the document, for `SEEN`.

    Others with the same number and a weaker proof, or none, are displaced, and a conflict is
    queued for the desk for each. Where another has shown as much or more, a conflict is queued and
    IdentityProvedElsewhere raised. A proof that is not stronger than what there is changes nothing.
    """
    with transaction.atomic():
        proved = _prove(identity, Assurance(assurance), by)
    # After the block: the queued conflict has to be kept.
    if proved is None:
        raise IdentityProvedElsewhere
    return proved


def _keys(identity: Identity) -> list[bytes]:
    return identity_keys(
        kind=identity.kind, country=identity.country, number=open_number(identity.sealed_number)
    )


def _prove(identity: Identity, assurance: Assurance, by: User | None) -> Identity | None:
    keys = _keys(identity)
    hold(*keys)
    identity = Identity.objects.select_for_update().get(pk=identity.pk)
    if identity.displaced_at is not None:
        return None
    if Assurance(identity.assurance).strength >= assurance.strength:
        return identity
    others = list(
        Identity.objects.active()
        .filter(lookup_key__in=keys)
        .exclude(pk=identity.pk)
        .select_for_update()
        .order_by("pk")
    )
    for other in others:
        if other.assurance in PROVED and Assurance(other.assurance).strength >= assurance.strength:
            IdentityConflict.objects.get_or_create(winner=other, loser=identity)
            return None
    now = timezone.now()
    for other in others:
        other.displaced_at = now
        other.save(update_fields=["displaced_at"])
        IdentityConflict.objects.get_or_create(winner=identity, loser=other)
        identity_displaced.send(sender=Identity, identity=other)
    identity.assurance, identity.proved_at, identity.proved_by = assurance, now, by
    identity.save(update_fields=["assurance", "proved_at", "proved_by"])
    identity_proved.send(sender=Identity, identity=identity)
    return identity
