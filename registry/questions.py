"""What the floors above ask about a person's application. One query each."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import PROVED, User
from registry.actions.applications import NAME
from registry.gateway.records import ApplicationState
from registry.models import Applicant, ApplicationClaim, MarriageApplication
from web.sealing import unseal

COUNTRY_TIME = ZoneInfo("Asia/Almaty")


def linked_claim(user: User) -> ApplicationClaim | None:
    """Return the confirmed claim of `user`, whatever became of its application; None without one.

    What asks may not depend on it either: who takes an application back tells the other nothing.
    """
    return (
        ApplicationClaim.objects.confirmed()
        .filter(user=user)
        .select_related("identity", "applicant__application__office")
        .first()
    )


def has_linked(user: User) -> bool:
    """Whether `user` has linked an application, whatever became of it since."""
    return ApplicationClaim.objects.confirmed().filter(user=user).exists()


def ceremony_date_of(user: User) -> date | None:
    """Return the ceremony date of the linked application, as the registry gave it last.

    Also of an application that was withdrawn, annulled or filed anew: whatever hangs on the date
    goes on as before, so that nobody's page tells of it. It may decide how long something lives;
    a page shows `ceremony_date_to_show`.
    """
    claim = linked_claim(user)
    return _application(claim).ceremony_date if claim is not None else None


def ceremony_date_to_show(user: User) -> date | None:
    """Return the ceremony date that a page may name to `user`; None for most.

    To a person only whose identity was confirmed, until the day has passed or the marriage is
    registered.
    """
    claim = linked_claim(user)
    if claim is None or not is_proved(claim) or is_ceremony_over(_application(claim)):
        return None
    return _application(claim).ceremony_date


def is_ceremony_over(application: MarriageApplication) -> bool:
    """Whether the marriage is registered or its day has passed."""
    today = timezone.now().astimezone(COUNTRY_TIME).date()
    day = application.ceremony_date
    return application.state == ApplicationState.MARRIED or (day is not None and day < today)


def _application(claim: ApplicationClaim) -> MarriageApplication:
    assert claim.applicant is not None  # a_confirmed_claim_has_an_applicant
    return claim.applicant.application


def registered_name(user: User) -> str | None:
    """Return the name of `user` as the registry writes it; None until their identity is confirmed.

    Also None where the registry has told none, as a file or a clerk's entry does.

    Somebody who only typed two numbers is not told whose they are. Also of an application that has
    ended: a name does not change by it.
    """
    claim = linked_claim(user)
    if claim is None or claim.applicant is None or not is_proved(claim):
        return None
    return name_of(claim.applicant) or None


def name_of(applicant: Applicant) -> str:
    """Return the name of an applicant as the registry writes it; empty where it is not kept."""
    return unseal(applicant.sealed_name, NAME) if applicant.sealed_name is not None else ""


def region_of(user: User) -> str:
    """Return the region (ISO 3166-2) of the linked application's office; empty without one.

    Also of an application that has ended: a page that opens with the region tells nobody of it.
    """
    claim = linked_claim(user)
    return _application(claim).region if claim is not None else ""


def is_proved(claim: ApplicationClaim) -> bool:
    """Whether the identity behind a claim was confirmed by more than the person's word."""
    return claim.identity.assurance in PROVED and claim.identity.displaced_at is None


def claims_with_known_ceremony() -> QuerySet[ApplicationClaim]:
    """Return the claims whose owners are shown the ceremony's date, while it is ahead of them.

    They are linked to an application that did not end in a marriage yet, and proved. It may have
    ended otherwise: what comes by its day still comes, as a silence would tell of it.
    """
    ahead = [state for state in ApplicationState if state != ApplicationState.MARRIED]
    return ApplicationClaim.objects.confirmed().filter(
        applicant__application__state__in=ahead,
        identity__assurance__in=PROVED,
        identity__displaced_at=None,
    )
