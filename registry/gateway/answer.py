"""Reading the registry's answer: the contract to the letter, or not at all.

What is read here decides whether a person is one of two applicants, so nothing is guessed: a
field too many, a field too few, another type, an unknown state and an answer about somebody else
are all refused. The errors name the field and never its value.
"""

import json
import re
from datetime import date, datetime

from registry.gateway.records import (
    ApplicantRecord,
    ApplicationRecord,
    ApplicationState,
    IdentityKind,
    IdentityNumber,
)
from web.regions import Region

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
_OFFICE = re.compile(r"[A-Z0-9-]{1,20}", re.ASCII)
_PHONE = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_LONGEST_TEXT = 200
_GREATEST_VERSION = 2**31 - 1
_FIRST_YEAR = 2000  # of a moment; the first years of the calendar are in no database either
_KINDS: dict[str, IdentityKind] = {"iin": "iin", "passport": "passport"}
_APPLICATION_FIELDS = frozenset(
    {
        "number",
        "state",
        "filed_on",
        "ceremony_date",
        "office_code",
        "region",
        "applicants",
        "version",
        "updated_at",
        "superseded_by",
    }
)


class AnswerNotUnderstood(ValueError):
    """The answer breaks the contract; the text names the field, never what stood in it."""


def read_answer(body: bytes, *, number: str, identity: IdentityNumber) -> ApplicationRecord | None:
    """Read the body of an answer to the question about ``number`` and ``identity``.

    None: the registry knows no such pair. Raises AnswerNotUnderstood for anything that is not in
    the contract, also for an application with another number or without the person asked about.
    """
    document = _decode(body)
    if not isinstance(document, dict) or type(document.get("found")) is not bool:
        raise AnswerNotUnderstood("found is not true or false")
    if not document["found"]:
        _object(document, "answer", frozenset({"found"}))
        return None
    _object(document, "answer", frozenset({"found", "application"}))
    record = _application(document["application"])
    if record.number != number:
        raise AnswerNotUnderstood("application.number is not the one asked about")
    if record.applicant(identity) is None:
        raise AnswerNotUnderstood("application.applicants has not the person asked about")
    return record


def read_application(value: object) -> ApplicationRecord:
    """Read one application that came by itself (docs/registry-gateway.md), already decoded.

    Raises AnswerNotUnderstood for anything that is not in the contract.
    """
    return _application(value)


def _decode(body: bytes) -> object:
    try:
        document: object = json.loads(body.decode("utf-8"), object_pairs_hook=_without_repeats)
    except AnswerNotUnderstood:
        raise
    except (ValueError, RecursionError):
        raise AnswerNotUnderstood("the body is not JSON") from None
    return document


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Two values under one name could be read differently by the two sides.
    if len({name for name, _ in pairs}) != len(pairs):
        raise AnswerNotUnderstood("a field stands twice")
    return dict(pairs)


def _application(value: object) -> ApplicationRecord:
    fields = _object(value, "application", _APPLICATION_FIELDS)
    path = "application"
    applicants = fields["applicants"]
    if not isinstance(applicants, list) or len(applicants) != 2:
        raise AnswerNotUnderstood(f"{path}.applicants is not a list of two")
    first, second = (_applicant(one, f"{path}.applicants") for one in applicants)
    if first.identity == second.identity:
        raise AnswerNotUnderstood(f"{path}.applicants is one person twice")
    version = fields["version"]
    if type(version) is not int or not 1 <= version <= _GREATEST_VERSION:
        raise AnswerNotUnderstood(f"{path}.version is not a whole number from 1 to 2^31 - 1")
    state_text = _text(fields["state"], f"{path}.state")
    if state_text not in ApplicationState.values:
        raise AnswerNotUnderstood(f"{path}.state is not a known state")
    state = ApplicationState(state_text)
    region = _text(fields["region"], f"{path}.region")
    if region not in Region.values:
        raise AnswerNotUnderstood(f"{path}.region is not a region")
    ceremony = fields["ceremony_date"]
    successor = fields["superseded_by"]
    if successor is not None and state is not ApplicationState.REFILED:
        raise AnswerNotUnderstood(f"{path}.superseded_by stands beside another state")
    return ApplicationRecord(
        number=_text(fields["number"], f"{path}.number"),
        state=state,
        filed_on=_date(fields["filed_on"], f"{path}.filed_on"),
        ceremony_date=None if ceremony is None else _date(ceremony, f"{path}.ceremony_date"),
        office_code=_text(fields["office_code"], f"{path}.office_code", _OFFICE),
        region=Region(region),
        applicants=(first, second),
        version=version,
        updated_at=_moment(fields["updated_at"], f"{path}.updated_at"),
        superseded_by=None if successor is None else _text(successor, f"{path}.superseded_by"),
    )


def _applicant(value: object, path: str) -> ApplicantRecord:
    fields = _object(value, path, frozenset({"identity", "name", "phone"}))
    phone = fields["phone"]
    return ApplicantRecord(
        identity=_identity(fields["identity"], f"{path}.identity"),
        name=_text(fields["name"], f"{path}.name"),
        phone=None if phone is None else _text(phone, f"{path}.phone", _PHONE),
    )


def _identity(value: object, path: str) -> IdentityNumber:
    fields = _object(value, path, frozenset({"kind", "country", "number"}))
    kind = _KINDS.get(_text(fields["kind"], f"{path}.kind"))
    if kind is None:
        raise AnswerNotUnderstood(f"{path}.kind is not a known kind")
    try:
        return IdentityNumber(
            kind=kind,
            country=_text(fields["country"], f"{path}.country"),
            number=_text(fields["number"], f"{path}.number"),
        )
    except AnswerNotUnderstood:
        raise
    except ValueError:
        raise AnswerNotUnderstood(f"{path} is not a number that identifies a person") from None


def _object(value: object, path: str, names: frozenset[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise AnswerNotUnderstood(f"{path} is not an object")
    if missing := sorted(names - value.keys()):
        raise AnswerNotUnderstood(f"{path}.{missing[0]} is missing")
    if value.keys() - names:
        # An unknown name is not repeated: it is the other side's text.
        raise AnswerNotUnderstood(f"{path} has a field that the contract does not know")
    return value


def _text(value: object, path: str, form: re.Pattern[str] | None = None) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_TEXT:
        raise AnswerNotUnderstood(f"{path} is not a text of 1 to {_LONGEST_TEXT} characters")
    if value != value.strip() or not value.isprintable():
        raise AnswerNotUnderstood(f"{path} has characters that do not belong there")
    if form is not None and form.fullmatch(value) is None:
        raise AnswerNotUnderstood(f"{path} has another form than agreed")
    return value


def _date(value: object, path: str) -> date:
    text = _text(value, path, _DATE)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AnswerNotUnderstood(f"{path} is not a day of the calendar") from None


def _moment(value: object, path: str) -> datetime:
    text = _text(value, path, _MOMENT)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise AnswerNotUnderstood(f"{path} is not a moment in time") from None
    if moment.year < _FIRST_YEAR:
        raise AnswerNotUnderstood(f"{path} is before the year {_FIRST_YEAR}")
    return moment
