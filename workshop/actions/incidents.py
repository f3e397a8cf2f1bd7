"""A breach is worked up: opened, counted, its people told. Each step once, whoever repeats it."""

from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from accounts.actions.record import CLIENT
from accounts.models import User
from notifications.actions import owe_notices
from workshop.incidents.affected import accounts_of, count, keys_of
from workshop.incidents.notice import proposed
from workshop.models import Incident

AT_ONCE = 1000


def open_incident(
    *, by: User, known_at: datetime, began_at: datetime, ended_at: datetime, happened: str,
    measures: str = "", actor: User | None = None, client: str = "",
) -> Incident:  # fmt: skip
    """Keep what is to be worked up; who is concerned is counted by a task (`count_incident`).

    ValueError for a client whose public id none can be.
    """
    if client and not CLIENT.fullmatch(client):
        raise ValueError("A client's public id is letters, digits and hyphens.")
    return Incident.objects.create(
        opened_by=by, known_at=known_at, actor=actor, client=client, began_at=began_at,
        ended_at=ended_at, happened=happened, measures=measures,
    )  # fmt: skip


def count_incident(*, incident: Incident) -> None:
    """Count whom it concerns and propose the notices. Done twice is as once."""
    if incident.counted_at is not None:
        return
    incident.counts = count(incident)
    texts = proposed(incident)
    Incident.objects.filter(pk=incident.pk, counted_at=None).update(
        counted_at=timezone.now(), counts=incident.counts, text_kk=texts["kk"], text_ru=texts["ru"]
    )


@transaction.atomic
def word_incident(*, incident: Incident, text_kk: str, text_ru: str, measures: str) -> bool:
    """Keep the words of the notices and the measures; False once people are being told."""
    waiting = Incident.objects.filter(
        pk=incident.pk, counted_at__isnull=False, telling_asked_at=None
    )
    return bool(waiting.update(text_kk=text_kk, text_ru=text_ru, measures=measures))


def ask_to_tell(*, incident: Incident) -> bool:
    """Have everybody with an account told; False if that was asked before."""
    waiting = Incident.objects.filter(
        pk=incident.pk, counted_at__isnull=False, telling_asked_at=None
    )
    return bool(waiting.update(telling_asked_at=timezone.now()))


def tell_people(*, incident: Incident) -> int:
    """Owe every account concerned its notice; return how many are new. Done twice is as once.

    In pieces, each a transaction: what a killed worker left undone the next run does.
    """
    if incident.telling_asked_at is None or incident.told_at is not None:
        return 0
    context = {"text_kk": incident.text_kk, "text_ru": incident.text_ru}
    owed = 0
    for some in batched(sorted(accounts_of(keys_of(incident))), AT_ONCE, strict=False):
        owed += owe_notices(key=f"incident:{incident.pk}", recipients=some, context=context)
    Incident.objects.filter(pk=incident.pk, told_at=None).update(told_at=timezone.now())
    return owed
