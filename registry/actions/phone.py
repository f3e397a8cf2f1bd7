"""Proof by the phone on the application: a code goes there, and only its holder can read it."""

from django.db import transaction

from accounts.actions.codes import check_code, request_code
from accounts.actions.identity import prove_identity
from accounts.exceptions import CodeWrong
from accounts.models import Assurance, OneTimeCode, User
from registry.actions.applications import PHONE
from registry.actions.claims import (
    claimed_number,
    held_application,
    keys_of,
    link,
    tell_about,
)
from registry.gateway.records import ApplicationState
from registry.models import LIVING, Applicant, ApplicationClaim
from web.sealing import unseal

# No phone has this number, so no code was ever made for it.
NOBODY = "+0"
State = ApplicationClaim.State


def code_for_phone(*, claim_id: int) -> OneTimeCode | None:
    """Owe a code to the phone on the application that `claim_id` names; None if it has none.

    Nothing is owed when the pair of numbers is wrong, the application is dead or half signed, or
    the phone is absent or written for both applicants: whoever holds it could be either. The
    person is told the same words in every case.
    """
    claim = ApplicationClaim.objects.select_related("identity", "user").get(pk=claim_id)
    applicant = claimed_applicant(claim)
    phone = own_phone(applicant) if applicant is not None else ""
    if not phone:
        return None
    return request_code(
        contact=phone,
        purpose=OneTimeCode.Purpose.PROVE_PHONE,
        language=claim.user.language,
        user=claim.user,
    )


def claimed_applicant(claim: ApplicationClaim) -> Applicant | None:
    """Return the applicant whom a settled claim names rightly, also one linked by another."""
    if claim.state not in (State.CONFIRMED, State.REFUSED) or claim.identity.displaced_at:
        return None
    return (
        Applicant.objects.select_related("application")
        .filter(
            application__number=claimed_number(claim),
            application__state__in=LIVING,
            lookup_key__in=keys_of(claim.identity),
        )
        .first()
    )


def own_phone(applicant: Applicant) -> str:
    """Return the phone (E.164) that proves this applicant; empty if there is none.

    It has to be written for them alone. On an application that one person has signed it may be
    whatever that person typed for the other, who perhaps knows nothing of it: none proves then.
    """
    if (
        applicant.sealed_phone is None
        or applicant.application.state == ApplicationState.HALF_SIGNED
    ):
        return ""
    phone = unseal(applicant.sealed_phone, PHONE)
    others = Applicant.objects.filter(application=applicant.application_id).exclude(pk=applicant.pk)
    shared = any(
        other.sealed_phone is not None and unseal(other.sealed_phone, PHONE) == phone
        for other in others
    )
    return "" if shared else phone


def prove_by_phone(*, user: User, claim: ApplicationClaim, code: str) -> ApplicationClaim:
    """Prove the identity of `claim` by the code that went to the application's phone, and link it.

    Raises accounts' CodeWrong, also when there is no phone that a code could have gone to, and
    IdentityProvedElsewhere when somebody else has shown as much for the same number: that is for
    the desk to decide.
    """
    applicant = claimed_applicant(claim)
    phone = own_phone(applicant) if applicant is not None else ""
    # Where no code can have gone out, the same is done for nobody's number: it takes as long.
    check_code(
        contact=phone or NOBODY, purpose=OneTimeCode.Purpose.PROVE_PHONE, code=code, user=user
    )
    if applicant is None:
        raise CodeWrong
    identity = prove_identity(identity=claim.identity, assurance=Assurance.PHONE)
    return _link_proved(claim.pk, identity.pk, applicant)


@transaction.atomic
def _link_proved(claim_id: int, identity_id: int, applicant: Applicant) -> ApplicationClaim:
    claim = (
        ApplicationClaim.objects.select_related("identity", "user")
        .select_for_update(of=("self",))
        .get(pk=claim_id, identity=identity_id)
    )
    held_application(claimed_number(claim))
    # Proof may have brought the claim back to waiting by itself; it is settled here either way.
    if claim.state != State.CONFIRMED and link(claim, applicant):
        tell_about(claim)
    return claim
