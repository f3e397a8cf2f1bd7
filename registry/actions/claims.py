"""A person says "this application is mine"; the registry is asked; the answer is kept."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.identity import active_identity, declare_identity
from accounts.identity import identity_keys, open_number
from accounts.models import PROVED, Assurance, Identity, User
from notifications.actions import owe_if_chosen
from notifications.models import Message
from registry.actions.applications import learn_of_application
from registry.exceptions import AlreadyLinked
from registry.gateway import (
    ApplicationRecord,
    GatewayUnavailable,
    IdentityNumber,
    gateway_from_settings,
)
from registry.models import LIVING, Applicant, ApplicationClaim, ApplicationFact
from registry.numbers import normalise_application_number
from registry.signals import application_linked, claim_settled
from web.sealing import seal, unseal

NUMBER = "claim.number"
LONGEST_PAUSE = 60  # minutes between two questions while the registry is away
SOON = timedelta(minutes=1)  # an answer within it is seen on the page and needs no message
State = ApplicationClaim.State


@transaction.atomic
def make_claim(
    *,
    user: User,
    kind: str,
    country: str,
    identity_number: str,
    application_number: str,
    not_before: datetime | None = None,
) -> ApplicationClaim:
    """Keep the claim of `user` to an application; it waits until the registry was asked.

    The identity number becomes the account's declared identity if it has none. The same claim
    made twice is one claim; another one takes the place of one that waits or whose application
    no longer lives. `not_before` puts the question off for somebody who tries too often.

    Raises AlreadyLinked while the account is linked to a living application, and accounts'
    IdentityMalformed, or IdentityAlreadyProved when another identity of the account was confirmed.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    number = normalise_application_number(application_number)
    keys = identity_keys(kind=kind, country=country, number=identity_number)
    before: ApplicationClaim | None = (
        ApplicationClaim.objects.open()
        .filter(user=user)
        .select_related("identity", "applicant__application")
        .first()
    )
    if before is not None:
        if claimed_number(before) == number and bytes(before.identity.lookup_key) in keys:
            return before
        if before.applicant is not None and before.applicant.application.state in LIVING:
            raise AlreadyLinked
        _unlink(before)
    identity = active_identity(user)
    if identity is None or bytes(identity.lookup_key) not in keys:
        identity = declare_identity(user=user, kind=kind, country=country, number=identity_number)
    return ApplicationClaim.objects.create(
        user=user,
        identity=identity,
        sealed_number=seal(number, NUMBER),
        next_check_at=not_before or timezone.now(),
    )


def claimed_number(claim: ApplicationClaim) -> str:
    """Return the application number that was claimed."""
    return unseal(claim.sealed_number, NUMBER)


@transaction.atomic
def unlink_claim(*, user: User) -> None:
    """Take back the open claim of `user`; nothing happens when there is none."""
    claim = ApplicationClaim.objects.open().filter(user=user).select_for_update().first()
    if claim is not None:
        _unlink(claim)


def _unlink(claim: ApplicationClaim) -> None:
    claim.state = State.UNLINKED
    claim.settled_at = timezone.now()
    claim.save(update_fields=["state", "settled_at"])


def settle_claim(*, claim_id: int) -> ApplicationClaim:
    """Ask the registry about a claim that waits, and keep the answer.

    The question is asked outside a transaction. While the registry cannot be asked the claim goes
    on waiting, with growing pauses; a claim that does not wait, or not yet, is left alone. A
    number that is unknown, somebody else's, of a dead application or already linked ends in the
    same state, *refused*.
    """
    claim = ApplicationClaim.objects.select_related("identity", "user").get(pk=claim_id)
    if claim.state != State.WAITING or claim.next_check_at > timezone.now():
        return claim
    try:
        record = gateway_from_settings().ask(
            number=claimed_number(claim), identity=identity_of(claim.identity)
        )
    except GatewayUnavailable:
        return _put_off(claim)
    return _keep_answer(claim_id, record)


