"""People who have a certificate, as the desk finds them."""

from datetime import date

from django.utils import timezone

from accounts.person import seal_for
from certificates.models import Certificate, CertificateEvent
from certificates.names import NAME_PLACE
from certificates.numbers import make_number
from certificates.payload import name_digest, number_salt
from enrolments.models import Enrolment
from registry.standin import cast as couples
from tests import cast
from tests.registry.people import identified


def certified(
    who=None, user=None, *, name=None, assurance="declared", valid_until=None, course=None
) -> Certificate:
    """Return the certificate of a learner who gave the identity of `who` of the stand-in's cast."""
    user = user or cast.make_learner(name=who.name)
    if who is not None:
        identified(user, who, assurance)
    edition = cast.make_edition(course)
    enrolment = Enrolment.objects.create(
        user=user, course=edition.course, edition=edition, completed_at=timezone.now()
    )
    number, name = make_number(), name or user.name
    return Certificate.objects.create(
        number=number, enrolment=enrolment, sealed_name=seal_for(user, name, NAME_PLACE),
        name_source="declared", name_digest=name_digest(name, number_salt(number)),
        course_code=edition.course.code, course_title_kk="Курс", course_title_ru="Курс",
        edition_number=edition.number, hours=1, assurance=assurance, issuer_kk="О", issuer_ru="Ц",
        completed_on=date(2026, 11, 20), valid_until=valid_until,
    )  # fmt: skip


def ended(certificate, kind="revoked") -> None:
    CertificateEvent.objects.create(certificate=certificate, kind=kind, reason="granted_in_error")


def asked(who, application) -> dict[str, str]:
    """Return what a clerk types who asks about `who` and `application`."""
    identity = who.identity
    return {
        "identity_number": identity.number,
        "country": identity.country if identity.kind == "passport" else "",
        "application_number": getattr(application, "number", application),
    }


__all__ = ["asked", "certified", "couples", "ended"]
