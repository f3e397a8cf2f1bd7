"""Taking in what a registry's system tells of its applications."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from accounts.identity import identity_keys
from api.models import ApiClient
from registry.actions import learn_of_applications
from registry.actions.applications import Learned, numbers_of
from registry.gateway import ApplicationRecord, ApplicationState
from registry.models import Applicant, ApplicationFact, MarriageApplication, RegistryOffice

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
    refused = [_wrong(record, known) or _foreign(client, record, known) for record in records]
    taken = [record for record, why in zip(records, refused, strict=True) if why is None]
    learned = iter(learn_of_applications(records=taken, source=Source.PUSH))
    return [
        why if why is not None else _told(record, next(learned))
        for record, why in zip(records, refused, strict=True)
    ]


def _told(record: ApplicationRecord, learned: Learned) -> Told:
    if learned.change == "same":
        return Told.SAME
    stands = learned.application
    is_believed = (stands.told_at, stands.state) == (record.updated_at, record.state)
    return Told.ACCEPTED if is_believed else Told.OLDER


def _wrong(record: ApplicationRecord, known: "_Known") -> Refused | None:
    if not EARLIEST <= record.updated_at <= timezone.now() + CLOCKS_DIFFER:
        return Refused.TIME
    region = known.regions.get(record.office_code)
    return Refused.PLACE if region is not None and region != record.region else None


def _foreign(client: ApiClient, record: ApplicationRecord, known: "_Known") -> Refused | None:
    """Refuse what is not the client's: it says so itself, or the application is held elsewhere.

    An application that moves has two offices: both may tell of the move. The one it moves to has
    to name the two people, as who has tried numbers alone cannot: it could else make any
    application its own, ask about its people and put others in their places.
    """
    says = _is_its(client, record.office_code, record.region)
    place = known.places.get(record.number)
    holds = place is None or _is_its(client, place.office_code, place.region)
    is_move = record.state is ApplicationState.MOVED and place is not None
    if not (says or (holds and is_move)) or not (
        holds or (is_move and known.names_its_people(record))
    ):
        return Refused.NOT_YOURS
    if place is None or place.told_at <= record.updated_at:
        # What follows in the same batch may be about the same application.
        known.places[record.number] = _Place(
            record.office_code, record.region, record.updated_at, record
        )
    return None


def _is_its(client: ApiClient, office_code: str, region: str) -> bool:
    if client.office is not None:
        return client.office.code == office_code
    return client.region in ("", region)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an application is, and since when that is known."""

    office_code: str
    region: str
    told_at: datetime
    told: ApplicationRecord | None = None


class _Known:
    """What is known of the applications of one batch: two queries, however many they are.

    And a third where one is said to have moved here.
    """

    def __init__(self, records: Iterable[ApplicationRecord]) -> None:
        offices = RegistryOffice.objects.filter(code__in={record.office_code for record in records})
        self.regions: dict[str, str] = dict(offices.values_list("code", "region"))
        standing = MarriageApplication.objects.filter(
            number__in={record.number for record in records}
        )
        self.places: dict[str, _Place] = {
            number: _Place(code or "", region, told_at)
            for number, code, region, told_at in standing.values_list(
                "number", "office__code", "region", "told_at"
            )
        }
        self._numbers = {
            record.number for record in records if record.state is ApplicationState.MOVED
        }

    def names_its_people(self, record: ApplicationRecord) -> bool:
        """Whether everybody who is known to be in the application is one of the record's two."""
        told = self.places[record.number].told
        if told is not None:
            return {one.identity for one in told.applicants} == {
                one.identity for one in record.applicants
            }
        keys = {key for one in record.applicants for key in identity_keys(**numbers_of(one))}
        known = self._people[record.number]
        return bool(known) and known <= keys

    @cached_property
    def _people(self) -> dict[str, set[bytes]]:
        people: dict[str, set[bytes]] = defaultdict(set)
        rows = Applicant.objects.filter(application__number__in=self._numbers)
        for number, key in rows.values_list("application__number", "lookup_key"):
            people[number].add(bytes(key))
        return people
