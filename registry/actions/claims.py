"""A person says "this application is mine"; the registry is asked; the answer is kept."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.identity import active_identity, declare_identity
from accounts.identity import identity_keys, open_number
from accounts.models import PROVED, Assurance, Identity, User
from notifications.actions import owe_if_chosen
from notifications.models import Message
from registry.actions.applications import keep_words, learn_of_application
from registry.exceptions import AlreadyLinked
from registry.gateway import (
    ApplicationRecord,
    GatewayUnavailable,
    IdentityNumber,
    NoGateway,
    gateway_from_settings,
)
from registry.models import (
    GOING_ON,
    LIVING,
    Applicant,
    ApplicationClaim,
    ApplicationFact,
    MarriageApplication,
)
from registry.numbers import normalise_application_number
from registry.signals import application_linked, claim_settled
from web.sealing import seal, unseal

NUMBER = "claim.number"
LONGEST_PAUSE = 60  # minutes between two questions while the registry is away
SOON = timedelta(minutes=1)  # an answer within it is seen on the page and needs no message
FOLLOWED_EVERY = timedelta(days=1)
ASKED_AGAIN = timedelta(hours=1)  # after the registry did not answer
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
    made twice is one claim; another one takes the place of one that waits. One that is linked
    stays linked until the new one is: an application filed again, under another number, loses
    nothing. It is the same whatever became of the linked application, so that nobody can ask by
    it. `not_before` puts the question off for somebody who tries too often.

    Raises AlreadyLinked for another identity than that of the linked claim, and accounts'
    IdentityMalformed, or IdentityAlreadyProved when another identity of the account was confirmed.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    number = normalise_application_number(application_number)
    keys = identity_keys(kind=kind, country=country, number=identity_number)
    standing: dict[str, ApplicationClaim] = {
        claim.state: claim
        for claim in ApplicationClaim.objects.open().filter(user=user).select_related("identity")
    }
    linked, waiting = standing.get(State.CONFIRMED), standing.get(State.WAITING)
    if linked is not None and bytes(linked.identity.lookup_key) not in keys:
        raise AlreadyLinked
    for before in (waiting, linked):
        if before is not None and _is_the_same(before, number, keys):
            if waiting is not None and before is not waiting:
                _unlink(waiting)
            return before
    if waiting is not None:
        _unlink(waiting)
    identity = active_identity(user)
    if identity is None or bytes(identity.lookup_key) not in keys:
        identity = declare_identity(user=user, kind=kind, country=country, number=identity_number)
    return ApplicationClaim.objects.create(
        user=user,
        identity=identity,
        sealed_number=seal(number, NUMBER),
        next_check_at=not_before or timezone.now(),
    )


def _is_the_same(claim: ApplicationClaim, number: str, keys: list[bytes]) -> bool:
    return claimed_number(claim) == number and bytes(claim.identity.lookup_key) in keys


def claimed_number(claim: ApplicationClaim) -> str:
    """Return the application number that was claimed."""
    return unseal(claim.sealed_number, NUMBER)


@transaction.atomic
def unlink_claim(*, user: User) -> ApplicationClaim | None:
    """Take back the newest claim of `user` that may be taken back, and return it as it was.

    One that waits, or that was refused while an earlier one is linked, goes before the linked one:
    that stays. None when there is nothing to take back.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = ApplicationClaim.objects.filter(user=user).select_for_update()
    found = list(mine.exclude(state=State.UNLINKED).order_by("-made_at", "-pk"))
    linked = next((claim for claim in found if claim.state == State.CONFIRMED), None)
    newest = found[0] if found else None
    if newest is None or (newest.state == State.REFUSED and linked is None):
        return None
    was = newest.state
    _unlink(newest)
    newest.state = was
    return newest


def _unlink(claim: ApplicationClaim) -> None:
    claim.state = State.UNLINKED
    claim.settled_at = timezone.now()
    claim.save(update_fields=["state", "settled_at"])


