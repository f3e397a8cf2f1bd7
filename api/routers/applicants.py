"""Applicants: has this person of this application completed the course? One, or a thousand."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field, StrictBool, StrictInt

from api import turns
from api.authentication import Key
from api.requests import ApiRequest
from api.routers.applications import ApplicationNumber
from api.schemas import EXAMPLE_CERTIFICATE, Day, Identity, Strict
from api.scopes import Scope
from api.standings import Answer, State, answer
from api.words import in_both, state_words
from certificates.models import Certificate
from certificates.standing import Pair, Standing

router = Router(tags=["applicants"])
MOST = 1000
Name = Annotated[
    str | None,
    Field(
        min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$",
        description=gettext_noop(
            "As in the document, if the certificate's name is to be compared. It is not kept."
        ),
    ),
]  # fmt: skip


class AskedApplicant(Strict):
    """One person and the application they are in. Both numbers have to fit."""

    identity: Identity
    application: ApplicationNumber
    name: Name = None


class AskedApplicants(Strict):
    """Up to a thousand people."""

    applicants: list[AskedApplicant] = Field(min_length=1, max_length=MOST)


class CompletionOut(Schema):
    """A valid certificate of the course. The holder's name is never given."""

    number: str = Field(examples=[EXAMPLE_CERTIFICATE])
    completed_on: Day
    valid_until: Day | None = Field(description=gettext_noop("The last day; null is without end."))
    mode: Literal[tuple(Certificate.Mode.values)] = Field(  # type: ignore[valid-type]
        description=gettext_noop("How the course was taken.")
    )
    assurance: Literal["declared", "phone", "egov", "seen"] = Field(
        description=gettext_noop(
            "How sure it is that the number is the person's own: declared, by the phone on "
            "the application, through eGov, or by the document that an employee saw."
        )
    )
    name_matches: StrictBool | None = Field(
        None,
        description=gettext_noop("Whether the certificate is made out to the name that was sent."),
    )


class ApplicantOut(Schema):
    """What is known of one person and the course; a word about the course, not the person."""

    state: Literal[tuple(State)] = Field(  # type: ignore[valid-type]
        description=gettext_noop(
            "completed, exempt, or nothing_found. unknown_pair: no applicant of yours has "
            "these two numbers. ask_later: too many application numbers were tried for this person "
            "today."
        )
    )
    text_kk: str = Field(description=gettext_noop("The same in words that may be shown."))
    text_ru: str
    position: StrictInt | None = Field(
        None, ge=1, le=2, description=gettext_noop("The first or second applicant.")
    )
    required: StrictBool | None = Field(
        None,
        description=gettext_noop(
            "Whether the course is required in the application's region today. While false, "
            "whoever shows the state also shows that the course is voluntary and the marriage "
            "does not depend on it."
        ),
    )
    certificate: CompletionOut | None = Field(
        None, description=gettext_noop("Of whoever has completed.")
    )


class ApplicantsOut(Schema):
    """An answer for each person, in the order in which they were asked for."""

    results: list[ApplicantOut]


@router.post(
    "/applicants/query", operation_id="ask_for_applicant", response=ApplicantOut,
    auth=Key(Scope.APPLICANTS_READ), exclude_none=False,
    summary=gettext_noop("Ask for an applicant"),
    description=gettext_noop(
        "Whether an applicant has completed the course. The person can see who asked and when."
    ),
)  # fmt: skip
def ask_for_applicant(request: ApiRequest, applicant: AskedApplicant) -> Any:
    """Answer about one."""
    return _answered(request, [applicant])[0]


@router.post(
    "/applicants/query/batch", operation_id="ask_for_applicants", response=ApplicantsOut,
    auth=Key(Scope.APPLICANTS_READ), exclude_none=False,
    summary=gettext_noop("Ask for up to 1,000 applicants"),
    description=gettext_noop(
        "The same for many at once. A few such questions are worked on at a time; another one is "
        "answered with 503 and Retry-After."
    ),
)  # fmt: skip
def ask_for_applicants(request: ApiRequest, batch: AskedApplicants) -> Any:
    """Answer about many, when it is this question's turn."""
    with turns.turn():
        return {"results": _answered(request, batch.applicants)}


def _answered(request: ApiRequest, asked: list[AskedApplicant]) -> list[dict[str, Any]]:
    pairs = [Pair(one.identity.as_number(), one.application) for one in asked]
    answers = answer(request.auth.client, pairs, [one.name for one in asked])
    words = {state: in_both(state_words(state)) for state in {one.state for one in answers}}
    return [_told(one) | words[one.state] for one in answers]


def _told(answered: Answer) -> dict[str, Any]:
    applicant = answered.applicant
    told: dict[str, Any] = {"state": answered.state.value}
    if applicant is not None:
        told |= {"position": applicant.position, "required": answered.is_required}
    if answered.certificate is not None and answered.standing is not None:
        told["certificate"] = completion(answered.standing) | {
            "name_matches": answered.name_matches
        }
    return told


def completion(standing: Standing) -> dict[str, Any]:
    """Return what is said of the certificate of somebody who has completed."""
    certificate = standing.certificate
    assert certificate is not None
    until = certificate.valid_until
    return {
        "number": certificate.number,
        "completed_on": certificate.completed_on.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "mode": certificate.mode,
        "assurance": standing.assurance,
    }
