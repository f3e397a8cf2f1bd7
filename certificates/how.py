"""How a course was taken and how sure it is by whom, as a certificate freezes it."""

from accounts.models import Assurance, User
from certificates.models import Certificate
from enrolments.models import Enrolment
from enrolments.questions import was_attended
from registry.models import ApplicationClaim


def mode_of(enrolment: Enrolment) -> str:
    """Return how the course was taken: attended in person, or on one's own."""
    return Certificate.Mode.ATTENDED if was_attended(enrolment) else Certificate.Mode.ALONE


def assurance_of(user: User, claim: ApplicationClaim | None) -> str:
    """Return how sure the identity is: that of the application, else a document that was seen."""
    if claim is not None:
        return str(claim.identity.assurance)
    seen = user.identities.active().filter(assurance=Assurance.SEEN).exists()
    return str(Assurance.SEEN) if seen else "none"
