"""A certificate that somebody shows at the desk: what our own record of its number says."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.identity import account_key
from accounts.models import PROVED, Assurance, User
from certificates.addresses import NotACertificateAddress, split_qr_text
from certificates.desk.answers import CourseState
from certificates.desk.keyboards import readings
from certificates.desk.names import holder_name
from certificates.models import Certificate, CertificateEvent


@dataclass(frozen=True, slots=True, repr=False)
class CertificateAnswer:
    """What the desk says of a certificate: whether it holds today, and whose name is on it."""

    number: str
    state: CourseState
    word: str
    recorded_as: str
    lookup_key: bytes = b""
    certificate: Certificate | None = None
    name: str = ""
    assurance: str = ""


def certificate_answer(text: str) -> CertificateAnswer | None:
    """Return the answer for a typed number or a scanned text; None when it is neither.

    A scanner that typed under another keyboard layout is understood: a number's check character
    says which reading was meant.
    """
    number = _number_in(text)
    if number is None:
        return None
    certificate = (
        Certificate.objects.filter(number=number)
        .select_related("enrolment__user")
        .prefetch_related("events", "enrolment__user__identities")
        .first()
    )
    if certificate is None:
        return CertificateAnswer(
            number=number,
            state=CourseState.UNKNOWN,
            word=str(_("No certificate with this number was issued")),
            recorded_as="no_certificate",
        )
    return _about(certificate)


def _number_in(text: str) -> str | None:
    for reading in readings(text):
        try:
            return split_qr_text(reading)[0]
        except NotACertificateAddress:
            continue
    return None


def _about(certificate: Certificate) -> CertificateAnswer:
    state, word, recorded_as = _standing(certificate)
    return CertificateAnswer(
        number=certificate.number,
        state=state,
        word=word,
        recorded_as=recorded_as,
        lookup_key=_key_of(certificate.enrolment.user),
        certificate=certificate,
        name=holder_name(certificate),
        assurance=str(_assurance(certificate).label),
    )


def _key_of(holder: User) -> bytes:
    """Return the key under which the holder finds the look-up; none once they are erased.

    A number that they only declared may be another's, who would find it instead.
    """
    for identity in holder.identities.all():
        if identity.displaced_at is None and identity.assurance in PROVED:
            return bytes(identity.lookup_key)
    return account_key(holder.pk) if holder.erased_at is None else b""


def _assurance(certificate: Certificate) -> Assurance:
    """Return how sure the certified identity was; without a proof it was a declaration."""
    if certificate.assurance in Assurance.values:
        return Assurance(certificate.assurance)
    by_document = certificate.name_source == Certificate.NameSource.DOCUMENT
    return Assurance.SEEN if by_document else Assurance.DECLARED


def _standing(certificate: Certificate) -> tuple[CourseState, str, str]:
    events = list(certificate.events.all())
    today = timezone.localdate()
    if events and events[0].kind == CertificateEvent.Kind.SUPERSEDED:
        return CourseState.NOT, str(_("Another certificate has replaced this one")), "superseded"
    if events:
        return CourseState.NOT, str(_("This certificate was revoked")), "revoked"
    if certificate.valid_until is not None and certificate.valid_until < today:
        return CourseState.NOT, str(_("This certificate has ended")), "ended"
    return CourseState.COMPLETED, str(CourseState.COMPLETED.label), "completed"
