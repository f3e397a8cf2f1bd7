"""Certificates, for whoever is shown one and checks it by its number."""

from typing import Any, Literal

from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field, StrictBool, StrictInt

from api.authentication import Key
from api.models import ApiClient
from api.problems import TOO_MANY, Problem
from api.recording import record
from api.requests import ApiRequest
from api.routers.applicants import Name
from api.schemas import EXAMPLE_CERTIFICATE, Day, Strict
from api.scopes import Scope
from api.words import certificate_words, in_both
from certificates.addresses import NotACertificateAddress, split_qr_text
from certificates.desk.certificates import Proof, read_proof
from certificates.models import Certificate
from certificates.names import is_made_out_to
from certificates.standing import holder_key
from certificates.state import state_of
from certificates.views import NAMES_PER_ADDRESS, on_record, too_many_names

router = Router(tags=["certificates"])
NOT_ISSUED, MISREAD = "not_issued", "misread"
_PROOFS = {
    Proof.NONE: None, Proof.RIGHT: "right", Proof.WRONG: "wrong", Proof.STOLEN: "stolen",
}  # fmt: skip


class AskedCertificate(Strict):
    """A certificate by its number, or by the text of its QR code."""

    certificate: str = Field(
        min_length=1, max_length=600, examples=[EXAMPLE_CERTIFICATE],
        description=gettext_noop("The number, with or without dashes, or the QR code as scanned."),
    )  # fmt: skip
    name: Name = None


class CourseOut(Schema):
    """What was certified."""

    code: str
    title_kk: str
    title_ru: str
    edition: StrictInt
    hours: float = Field(description=gettext_noop("Hours of the course; a person's are not known."))


class CertificateOut(Schema):
    """What a certificate is worth today, and what it says: compare it with the paper."""

    state: Literal["valid", "expired", "superseded", "revoked", "not_issued", "misread"] = Field(
        description=gettext_noop(
            "misread: the number has a slip in it, its check character says so. "
            "not_issued: no certificate has this number."
        )
    )
    text_kk: str = Field(description=gettext_noop("The same in words that may be shown."))
    text_ru: str
    number: str | None = Field(None, examples=[EXAMPLE_CERTIFICATE])
    replaced_by: str | None = Field(
        None, description=gettext_noop("The number that replaced a superseded one.")
    )
    proof: Literal["right", "wrong", "stolen"] | None = Field(
        None, description=gettext_noop(
            "What the QR code's signature says, where the code was sent. wrong: it is not the one "
            "of this certificate, so the paper may be forged. stolen: signed by a key that others "
            "had. The state is that of our own record all the same."
        ),
    )  # fmt: skip
    course: CourseOut | None = None
    completed_on: Day | None = None
    valid_until: Day | None = Field(
        None, description=gettext_noop("The last day; null is without end.")
    )
    mode: Literal[tuple(Certificate.Mode.values)] | None = None  # type: ignore[valid-type]
    assurance: Literal["none", "declared", "phone", "egov", "seen"] | None = Field(
        None, description=gettext_noop("How the holder was identified when it was certified.")
    )
    issuer_kk: str | None = None
    issuer_ru: str | None = None
    name_matches: StrictBool | None = Field(
        None, description=gettext_noop("Whether it is made out to the name that was sent.")
    )


@router.post(
    "/certificates/query", operation_id="check_certificate", response=CertificateOut,
    auth=Key(Scope.CERTIFICATES_READ), exclude_none=False,
    summary=gettext_noop("Check a certificate"),
    description=gettext_noop(
        "What the public page of a certificate says. The name is never given; one that is sent "
        "is compared. A certificate does not prove who shows it: look at the identity document."
    ),
)  # fmt: skip
def check_certificate(request: ApiRequest, asked: AskedCertificate) -> Any:
    """Find, count a name that is tried, record, answer."""
    try:
        number, signed = split_qr_text(asked.certificate)
    except NotACertificateAddress:
        return _bare(MISREAD)
    found = on_record(number)
    proof = _PROOFS[read_proof(signed, found)]
    if found is None:
        return _bare(NOT_ISSUED) | {"number": number, "proof": proof}
    if asked.name is not None:
        refuse_many_names(request.auth.client, number)
    key = holder_key(found.enrolment.user)
    state = state_of(found)
    if key is not None:
        record(request.auth.client, [(key, state.value)], purpose="certificate")
    return _bare(state.value) | facts(found) | {
        "proof": proof,
        "name_matches": None if asked.name is None else is_made_out_to(found, asked.name)
    }  # fmt: skip


def refuse_many_names(client: ApiClient, number: str) -> None:
    """Count a name that is tried; raise Problem when this client or certificate saw too many."""
    if too_many_names(client.public_id, number):
        raise Problem(TOO_MANY, retry_after=NAMES_PER_ADDRESS["seconds"])


def _bare(state: str) -> dict[str, Any]:
    return {"state": state} | in_both(certificate_words(state))


def facts(certificate: Certificate) -> dict[str, Any]:
    """Return what a certificate says, as its public page does."""
    replaced = getattr(certificate, "superseded_by", None)
    until = certificate.valid_until
    return {
        "number": certificate.number,
        "replaced_by": replaced.number if replaced is not None else None,
        "course": {
            "code": certificate.course_code,
            "title_kk": certificate.course_title_kk,
            "title_ru": certificate.course_title_ru,
            "edition": certificate.edition_number,
            "hours": float(certificate.hours),
        },
        "completed_on": certificate.completed_on.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "mode": certificate.mode,
        "assurance": certificate.assurance,
        "issuer_kk": certificate.issuer_kk,
        "issuer_ru": certificate.issuer_ru,
    }
