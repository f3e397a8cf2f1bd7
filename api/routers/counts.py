"""Counts by region and day, for the ministry. Nobody can be found in them."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field, StrictInt, WithJsonSchema

from api.authentication import Key
from api.models import ApiClient
from api.problems import INVALID, NOT_YOURS, FieldError, Problem
from api.requests import ApiRequest
from api.schemas import DAY_FORM, Day
from api.scopes import Scope
from reports.released import KINDS, last_told_day, released
from web.regions import Region

router = Router(tags=["counts"])
MOST_DAYS = 400


def _date(description: str) -> WithJsonSchema:
    """Return the schema of a parameter that is a day of the calendar."""
    said = {"type": "string", "format": "date", "description": description}
    return WithJsonSchema(said | {"example": "2026-11-20"})


class AskedDays(Schema):
    """The days that are asked for."""

    first: Annotated[
        str, Field(alias="from", pattern=DAY_FORM), _date(gettext_noop("The first day."))
    ]
    last: Annotated[
        str, Field(alias="to", pattern=DAY_FORM),
        _date(gettext_noop("The last day, at most 400 days in all. Told of is up to yesterday.")),
    ]  # fmt: skip
    region: Literal[tuple(Region.values)] | None = Field(  # type: ignore[valid-type]
        None,
        description=gettext_noop(
            "One region only (ISO 3166-2). A key of a region or office has its own."
        ),
    )


class FiguresOut(Schema):
    """Tens of people or applications: 0, or ten and more."""

    applications: StrictInt = Field(
        description=gettext_noop("Applications of which Otau was first told.")
    )
    enrolments: StrictInt = Field(description=gettext_noop("Times that a person began the course."))
    completions: StrictInt = Field(
        description=gettext_noop("Times that a person completed the course.")
    )
    certificates: StrictInt = Field(
        description=gettext_noop("First certificates of a completion issued.")
    )


class DayOut(FiguresOut):
    """One region on one day. A ten is counted on the day on which it became full."""

    day: Day
    region: str | None = Field(
        description=gettext_noop(
            "Of the application that the person had linked by then; null without one."
        )
    )


class CountsOut(Schema):
    """The days on which there is a figure, by day and region, and the sum of all of them."""

    first_day: Day
    last_day: Day = Field(
        description=gettext_noop("The last day that is told of: yesterday at the latest.")
    )
    days: list[DayOut]
    total: FiguresOut


@router.get(
    "/counts", operation_id="read_counts", response=CountsOut, auth=Key(Scope.COUNTS_READ),
    summary=gettext_noop("Read counts by region and day"),
    description=gettext_noop(
        "Figures in tens, each ten on the day on which it became full: no figure, and no "
        "difference of figures, is of fewer than ten. The sum of any days is right to the ten."
    ),
)  # fmt: skip
def read_counts(request: ApiRequest, asked: Query[AskedDays]) -> Any:
    """Tell of the days that are over."""
    first_day, last_day = _day(asked.first, "from"), _day(asked.last, "to")
    if last_day < first_day or (last_day - first_day).days >= MOST_DAYS:
        raise _wrong("to", _("The last day comes after the first, 400 days on at most."))
    lines = released(first_day, last_day, region=_allowed(request.auth.client, asked.region))
    total = {kind: sum(line.figures[kind] for line in lines) for kind in KINDS}
    return {
        "first_day": first_day.isoformat(),
        "last_day": max(min(last_day, last_told_day()), first_day).isoformat(),
        "days": [
            {"day": line.day.isoformat(), "region": line.region or None, **line.figures}
            for line in lines
        ],
        "total": total,
    }


def _allowed(client: ApiClient, region: str | None) -> str | None:
    """Return the region to tell of; None for all. Raises Problem for one that is not theirs."""
    own = client.office.region if client.office is not None else client.region
    if own and region not in (None, own):
        raise Problem(NOT_YOURS)
    return own or region


def _day(text: str, parameter: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _wrong(parameter, _("This day is not in the calendar.")) from None


def _wrong(parameter: str, detail: Any) -> Problem:
    return Problem(INVALID, errors=[FieldError("meaning", detail, parameter=parameter)])
