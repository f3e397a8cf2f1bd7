"""Documents are served as they were stored; one that was lost is rendered again, and stored."""

import hashlib
import logging
from typing import Final, Literal

from django.core.files.storage import storages
from django.db import transaction

from certificates.documents.issuing import facts_of, hold_issuing, store
from certificates.documents.pades import sign_pdf
from certificates.documents.signer import current_signer
from certificates.exceptions import DocumentGone
from certificates.models import Certificate, CertificateIssue, DocumentCopy
from certificates.rendering.pdf import render_pdf
from certificates.rendering.picture import render_png
from web.tokens import same_digest

Kind = Literal["pdf", "picture"]

EXTENSIONS: Final[dict[Kind, str]] = {"pdf": "pdf", "picture": "png"}

logger = logging.getLogger(__name__)


def stored_document(*, issue: CertificateIssue, kind: Kind) -> bytes:
    """Return a document as it was stored; one that is lost or damaged is made again.

    Raises DocumentGone when its holder erased their account.
    """
    found = _as_stored(issue, kind)
    return _restored(issue=issue, kind=kind) if found is None else found


@transaction.atomic
def _restored(*, issue: CertificateIssue, kind: Kind) -> bytes:
    """Render a lost document again from the frozen facts, sign and store it; return it.

    Its code carries the proof that was signed when it was issued. Under the lock of issuing, so of
    two who miss it at once the second finds what the first one made.
    """
    hold_issuing(issue.certificate_id)
    certificate = Certificate.objects.select_related("enrolment__user").get(issue=issue)
    if certificate.enrolment.user.erased_at is not None:
        raise DocumentGone
    found = _as_stored(issue, kind)
    if found is not None:
        return found
    facts = facts_of(certificate, signed=issue.signed_payload)
    key_id = ""
    if kind == "pdf":
        rendered = render_pdf(facts)
        key_id, content = current_signer()[0], sign_pdf(rendered)
    else:
        rendered = content = render_png(facts)
    DocumentCopy.objects.create(
        issue=issue, kind=kind, sha256=hashlib.sha256(content).digest(), key_id=key_id,
        name=store(certificate, content, EXTENSIONS[kind], named_by=rendered),
    )  # fmt: skip
    logger.warning("The stored %s of issue %s was lost; it was made again.", kind, issue.pk)
    return content


def _as_stored(issue: CertificateIssue, kind: Kind) -> bytes | None:
    """Return the newest file of a document; None when it is not there as it was stored."""
    copy = DocumentCopy.objects.filter(issue=issue, kind=kind).order_by("-pk").first()
    if copy is not None:
        name, digest = copy.name, copy.sha256
    else:
        name, digest = getattr(issue, kind), getattr(issue, f"{kind}_sha256")
    try:
        with storages["private"].open(name) as file:
            content = bytes(file.read())
    except OSError:
        return None
    return content if same_digest(hashlib.sha256(content).digest(), digest) else None
