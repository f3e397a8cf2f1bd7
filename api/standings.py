"""What is answered about applicants: found, counted, recorded, and only then said."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from api.models import ApiClient
from api.recording import record
from api.wrong_pairs import MOST_OF_A_PERSON, WrongPairs
from certificates.models import Certificate
from certificates.names import is_made_out_to
from certificates.standing import (
    CourseState,
    Pair,
    Standing,
    applicants_asked,
    regions_that_require,
    standings,
)
from registry.models import Applicant, MarriageApplication


class State(StrEnum):
    """What is said of one applicant."""

    COMPLETED = "completed"
    EXEMPT = "exempt"
    NOTHING_FOUND = "nothing_found"
    UNKNOWN_PAIR = "unknown_pair"
    ASK_LATER = "ask_later"


SAID = {
    CourseState.COMPLETED: State.COMPLETED,
    CourseState.EXEMPT: State.EXEMPT,
    CourseState.NOT: State.NOTHING_FOUND,
}
# What the record of look-ups calls it: as the desk does.
RECORDED = {said: str(state) for state, said in SAID.items()} | {
    State.UNKNOWN_PAIR: "no_pair",
    State.ASK_LATER: "no_pair",
}


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What is said of one pair."""

    state: State
    applicant: Applicant | None = None
    standing: Standing | None = None
    name: str | None = None
    is_required: bool | None = None

    @property
    def certificate(self) -> Certificate | None:
        """The certificate, of whoever has completed."""
        return self.standing.certificate if self.standing is not None else None

    @property
    def name_matches(self) -> bool | None:
        """Whether the certificate is made out to the name that was sent; None without either."""
        if self.certificate is None or self.name is None:
            return None
        return is_made_out_to(self.certificate, self.name)


def applications_of(client: ApiClient) -> QuerySet[MarriageApplication]:
    """Return the applications that belong to the client's office or region; all without one."""
    applications = MarriageApplication.objects.all()
    if client.office_id is not None:
        return applications.filter(office=client.office_id)
    return applications.filter(region=client.region) if client.region else applications


def answer(client: ApiClient, pairs: Sequence[Pair], names: Sequence[str | None]) -> list[Answer]:
    """Return what is said of each pair, in order. Recorded before it is returned.

    As many queries for a thousand as for one, but for the record's. Raises Problem when too many
    pairs named nobody: then nothing is told, not even which they were.
    """
    wrong = WrongPairs(client)
    wrong.refuse_if_used_up()
    keys = [pair.keys() for pair in pairs]
    found = _not_tried_too_often(wrong, keys, applicants_asked(pairs, applications_of(client)))
    required = regions_that_require()
    stands = iter(standings([some for some, one in zip(keys, found, strict=True) if known(one)]))
    answers = [
        Answer(State.ASK_LATER) if one is ASK_LATER
        else Answer(State.UNKNOWN_PAIR) if one is None
        else _known(one, next(stands), name, required)  # type: ignore[arg-type]
        for one, name in zip(found, names, strict=True)
    ]  # fmt: skip
    record(
        client,
        [(some[0], RECORDED[one.state]) for some, one in zip(keys, answers, strict=True)],
    )
    wrong.count(
        some[0] for some, one in zip(keys, answers, strict=True) if one.state == State.UNKNOWN_PAIR
    )
    return answers


ASK_LATER = object()


def known(one: object) -> bool:
    """Whether an applicant was found and may be told of."""
    return one is not None and one is not ASK_LATER


def _not_tried_too_often(
    wrong: WrongPairs, keys: Sequence[Sequence[bytes]], found: Sequence[Applicant | None]
) -> list[object]:
    """Put ASK_LATER for people for whom too many pairs were tried, in the order of asking.

    Before it is looked at whether the pair is right: who tries has to learn nothing by it.
    """
    tried = wrong.of_people({some[0] for some in keys})
    told: list[object] = []
    for some, one in zip(keys, found, strict=True):
        if tried[some[0]] >= MOST_OF_A_PERSON:
            told.append(ASK_LATER)
            continue
        tried[some[0]] += one is None
        told.append(one)
    return told


def _known(
    applicant: Applicant, standing: Standing, name: str | None, required: Container[str]
) -> Answer:
    return Answer(
        SAID[standing.state], applicant, standing, name, applicant.application.region in required
    )
