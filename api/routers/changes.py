"""What changed about applicants since the last question, in order; none is lost."""

from typing import Any, Literal

from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field, StrictBool, StrictInt

from api import cursors, turns
from api.authentication import Key
from api.cursors import DEFAULT_LIMIT, Cursor, Limit, NextCursor
from api.recording import record
from api.requests import ApiRequest
from api.routers.applicants import CompletionOut, completion
from api.schemas import Moment
from api.scopes import Scope
from api.standings import RECORDED, SAID, State, applications_of
from certificates.changes import changes_after, order_changes
from certificates.desk.answers import keys_of
from certificates.models import StandingChange
from certificates.standing import Standing, standings

router = Router(tags=["changes"])
LIST = "changes"


class ChangeOut(Schema):
    """Something happened to the answer about an applicant. What it is today stands beside."""

    application: str = Field(
        description=gettext_noop("The application's number."), examples=["75-01-00001"]
    )
    position: StrictInt = Field(
        ge=1, le=2, description=gettext_noop("The first or second applicant.")
    )
    happened: Literal[tuple(StandingChange.Happened.values)] = Field(  # type: ignore[valid-type]
        description=gettext_noop("What happened at that moment.")
    )
    happened_at: Moment
    state: Literal["completed", "exempt", "nothing_found"] = Field(
        description=gettext_noop(
            "What is known today, when this is read: the newest answer, whatever happened."
        )
    )
    certificate: CompletionOut | None = Field(
        None, description=gettext_noop("Of whoever has completed.")
    )


class ChangesOut(Schema):
    """The changes behind a cursor, the oldest first."""

    changes: list[ChangeOut]
    next_cursor: NextCursor
    has_more: StrictBool = Field(description=gettext_noop("Whether to ask again at once."))


@router.get(
    "/changes", operation_id="follow_changes", response=ChangesOut, auth=Key(Scope.CHANGES_READ),
    exclude_none=False,
    summary=gettext_noop("Follow what changes"),
    description=gettext_noop(
        "Completions, replaced and revoked certificates and exemptions of the applicants of your "
        "applications. Keep next_cursor and ask with it again, each minute or each night. An "
        "entry has no name and no identity number; whom it is about can see that you asked."
    ),
)  # fmt: skip
def follow_changes(request: ApiRequest, after: Cursor = None, limit: Limit = DEFAULT_LIMIT) -> Any:
    """Tell what is behind the cursor; a long page waits for its turn."""
    if limit > DEFAULT_LIMIT:
        with turns.turn():
            return _changes(request, after, limit)
    return _changes(request, after, limit)


def _changes(request: ApiRequest, after: str | None, limit: int) -> dict[str, Any]:
    client = request.auth.client
    (place,) = cursors.read(LIST, client, after) or [0]
    order_changes()
    found = changes_after(place, applications_of(client), limit=limit + 1)
    rows, has_more = found[:limit], len(found) > limit
    stands = standings([keys_of(row.applicant) for row in rows])
    record(
        client,
        [
            (bytes(row.applicant.lookup_key), RECORDED[SAID[one.state]])
            for row, one in zip(rows, stands, strict=True)
        ],
        purpose="changes",
    )
    return {
        "changes": [_told(row, one) for row, one in zip(rows, stands, strict=True)],
        "next_cursor": cursors.make(LIST, client, (rows[-1].place if rows else None) or place),
        "has_more": has_more,
    }


def _told(change: StandingChange, standing: Standing) -> dict[str, Any]:
    state = SAID[standing.state]
    return {
        "application": change.applicant.application.number,
        "position": change.applicant.position,
        "happened": change.happened,
        "happened_at": change.noted_at.isoformat(),
        "state": state.value,
        "certificate": completion(standing) if state == State.COMPLETED else None,
    }