def identity_of(identity: Identity) -> IdentityNumber:
    """Return the number of an account's identity in the form in which the registry is asked."""
    kind = "iin" if identity.kind == Identity.Kind.IIN else "passport"
    return IdentityNumber(
        kind=kind,  # type: ignore[arg-type]
        country=identity.country,
        number=open_number(identity.sealed_number),
    )


def _put_off(claim: ApplicationClaim) -> ApplicationClaim:
    pause = timedelta(minutes=min(2**claim.checks, LONGEST_PAUSE))
    ApplicationClaim.objects.filter(pk=claim.pk, state=State.WAITING, checks=claim.checks).update(
        checks=claim.checks + 1, next_check_at=timezone.now() + pause
    )
    claim.refresh_from_db()
    return claim


@transaction.atomic
def _keep_answer(claim_id: int, record: ApplicationRecord | None) -> ApplicationClaim:
    claim = (
        ApplicationClaim.objects.select_related("identity", "user")
        .select_for_update(of=("self",))
        .get(pk=claim_id)
    )
    if claim.state != State.WAITING:
        return claim
    applicant = applicant_in(record, claim.identity) if record is not None else None
    if applicant is None or not may_be_linked(claim.identity) or not link(claim, applicant):
        claim.state = State.REFUSED
    claim.settled_at = timezone.now()
    claim.save(update_fields=["state", "applicant", "settled_at"])
    tell_about(claim)
    return claim


def applicant_in(record: ApplicationRecord, identity: Identity) -> Applicant | None:
    """Keep what the registry told, and return who of the two has `identity`; None if it is dead."""
    application = learn_of_application(record=record, source=ApplicationFact.Source.GATEWAY)
    if application.state not in LIVING:
        return None
    return application.applicants.filter(lookup_key__in=keys_of(identity)).first()


def keys_of(identity: Identity) -> list[bytes]:
    """Return the lookup keys of an identity, one for each that is alive."""
    return identity_keys(
        kind=identity.kind, country=identity.country, number=open_number(identity.sealed_number)
    )


def may_be_linked(identity: Identity) -> bool:
    """Whether nobody else has shown more for the same identity number."""
    if identity.displaced_at is not None:
        return False
    if identity.assurance in PROVED:
        return True
    others = Identity.objects.active().filter(
        lookup_key__in=keys_of(identity), assurance__in=PROVED
    )
    return not others.exclude(pk=identity.pk).exists()


def link(claim: ApplicationClaim, applicant: Applicant) -> bool:
    """Confirm `claim` for `applicant`; the constraint one_claim_per_applicant decides who is first.

    Somebody whose identity was shown takes the place of one who only declared it.
    """
    if _take(claim, applicant):
        return True
    holder = (
        ApplicationClaim.objects.confirmed()
        .filter(applicant=applicant)
        .select_related("identity")
        .first()
    )
    if holder is not None:
        if Assurance(claim.identity.assurance).strength == 0 or (
            Assurance(holder.identity.assurance).strength > 0
        ):
            return False
        _unlink(holder)
    return _take(claim, applicant)


def _take(claim: ApplicationClaim, applicant: Applicant) -> bool:
    before = claim.state, claim.applicant
    claim.state, claim.applicant = State.CONFIRMED, applicant
    claim.settled_at = timezone.now()
    try:
        with transaction.atomic():
            claim.save(update_fields=["state", "applicant", "settled_at"])
    except IntegrityError:
        claim.state, claim.applicant = before
        return False
    return True


def tell_about(claim: ApplicationClaim) -> None:
    """Send the signals of a settled claim; owe one who had to wait a message, if chosen."""
    confirmed = claim.state == State.CONFIRMED
    claim_settled.send(ApplicationClaim, claim=claim)
    if confirmed:
        application_linked.send(ApplicationClaim, claim=claim)
    if claim.settled_at is not None and claim.settled_at - claim.made_at > SOON:
        owe_if_chosen(
            recipient=claim.user,
            kind=Message.Kind.CLAIM_CONFIRMED if confirmed else Message.Kind.CLAIM_REFUSED,
            dedupe_key=f"claim-{claim.pk}-{claim.state}",
            context={"claim": str(claim.pk)},
        )
