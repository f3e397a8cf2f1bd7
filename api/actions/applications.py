"""Taking in what a registry's system tells of its applications."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from api.models import ApiClient
from registry.actions import learn_of_application
from registry.gateway import ApplicationRecord, ApplicationState
from registry.models import ApplicationFact, MarriageApplication, RegistryOffice
from web.regions import Region

Source = ApplicationFact.Source
# Clocks differ a little; news from the future would be believed until it has come.
CLOCKS_DIFFER = timedelta(minutes=5)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class Told(StrEnum):
    """What became of one piece of news."""

    ACCEPTED = "accepted"
    SAME = "same"
    OLDER = "older"


class Refused(StrEnum):
    """Why a piece of news was not taken."""

    NOT_YOURS = "not-yours"
    TIME = "time"
    PLACE = "place"


def tell_of_applications(
    *, client: ApiClient, records: Sequence[ApplicationRecord]
) -> list[Told | Refused]:
    """Keep each piece of news by itself; return what became of each, in order.

    *Accepted*: it is new, and believed. *Same*: this was told before. *Older*: it is kept, and
    something newer is known. Each is kept in a transaction of its own, so that whoever was
    interrupted sends all of it again. Refused is what belongs to an office or a region that is not
    the client's, names a time that is still to come, or a known office in another region.
    """
    known = _Known(records)
    return [_tell(client, record, known) for record in records]


def _tell(client: ApiClient, record: ApplicationRecord, known: "_Known") -> Told | Refused:
    refused = _wrong(record, known) or _foreign(client, record, known)
    if refused is not None:
        return refused
    if known.was_told(record):
        return Told.SAME
    application = learn_of_application(record=record, source=Source.PUSH)
    known.add(record, application)
    return Told.OLDER if application.told_at > record.updated_at else Told.ACCEPTED


def _wrong(record: ApplicationRecord, known: "_Known") -> Refused | None:
    if not EARLIEST <= record.updated_at <= timezone.now() + CLOCKS_DIFFER:
        return Refused.TIME
    region = known.regions.get(record.office_code)
    return Refused.PLACE if region is not None and region != record.region else None


def _foreign(client: ApiClient, record: ApplicationRecord, known: "_Known") -> Refused | None:
    """Refuse what is not the client's: it says so itself, or the application is held elsewhere.

    An application that moves has two offices: both may tell of the move.
    """
    says = _is_its(client, record.office_code, record.region)
    place = known.places.get(record.number)
    holds = place is None or _is_its(client, *place)
    is_move = record.state is ApplicationState.MOVED and place is not None
    return None if (says and holds) or (is_move and (says or holds)) else Refused.NOT_YOURS


def _is_its(client: ApiClient, office_code: str, region: str) -> bool:
    if client.office is not None:
        return client.office.code == office_code
    return client.region in ("", region)


@dataclass(frozen=True, slots=True)
class _Said:
    """A fact by what makes it one."""

    number: str
    state: str
    ceremony_date: object
    office_code: str
    told_at: datetime


class _Known:
    """What is known of the applications of one batch: three queries, however many they are."""

    def __init__(self, records: Iterable[ApplicationRecord]) -> None:
        numbers = {record.number for record in records}
        offices = RegistryOffice.objects.filter(code__in={record.office_code for record in records})
        self.regions: dict[str, str] = dict(offices.values_list("code", "region"))
        standing = MarriageApplication.objects.filter(number__in=numbers)
        self.places = {
            number: (code or "", region)
            for number, code, region in standing.values_list("number", "office__code", "region")
        }
        facts = ApplicationFact.objects.filter(
            application__number__in=numbers, source=Source.PUSH
        ).values_list("application__number", "state", "ceremony_date", "office_code", "told_at")
        self._told = {_Said(*fact) for fact in facts}

    def was_told(self, record: ApplicationRecord) -> bool:
        """Whether this very news came before, by this way."""
        return _said(record) in self._told

    def add(self, record: ApplicationRecord, application: MarriageApplication) -> None:
        """Keep in mind what was learnt: the same may stand twice in a batch."""
        self._told.add(_said(record))
        office = application.office
        self.places[record.number] = (
            office.code if office is not None else "",
            Region(application.region),
        )


def _said(record: ApplicationRecord) -> _Said:
    return _Said(
        record.number, str(record.state), record.ceremony_date, record.office_code,
        record.updated_at,
    )  # fmt: skip