def settle_claim(*, claim_id: int) -> ApplicationClaim:
    """Ask the registry about a claim that waits, and keep the answer.

    The question is asked outside a transaction. While the registry cannot be asked the claim goes
    on waiting, with growing pauses; a claim that does not wait, or not yet, is left alone. A
    number that is unknown, somebody else's, of a dead application or already linked ends in the
    same state, *refused*. Where no registry is connected, what was imported, pushed or entered by
    a clerk is taken for its answer, but for a refusal: what is not known may come tomorrow, so
    everything that does not fit goes on waiting alike.
    """
    claim = ApplicationClaim.objects.select_related("identity", "user").get(pk=claim_id)
    if claim.state != State.WAITING or claim.next_check_at > timezone.now():
        return claim
    gateway = gateway_from_settings()
    if isinstance(gateway, NoGateway):
        return _settle_by_what_is_known(claim_id) or _put_off(claim)
    try:
        record = gateway.ask(number=claimed_number(claim), identity=identity_of(claim.identity))
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
def _settle_by_what_is_known(claim_id: int) -> ApplicationClaim | None:
    """Link a claim that fits an application we were told of; None if it goes on waiting."""
    claim: ApplicationClaim = (
        ApplicationClaim.objects.select_related("identity", "user")
        .select_for_update(of=("self",))
        .get(pk=claim_id)
    )
    if claim.state != State.WAITING:
        return claim
    application = held_application(claimed_number(claim))
    if application is None or application.state not in LIVING:
        return None
    applicant = application.applicants.filter(lookup_key__in=keys_of(claim.identity)).first()
    if applicant is None or not may_be_linked(claim.identity) or not link(claim, applicant):
        return None
    tell_about(claim)
    return claim


def held_application(number: str) -> MarriageApplication | None:
    """Return the application `number`, locked: nobody of it is forgotten meanwhile."""
    return MarriageApplication.objects.select_for_update().filter(number=number).first()


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


def follow_application(*, claim_id: int) -> ApplicationClaim:
    """Ask the registry what became of a linked application; nobody is told of the answer.

    The claim stays linked, whatever the answer: the registry knows no such pair for a while when
    it corrects a number, and an application that has ended ends nothing here. Left alone is a
    claim that is not linked, not due, or of an application that has ended.
    """
    claim: ApplicationClaim = ApplicationClaim.objects.select_related(
        "identity", "applicant__application"
    ).get(pk=claim_id)
    if (
        claim.applicant is None
        or claim.state != State.CONFIRMED
        or claim.next_check_at > timezone.now()
        or claim.applicant.application.state not in GOING_ON
    ):
        return claim
    pause = FOLLOWED_EVERY
    try:
        record = gateway_from_settings().ask(
            number=claimed_number(claim), identity=identity_of(claim.identity)
        )
    except GatewayUnavailable:
        record, pause = None, ASKED_AGAIN
    if record is not None:
        learn_of_application(record=record, source=ApplicationFact.Source.GATEWAY)
        keep_words(applicant=Applicant.objects.get(pk=claim.applicant.pk), record=record)
    ApplicationClaim.objects.filter(pk=claim.pk).update(next_check_at=timezone.now() + pause)
    return claim


def applicant_in(record: ApplicationRecord, identity: Identity) -> Applicant | None:
    """Keep what the registry told, and return who of the two has `identity`; None if it is dead."""
    held_application(record.number)
    application = learn_of_application(record=record, source=ApplicationFact.Source.GATEWAY)
    if application.state not in LIVING:
        return None
    applicant = application.applicants.filter(lookup_key__in=keys_of(identity)).first()
    if applicant is not None:
        keep_words(applicant=applicant, record=record)
    return applicant


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

    Somebody whose identity was shown takes the place of one who only declared it. An earlier claim
    of the same person ends with it.
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
    now = timezone.now()
    claim.state, claim.applicant = State.CONFIRMED, applicant
    claim.settled_at, claim.next_check_at = now, now + FOLLOWED_EVERY
    earlier = ApplicationClaim.objects.confirmed().filter(user=claim.user_id).exclude(pk=claim.pk)
    try:
        with transaction.atomic():
            earlier.update(state=State.UNLINKED, settled_at=now)
            claim.save(update_fields=["state", "applicant", "settled_at", "next_check_at"])
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
