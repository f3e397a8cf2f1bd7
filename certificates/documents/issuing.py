"""Make a certificate's document: sign, render, store; and let it go when it has to."""

import hashlib
from typing import Final, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from certificates.addresses import qr_text
from certificates.documents.pades import sign_pdf
from certificates.models import Certificate, CertificateIssue, DocumentCopy, FileRemoval
from certificates.names import holder_name
from certificates.payload import QrPayload, sign_payload
from certificates.rendering.facts import Assurance, CertificateFacts, Mode, NameSource
from certificates.rendering.pdf import render_pdf
from certificates.rendering.picture import render_png
from certificates.signals import certificate_issued
from certificates.signing import current_key
from certificates.words.paper import paper_words

LOCK: Final = "select pg_advisory_xact_lock(%s, %s)"
LOCK_SPACE: Final = 0x07A0_0001  # advisory locks of this app: "issue"


def issue_certificate(*, certificate_id: int) -> CertificateIssue | None:
    """Sign, render and store the document of a certificate; the one that is there if there is.

    None when its holder erased their account: there is no name to print any more.

    Doing it twice, at once or after a crash at any step, ends in one issue: files are named by
    what was rendered, so a second rendering takes the place of the first and leaves no file that
    nobody knows of, and the row that settles the matter is unique. An advisory lock keeps a second
    worker from rendering in vain.
    """
    with transaction.atomic():
        hold_issuing(certificate_id)
        certificate = Certificate.objects.select_related("enrolment__user", "template").get(
            pk=certificate_id
        )
        if certificate.enrolment.user.erased_at is not None:
            return None
        existing = CertificateIssue.objects.filter(certificate=certificate).first()
        if existing is not None:
            return existing
        key_id, private_key = current_key()
        signed = sign_payload(payload_of(certificate), private_key, key_id)
        facts = facts_of(certificate, signed=signed)
        rendered, picture = render_pdf(facts), render_png(facts)
        pdf = sign_pdf(rendered)
        issue, made = CertificateIssue.objects.get_or_create(
            certificate=certificate,
            defaults={
                "key_id": key_id.hex(),
                "signed_payload": signed,
                "pdf": store(certificate, pdf, "pdf", named_by=rendered),
                "pdf_sha256": hashlib.sha256(pdf).digest(),
                "picture": store(certificate, picture, "png", named_by=picture),
                "picture_sha256": hashlib.sha256(picture).digest(),
            },
        )
        if made:
            certificate_issued.send(sender=Certificate, certificate=certificate)
        return issue


def hold_issuing(certificate_id: int) -> None:
    """Wait for the document of a certificate that is being made; then it is ours to make."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [LOCK_SPACE, certificate_id])


def hold_documents(*, user: User) -> None:
    """Wait for the documents of a person that are being made, and let none be made meanwhile."""
    own = Certificate.objects.filter(enrolment__user=user).order_by("pk")
    for certificate_id in own.values_list("pk", flat=True):
        hold_issuing(certificate_id)


@transaction.atomic
def owe_removal(*, user: User) -> list[FileRemoval]:
    """Owe the removal of every stored document of a person; return what is owed.

    The record of the certificate stays, and the name in it is unreadable without its holder's key.
    """
    issues = CertificateIssue.objects.filter(certificate__enrolment__user=user)
    names = [name for pair in issues.values_list("pdf", "picture") for name in pair]
    names += DocumentCopy.objects.filter(issue__in=issues).values_list("name", flat=True)
    return [FileRemoval.objects.get_or_create(name=name)[0] for name in dict.fromkeys(names)]


@transaction.atomic
def remove_file(*, removal_id: int) -> bool:
    """Delete one stored document that has to go; return whether it was owed. Twice is harmless."""
    removal = FileRemoval.objects.select_for_update(skip_locked=True).filter(pk=removal_id).first()
    if removal is None:
        return False
    storages["private"].delete(removal.name)
    removal.delete()
    return True


def store(certificate: Certificate, content: bytes, extension: str, *, named_by: bytes) -> str:
    """Keep a document in the private storage under the hash of `named_by`; return its name.

    A PDF is named by what it was before it was signed: no two signatures are alike.
    """
    storage = storages["private"]
    digest = hashlib.sha256(named_by).hexdigest()[:16]
    name = f"certificates/{certificate.number[:2]}/{certificate.number}-{digest}.{extension}"
    if storage.exists(name):
        storage.delete(name)  # a crash may have left half of it
    return str(storage.save(name, ContentFile(content)))


def payload_of(certificate: Certificate) -> QrPayload:
    """Return what the QR code of a certificate says."""
    return QrPayload(
        number=certificate.number,
        course_code=certificate.course_code,
        edition=certificate.edition_number,
        completed_on=certificate.completed_on,
        valid_until=certificate.valid_until,
        name_hash=bytes(certificate.name_digest),
    )


def facts_of(certificate: Certificate, *, signed: str, name: str | None = None) -> CertificateFacts:
    """Return everything the document says, the holder's name opened for rendering.

    `name` stands for it in a picture that only shows the words.
    """
    return CertificateFacts(
        number=certificate.number,
        generation=certificate.generation,
        holder_name=name or holder_name(certificate),
        name_source=cast("NameSource", certificate.name_source),
        course_title_kk=certificate.course_title_kk,
        course_title_ru=certificate.course_title_ru,
        edition_number=certificate.edition_number,
        hours=certificate.hours,
        mode=cast("Mode", certificate.mode),
        assurance=cast("Assurance", certificate.assurance),
        completed_on=certificate.completed_on,
        issued_on=timezone.localdate(certificate.certified_at),
        valid_until=certificate.valid_until,
        issuer_kk=certificate.issuer_kk,
        issuer_ru=certificate.issuer_ru,
        base_url=settings.BASE_URL,
        qr_text=qr_text(settings.BASE_URL, certificate.number, signed),
        words=paper_words(certificate.template),
    )
