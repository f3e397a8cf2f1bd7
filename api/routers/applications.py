"""Applications, told by the registry's own system."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field, StrictInt, ValidationError

from api import turns
from api.actions import Refused, Told, tell_of_applications
from api.authentication import Key
from api.problems import (
    INVALID,
    NOT_YOURS,
    FieldError,
    Problem,
    field_error,
)
from api.requests import ApiRequest
from api.schemas import AnyObject, Identity, ProblemOut, Strict, Whole
from api.scopes import Scope
from registry.gateway import ApplicationRecord, ApplicationState
from registry.gateway.answer import AnswerNotUnderstood, read_application
from registry.numbers import MOST_CHARACTERS, normalise_application_number
from web.regions import Region

router = Router(tags=["applications"])
MOST = 1000
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOMENT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})$"
)
# Written out: what \S leaves out is another set in each language in which a schema is read.
NO_SPACE = (
    r"^[^\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+$"
)
ApplicationNumber = Annotated[
    str,
    Field(
        min_length=1, max_length=MOST_CHARACTERS, pattern=NO_SPACE,
        description=gettext_noop("As on the leaflet, without spaces; letter by letter."),
        examples=["75-01-00001"],
    ),
]  # fmt: skip
Day = Annotated[str, Field(pattern=_DAY, json_schema_extra={"format": "date"})]


class Applicant(Strict):
    """One of the two people."""

    identity: Identity
    name: str = Field(
        min_length=1, max_length=200, description=gettext_noop("As the registry writes it.")
    )
    phone: str | None = Field(pattern=r"^\+[1-9][0-9]{7,14}$", description=gettext_noop("E.164."))


class Application(Strict):
    """A marriage application as the registry knows it now: docs/registry-gateway.md."""

    number: ApplicationNumber
    state: Literal[tuple(ApplicationState.values)]  # type: ignore[valid-type]
    filed_on: Day
    ceremony_date: Day | None = Field(
        description=gettext_noop("The registry's own; null until it is set.")
    )
    office_code: str = Field(pattern=r"^[A-Z0-9-]{1,20}$", examples=["KZ-75-01"])
    region: Literal[tuple(Region.values)] = Field(  # type: ignore[valid-type]
        description=gettext_noop("ISO 3166-2, of the office.")
    )
    applicants: list[Applicant] = Field(min_length=2, max_length=2)
    version: Whole = Field(ge=1, le=2**31 - 1, description=gettext_noop("Grows with each change."))
    updated_at: str = Field(
        pattern=_MOMENT,
        description=gettext_noop("When the registry last changed it, with its offset."),
        json_schema_extra={"format": "date-time"},
    )  # fmt: skip
    superseded_by: ApplicationNumber | None = Field(
        description=gettext_noop("The number of the new application; only in the state refiled.")
    )


class Applications(Strict):
    """Many at once. Each is looked at by itself: one that is wrong spoils no other."""

    applications: list[AnyObject] = Field(
        min_length=1,
        max_length=MOST,
        description=gettext_noop("Each as in POST /api/v1/applications."),
    )


class ToldOut(Schema):
    """What became of one application that was told of."""

    result: Literal["accepted", "same", "older"] = Field(
        description=gettext_noop(
            "accepted: new, and believed. same: told before. older: kept, but something newer is "
            "known."
        )
    )


class OneOfManyOut(Schema):
    """What became of one of many."""

    result: Literal["accepted", "same", "older", "refused"]
    problem: ProblemOut | None = Field(None, description=gettext_noop("Why it was refused."))


class ManyToldOut(Schema):
    """What became of each, in the order in which they were sent."""

    results: list[OneOfManyOut]
    accepted: StrictInt
    same: StrictInt
    older: StrictInt
    refused: StrictInt


@router.post(
    "/applications", operation_id="tell_of_application", response=ToldOut,
    auth=Key(Scope.APPLICATIONS_WRITE, idempotent=True), exclude_none=True,
    summary=gettext_noop("Tell of an application"),
    description=gettext_noop(
        "Tell how an application stands now, whenever it changes. News may come late, twice or in "
        "any order: the newest by updated_at is believed."
    ),
)  # fmt: skip
def tell_of_application(request: ApiRequest, application: Application) -> Any:
    """Take in one."""
    told = tell_of_applications(
        client=request.auth.client, records=[read(application.model_dump())]
    )[0]
    if isinstance(told, Refused):
        raise refusal(told)
    return {"result": told}


@router.post(
    "/applications/batch", operation_id="tell_of_applications", response=ManyToldOut,
    auth=Key(Scope.APPLICATIONS_WRITE, idempotent=True), exclude_none=True,
    summary=gettext_noop("Tell of up to 1,000 applications"),
    description=gettext_noop(
        "The answer says what became of each, in order. Whoever was interrupted sends the same "
        "again: what was taken in is answered with “same”."
    ),
)  # fmt: skip
def tell_of_many(request: ApiRequest, batch: Applications) -> Any:
    """Take in each by itself."""
    read_ones = [_read_or_problem(document) for document in batch.applications]
    records = [one for one in read_ones if isinstance(one, ApplicationRecord)]
    with turns.turn():
        outcomes = iter(tell_of_applications(client=request.auth.client, records=records))
    results = [
        _one_of_many(one if isinstance(one, Problem) else next(outcomes)) for one in read_ones
    ]
    counted = {word: sum(one["result"] == word for one in results) for word in (*Told, "refused")}
    return {"results": results, **counted}


def _one_of_many(outcome: Told | Refused | Problem) -> dict[str, Any]:
    if isinstance(outcome, Told):
        return {"result": outcome}
    problem = outcome if isinstance(outcome, Problem) else refusal(outcome)
    return {"result": "refused", "problem": problem.as_dict()}


def _read_or_problem(document: dict[str, Any]) -> ApplicationRecord | Problem:
    try:
        return read(Application.model_validate(document).model_dump())
    except ValidationError as error:
        found = error.errors(include_input=False, include_context=False, include_url=False)
        return Problem(
            INVALID,
            errors=[field_error({**one, "loc": ("body", "", *one["loc"])}) for one in found],
        )
    except Problem as problem:
        return problem


def read(document: dict[str, Any]) -> ApplicationRecord:
    """Read an application whose shape is right for its meaning. Raises Problem."""
    number = document["number"]
    if normalise_application_number(number) != number:
        raise _wrong("number", _("Write the number without spaces and with plain hyphens."))
    try:
        return read_application(document)
    except AnswerNotUnderstood as error:
        # Its text begins with the path of the field, and holds nothing of what stood in it.
        path = str(error).split(" ", 1)[0].split(".")[1:2]
        raise _wrong("/".join(path), _MEANING) from None


_MEANING = _(
    "This value has the right form and cannot be: a day that is not in the calendar, one person "
    "twice, a successor in another state than refiled, or signs that belong in no name."
)
_REFUSALS = {
    Refused.TIME: (
        "updated_at", _("This moment is still to come, or before the year 2000."),
    ),
    Refused.PLACE: ("region", _("The office that is named is in another region.")),
}  # fmt: skip


def refusal(refused: Refused) -> Problem:
    """Say why one application was not taken."""
    if refused is Refused.NOT_YOURS:
        return Problem(NOT_YOURS)
    field, detail = _REFUSALS[refused]
    return _wrong(field, detail)


def _wrong(field: str, detail: Any) -> Problem:
    where = f"#/{field}" if field else "#"
    return Problem(INVALID, errors=[FieldError("meaning", detail, pointer=where)])
