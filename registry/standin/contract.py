"""The contract's side that answers: reading a question, writing an answer, and writing it wrong."""

import json
from collections.abc import Callable
from typing import Any

from registry.gateway import ApplicantRecord, ApplicationRecord, IdentityKind, IdentityNumber

# An answer on its way out is JSON of any shape; the wrong ones are not even that.
type Document = dict[str, Any]

_KINDS: dict[object, IdentityKind] = {"iin": "iin", "passport": "passport"}


class QuestionNotUnderstood(ValueError):
    """The question breaks the contract; the text says how and repeats nothing of it."""


def read_question(document: object) -> tuple[str, IdentityNumber | None]:
    """Read ``{"number", "identity": {"kind", "country", "number"}}``.

    The identity is None when it has the right form and can be nobody's: that is not an error, it
    is somebody whom the registry does not know. Raises QuestionNotUnderstood.
    """
    if not isinstance(document, dict) or document.keys() != {"number", "identity"}:
        raise QuestionNotUnderstood("A question has a number and an identity.")
    number, identity = document["number"], document["identity"]
    if not isinstance(number, str) or not number:
        raise QuestionNotUnderstood("The number is a text.")
    if not isinstance(identity, dict) or identity.keys() != {"kind", "country", "number"}:
        raise QuestionNotUnderstood("An identity has a kind, a country and a number.")
    if not all(isinstance(value, str) for value in identity.values()):
        raise QuestionNotUnderstood("The parts of an identity are texts.")
    kind = _KINDS.get(identity["kind"])
    if kind is None:
        raise QuestionNotUnderstood("An identity is an iin or a passport.")
    try:
        return number, IdentityNumber(kind, identity["country"], identity["number"])
    except ValueError:
        return number, None


def answer(application: ApplicationRecord | None) -> Document:
    """Write the answer to a question."""
    if application is None:
        return {"found": False}
    return {"found": True, "application": application_document(application)}


def application_document(application: ApplicationRecord) -> Document:
    """Write an application as the contract has it."""
    ceremony = application.ceremony_date
    return {
        "number": application.number,
        "state": application.state.value,
        "filed_on": application.filed_on.isoformat(),
        "ceremony_date": None if ceremony is None else ceremony.isoformat(),
        "office_code": application.office_code,
        "region": application.region.value,
        "applicants": [_applicant_document(one) for one in application.applicants],
        "version": application.version,
        "updated_at": application.updated_at.isoformat(),
        "superseded_by": application.superseded_by,
    }


def _applicant_document(applicant: ApplicantRecord) -> Document:
    return {
        "identity": {
            "kind": applicant.identity.kind,
            "country": applicant.identity.country,
            "number": applicant.identity.number,
        },
        "name": applicant.name,
        "phone": applicant.phone,
    }


def encode(document: Document) -> bytes:
    """Write a document as UTF-8 JSON."""
    return json.dumps(document, ensure_ascii=False).encode()


def _wrong(change: Callable[[Document], object]) -> Callable[[ApplicationRecord], bytes]:
    def write(application: ApplicationRecord) -> bytes:
        document = answer(application)
        change(document["application"])
        return encode(document)

    return write


def _name_nobody(fields: Document) -> None:
    # ZZ is the code of no country, so these two are never those who were asked about.
    for place, one in enumerate(fields["applicants"]):
        one["identity"] = {"kind": "passport", "country": "ZZ", "number": f"NOBODY{place}"}


# The ways in which a registry may answer wrongly: name, and the body it sends then.
MALFORMED: dict[str, Callable[[ApplicationRecord], bytes]] = {
    "not_json": lambda application: b"<html><body>Service is under maintenance</body></html>",
    "not_utf8": lambda application: json.dumps(answer(application), ensure_ascii=False).encode(
        "utf-16"
    ),
    "cut_short": lambda application: encode(answer(application))[:-20],
    "found_is_text": lambda application: encode(answer(application) | {"found": "true"}),
    "missing_field": _wrong(lambda fields: fields.pop("ceremony_date")),
    "extra_field": _wrong(lambda fields: fields.update(marital_history=[])),
    "wrong_type": _wrong(lambda fields: fields.update(version="2")),
    "wrong_date": _wrong(lambda fields: fields.update(filed_on="2026-02-30")),
    "unknown_state": _wrong(lambda fields: fields.update(state="postponed")),
    "unknown_region": _wrong(lambda fields: fields.update(region="KZ-99")),
    "one_applicant": _wrong(lambda fields: fields["applicants"].pop()),
    "another_couple": _wrong(_name_nobody),
    "another_number": _wrong(lambda fields: fields.update(number="00-00-00000")),
    "too_long": lambda application: b" " * 70_000 + encode(answer(application)),
}
