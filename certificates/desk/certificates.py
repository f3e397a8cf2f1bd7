"""A certificate that somebody shows at the desk: what our own record of its number says."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.identity import account_key
from accounts.models import PROVED, Assurance, User
from certificates.chain.late import came_late
from certificates.desk.answers import CourseState
from certificates.documents.issuing import payload_of
from certificates.models import Certificate, CertificateEvent, CertificateIssue
from certificates.names import readable_name
from certificates.payload import PayloadRefused, message_of, verify_payload
from certificates.signing import public_keys, stolen_from


class Proof(Enum):
    """What the signed part of a scanned code says; NONE where only the number was given.

    STOLEN: signed by a key that others had, and not what we recorded before they had it.
    """

    NONE = auto()
    RIGHT = auto()
    WRONG = auto()
    STOLEN = auto()


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
    proof: Proof = Proof.NONE


def certificate_answer(number: str, proof: str | None = None) -> CertificateAnswer:
    """Return the answer for a certificate's written number, with the signed part of its QR code.

    What counts is our own record of the number. A signature that fits what is recorded is said,
    and one that does not is a warning: a paper may be forged around a number that was issued.
    """
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
            proof=read_proof(proof, None),
        )
    return _about(certificate, read_proof(proof, certificate))


def read_proof(proof: str | None, certificate: Certificate | None) -> Proof:
    """Return what the signed part of a QR code says beside our record of its number."""
    if proof is None:
        return Proof.NONE
    try:
        signed = verify_payload(proof, public_keys(stolen=True))
    except PayloadRefused:
        return Proof.WRONG
    theft = stolen_from(proof)
    if theft is not None and not _is_recorded(proof, certificate, before=theft):
        return Proof.STOLEN
    if certificate is None:
        return Proof.WRONG
    return Proof.RIGHT if signed == payload_of(certificate) else Proof.WRONG


def _is_recorded(proof: str, certificate: Certificate | None, *, before: datetime) -> bool:
    """Whether we issued the certificate with this very proof before a moment."""
    issue = CertificateIssue.objects.filter(certificate=certificate).first()
    return (
        issue is not None
        and issue.issued_at < before
        and message_of(issue.signed_payload) == message_of(proof)
        and not came_late(issue)
    )


def _about(certificate: Certificate, proof: Proof) -> CertificateAnswer:
    state, word, recorded_as = _standing(certificate)
    return CertificateAnswer(
        number=certificate.number,
        state=state,
        word=word,
        recorded_as=recorded_as,
        lookup_key=_key_of(certificate.enrolment.user),
        certificate=certificate,
        name=readable_name(certificate),
        assurance=str(_assurance(certificate).label),
        proof=proof,
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
