"""Whom an incident concerns, from the record: accounts that can be told, and the rest."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from accounts.identity import account_keys, identity_keys, open_number
from accounts.models import PROVED, Identity, Lookup, LookupSubject, User
from workshop.models import Incident

AT_ONCE = 2000


def entries_of(incident: Incident) -> QuerySet[Lookup]:
    """Return the look-ups of an incident: its period's, of its actor or client if it has one."""
    found = Lookup.objects.filter(at__gte=incident.began_at, at__lt=incident.ended_at)
    if incident.actor_id is not None:
        return found.filter(actor=incident.actor_id)
    return found.filter(client=incident.client) if incident.client else found


def keys_of(incident: Incident) -> set[bytes]:
    """Return the lookup keys of the people looked up: 32 bytes each, read in pieces."""
    subjects = LookupSubject.objects.filter(lookup__in=entries_of(incident))
    rows = subjects.values_list("lookup_key", flat=True).distinct()
    return {bytes(key) for key in rows.iterator(chunk_size=AT_ONCE)}


def accounts_of(keys: set[bytes]) -> dict[int, set[bytes]]:
    """Return the accounts the keys belong to, each with its keys.

    By a number only where the identity is confirmed: who only typed another person's number must
    not be told that this person was looked up.
    """
    found: dict[int, set[bytes]] = {}
    left = set(keys)
    for user, key in _by_number(left):
        found.setdefault(user, set()).add(key)
        left.discard(key)
    if left:
        accounts = User.objects.filter(is_active=True).values_list("pk", flat=True)
        for user in accounts.iterator(chunk_size=AT_ONCE):
            for key in account_keys(user):
                if key in left:
                    found.setdefault(user, set()).add(key)
    return found


def _by_number(keys: set[bytes]) -> Iterator[tuple[int, bytes]]:
    proved = Identity.objects.active().filter(assurance__in=PROVED, user__is_active=True)
    if len(settings.LOOKUP_KEYS) == 1:
        every = list(keys)
        for start in range(0, len(every), AT_ONCE):
            some = proved.filter(lookup_key__in=every[start : start + AT_ONCE])
            for user, key in some.values_list("user_id", "lookup_key"):
                yield user, bytes(key)
        return
    # Two keys are alive: a number may be looked up under the one and kept under the other.
    for one in proved.iterator(chunk_size=AT_ONCE):
        number = open_number(one.sealed_number)
        for key in identity_keys(kind=one.kind, country=one.country, number=number):
            if key in keys:
                yield one.user_id, key


def count(incident: Incident) -> dict[str, Any]:
    """Return the figures of an incident: look-ups, people, how many can be told, by purpose.

    Erased people are in the look-ups alone: nothing says any more who they were.
    """
    entries = entries_of(incident).order_by()
    purposes = dict(entries.values_list("purpose").annotate(number=Count("pk")))
    keys = keys_of(incident)
    accounts = accounts_of(keys)
    known = set().union(*accounts.values()) if accounts else set()
    return {
        "lookups": sum(purposes.values()),
        "people": len(accounts) + len(keys - known),
        "accounts": len(accounts),
        "without_account": len(keys - known),
        "purposes": dict(sorted(purposes.items())),
    }
