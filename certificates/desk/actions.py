"""What a clerk decides with an identity document in hand. Each is recorded before it is done."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.identity import prove_identity
from accounts.actions.names import correct_name
from accounts.actions.receiving import proved_learner
from accounts.actions.recovery import grant_recovery
from accounts.contacts import parse_contact
from accounts.exceptions import CannotCorrect
from accounts.identity import identity_key, identity_keys, open_number
from accounts.models import (
    PROVED,
    Assurance,
    Identity,
    IdentityConflict,
    NameCorrection,
    RecoveryGrant,
    User,
)
from accounts.signals import identity_displaced, identity_proved
from certificates.actions import certify_again
from certificates.desk.access import Desk
from certificates.desk.answers import keys_of
from certificates.desk.exceptions import AnotherDocument, NobodyNamedThis
from certificates.desk.forms import Purpose
from certificates.desk.pausing import count_wrong_pair
from certificates.desk.records import record_answers
from certificates.holder.actions import name_request_of
from registry.gateway import IdentityNumber
from registry.models import Applicant
from web.locks import hold

Resolution = IdentityConflict.Resolution


def see_document(*, desk: Desk, applicant: Applicant, contact: str) -> Identity:
    """Raise the identity of the account with `contact` to *seen*, for an applicant at the desk.

    The person names the contact; it has to belong to an account that gave the applicant's
    number, so that a stranger's account is never raised by mistake. Raises accounts'
    ContactMalformed, NobodyNamedThis, and accounts' IdentityProvedElsewhere.
    """
    contact = parse_contact(contact)
    identity = (
        Identity.objects.active()
        .filter(lookup_key__in=keys_of(applicant), user__in=User.objects.for_contact(contact))
        .first()
    )
    answer = "seen" if identity is not None else "no_account"
    record_answers(
        desk=desk, purpose=Purpose.DOCUMENT, answers=[(bytes(applicant.lookup_key), answer)]
    )
    if identity is None:
        raise NobodyNamedThis
    return prove_identity(identity=identity, assurance=Assurance.SEEN, by=desk.clerk)


def give_recovery(*, desk: Desk, identity: IdentityNumber, contact: str) -> RecoveryGrant:
    """Let the account with this confirmed identity be entered from `contact`.

    Raises accounts' ContactMalformed and CannotRecover.
    """
    number = {"kind": identity.kind, "country": identity.country, "number": identity.number}
    record_answers(
        desk=desk, purpose=Purpose.RECOVERY, answers=[(identity_key(**number), "recovery")]
    )
    return grant_recovery(**number, contact=contact, by=desk.clerk)


def correct_by_document(
    *, desk: Desk, identity: IdentityNumber, name: str
) -> tuple[NameCorrection | None, User]:
    """Give the account with this confirmed identity the name that stands in the document.

    The clerk has seen the document, so the account is *seen* from now on, too. Returns the
    correction and whose it is; None for a name that was that already, and then nothing is changed.
    Raises accounts' CannotCorrect: a name that was never compared with a document is changed by
    the person.
    """
    number = {"kind": identity.kind, "country": identity.country, "number": identity.number}
    record_answers(desk=desk, purpose=Purpose.NAME, answers=[(identity_key(**number), "name")])
    found = (
        Identity.objects.for_number(**number)
        .active()
        .filter(assurance__in=PROVED, user__is_staff=False, user__is_active=True)
        .select_related("user")
        .first()
    )
    if found is None:
        count_wrong_pair(desk)
        raise CannotCorrect
    if " ".join(name.split()) == found.user.name:
        return None, found.user
    prove_identity(identity=found, assurance=Assurance.SEEN, by=desk.clerk)
    correction = correct_name(user=found.user, name=name, place=desk.place, by=desk.clerk)
    return correction, found.user


def name_asked_for(*, desk: Desk, identity: IdentityNumber) -> str:
    """Return how the person whose document the clerk holds has asked for their name; empty if not.

    Recorded first. A number that somebody only declared finds nobody's wish.
    """
    number = {"kind": identity.kind, "country": identity.country, "number": identity.number}
    record_answers(desk=desk, purpose=Purpose.NAME, answers=[(identity_key(**number), "name")])
    found = proved_learner(**number)
    if found is None:
        count_wrong_pair(desk)
        return ""
    asked = name_request_of(found)
    return asked[1] if asked is not None else ""


def resolve_conflict(
    *, desk: Desk, conflict: IdentityConflict, identity: IdentityNumber, resolution: str
) -> IdentityConflict:
    """Decide which of two accounts has the identity whose document the clerk holds.

    *kept*: what stands goes on standing. *restored*: the displaced account gets the identity
    back as seen by the clerk, and certificates in place of those that were revoked with it; the
    other loses it, and what hangs on it with it. Decided once: a second decision changes nothing.
    Raises AnotherDocument when `identity` is not theirs.
    """
    keys = identity_keys(kind=identity.kind, country=identity.country, number=identity.number)
    record_answers(desk=desk, purpose=Purpose.CONFLICT, answers=[(keys[0], resolution)])
    loser = conflict.loser
    theirs = identity_keys(
        kind=loser.kind, country=loser.country, number=open_number(loser.sealed_number)
    )
    if keys[0] not in theirs:
        raise AnotherDocument
    return _resolve(conflict.pk, keys, desk.clerk, Resolution(resolution))


@transaction.atomic
def _resolve(
    conflict_id: int, keys: list[bytes], clerk: User, resolution: Resolution
) -> IdentityConflict:
    hold(*keys)
    now = timezone.now()
    won = IdentityConflict.objects.filter(pk=conflict_id, resolved_at=None).update(
        resolved_at=now, resolved_by=clerk, resolution=resolution
    )
    conflict = IdentityConflict.objects.select_related("loser").get(pk=conflict_id)
    if won and resolution == Resolution.RESTORED:
        _give_back(conflict.loser, keys, clerk)
    return conflict


def _give_back(identity: Identity, keys: list[bytes], clerk: User) -> None:
    """Make `identity` the one that is seen; whoever else has the number now loses it."""
    now = timezone.now()
    others = Identity.objects.active().filter(lookup_key__in=keys).exclude(pk=identity.pk)
    # One account has one identity: what the person declared meanwhile gives way, too.
    instead = Identity.objects.active().filter(user=identity.user_id).exclude(pk=identity.pk)
    for other in sorted({*others, *instead}, key=lambda one: one.pk):
        other.displaced_at = now
        other.save(update_fields=["displaced_at"])
        identity_displaced.send(sender=Identity, identity=other)
    lost_at, identity.displaced_at = identity.displaced_at, None
    identity.assurance, identity.proved_at, identity.proved_by = Assurance.SEEN, now, clerk
    identity.save(update_fields=["displaced_at", "assurance", "proved_at", "proved_by"])
    if lost_at is not None:
        certify_again(user=identity.user, since=lost_at)
    identity_proved.send(sender=Identity, identity=identity)
