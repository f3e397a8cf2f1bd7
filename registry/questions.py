"""What the floors above ask about a person's application. One query each."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import PROVED, User
from registry.actions.applications import NAME
from registry.gateway.records import ApplicationState
from registry.models import LIVING, ApplicationClaim, MarriageApplication
from web.sealing import unseal


def linked_claim(user: User) -> ApplicationClaim | None:
    """Return the confirmed claim of `user` to an application that lives, or None."""
    return (
        ApplicationClaim.objects.confirmed()
        .filter(user=user, applicant__application__state__in=LIVING)
        .select_related("identity", "applicant__application__office")
        .first()
    )


def application_of(user: User) -> MarriageApplication | None:
    """Return the living application that `user` is linked to."""
    claim = linked_claim(user)
    return claim.applicant.application if claim is not None and claim.applicant else None


def ceremony_date_of(user: User) -> date | None:
    """Return the ceremony date of the linked application, as the registry gave it.

    It may decide how long something lives. It is shown to a person only after their identity was
    confirmed: see `is_proved`.
    """
    application = application_of(user)
    return application.ceremony_date if application is not None else None


def registered_name(user: User) -> str | None:
    """Return the name of `user` as the registry writes it; None until their identity is confirmed.

    Somebody who only typed two numbers is not told whose they are.
    """
    claim = linked_claim(user)
    if claim is None or claim.applicant is None or not is_proved(claim):
        return None
    return unseal(claim.applicant.sealed_name, NAME)


def region_of(user: User) -> str:
    """Return the region (ISO 3166-2) of the linked application's office; empty without one."""
    application = application_of(user)
    return application.region if application is not None else ""


def is_proved(claim: ApplicationClaim) -> bool:
    """Whether the identity behind a claim was confirmed by more than the person's word."""
    return claim.identity.assurance in PROVED and claim.identity.displaced_at is None


def claims_with_known_ceremony() -> QuerySet[ApplicationClaim]:
    """Return the claims whose owners are shown the ceremony's date, while it is ahead of them.

    They are linked to a living application that did not end in a marriage yet, and proved.
    """
    ahead = [state for state in LIVING if state != ApplicationState.MARRIED]
    return ApplicationClaim.objects.confirmed().filter(
        applicant__application__state__in=ahead,
        identity__assurance__in=PROVED,
        identity__displaced_at=None,
    )
