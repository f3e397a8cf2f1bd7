"""How a course was taken and how sure it is by whom, as a certificate freezes it."""

from django.utils.translation import gettext

from accounts.models import Assurance, User
from certificates.models import Certificate
from enrolments.models import Enrolment
from enrolments.questions import attendance_of
from registry.models import ApplicationClaim


def mode_of(enrolment: Enrolment) -> str:
    """Return how the course was taken: in person, with a live session, or on one's own."""
    attended = attendance_of(enrolment)
    if attended is None:
        return Certificate.Mode.ALONE
    is_live = attended.sheet.live_session
    return Certificate.Mode.LIVE if is_live else Certificate.Mode.ATTENDED


def mode_in_words(certificate: Certificate) -> str:
    """Say how the course was taken; a live session beside the lessons may be in a room, too."""
    if certificate.mode == Certificate.Mode.LIVE:
        return gettext("online, with a live session")
    return str(certificate.get_mode_display())


def assurance_of(user: User, claim: ApplicationClaim | None) -> str:
    """Return how sure the identity is: that of the application, else a document that was seen."""
    if claim is not None:
        return str(claim.identity.assurance)
    seen = user.identities.active().filter(assurance=Assurance.SEEN).exists()
    return str(Assurance.SEEN) if seen else "none"
