"""The record of look-ups: a chain of keyed commitments that shows when an entry was changed.

Each entry's digest covers the one before it (a hash chain, as in RFC 6962's reasoning about logs,
without the tree). Whom it was about stands beside, under a random salt: erasing that row leaves
the chain verifiable and the commitment unreadable.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions.identity import active_identity
from accounts.exceptions import ChainBroken
from accounts.identity import account_keys, identity_keys, open_number
from accounts.models import PROVED, Lookup, LookupCheckpoint, LookupSubject, User
from web.locks import hold

LOCK = b"record of look-ups"
START = bytes(32)
SALT_BYTES = 16
HEARD_EVERY = 50_000
CLIENT = re.compile(r"[A-Za-z0-9_-]{1,40}")


def record_lookup(
    *, actor: User, place: str, purpose: str, lookup_key: bytes, answer: str
) -> Lookup:
    """Append that `actor` looked up the person of `lookup_key`, where, for what, with what answer.

    `place` is a name that the person may read later; `purpose` a short word (accounts.record_words
    says it to the person). Must not be called inside another transaction (RuntimeError): its lock
    is everybody's, and the entry has to stand even when what follows fails.
    """
    return record_lookups(
        actor=actor, place=place, purpose=purpose, answers=[(lookup_key, answer)]
    )[0]


def record_lookups(
    *,
    actor: User | None = None,
    client: str = "",
    place: str,
    purpose: str,
    answers: Sequence[tuple[bytes, str]],
) -> list[Lookup]:
    """Append one entry for each (lookup key, answer), in order: all of them or none.

    Who looked is either `actor`, one of the staff, or `client`, the public id of a system that
    calls the interface (ValueError for both or neither; ValueError for a longer or stranger id
    than the record can keep). One lock and four queries however many there are; whoever writes
    very many in a row hands them over in pieces, since the lock is everybody's.
    """
    if (actor is None) == (not client):
        raise ValueError("A look-up has one who looked: an actor or a client.")
    if client and not CLIENT.fullmatch(client):
        raise ValueError("A client's public id is letters, digits and hyphens.")
    if not answers:
        return []
    with transaction.atomic(durable=True):
        hold(LOCK)
        sequence, before = head() or (0, START)
        entries, subjects = [], []
        for number, (lookup_key, answer) in enumerate(answers, start=sequence + 1):
            salt = secrets.token_bytes(SALT_BYTES)
            entry = Lookup(
                sequence=number,
                at=timezone.now(),
                actor=actor,
                client=client,
                place=place,
                purpose=purpose,
                commitment=commit(salt, lookup_key, answer),
            )
            entry.chain = before = link(before, entry)
            entries.append(entry)
            subjects.append(
                LookupSubject(lookup=entry, lookup_key=lookup_key, answer=answer, salt=salt)
            )
        Lookup.objects.bulk_create(entries)
        LookupSubject.objects.bulk_create(subjects)
    return entries


def commit(salt: bytes, lookup_key: bytes, answer: str) -> bytes:
    """Return the commitment (32 bytes) to whom a look-up was about and what was answered."""
    return hmac.digest(bytes(salt), bytes(lookup_key) + b"\0" + answer.encode(), hashlib.sha256)


def link(before: bytes, lookup: Lookup) -> bytes:
    """Return the digest (32 bytes) of an entry and all that came before it.

    An entry of a client has one field more; each carries its length, so that no entry of one kind
    can be read as one of the other, and entries from before there were clients stay as they are.
    """
    at: datetime = lookup.at
    fields = [
        str(lookup.sequence),
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        "" if lookup.actor_id is None else str(lookup.actor_id),
        lookup.place,
        lookup.purpose,
    ]
    if lookup.client:
        fields.append(lookup.client)
    digest = hashlib.sha256(bytes(before))
    for field in (*(field.encode() for field in fields), bytes(lookup.commitment)):
        digest.update(len(field).to_bytes(4) + field)
    return digest.digest()


def verify_chain(
    *, known: tuple[int, bytes] | None = None, heard: Callable[[int], None] | None = None
) -> int:
    """Check every entry; return their number. Raises ChainBroken, naming the first bad one.

    It begins after the newest checkpoint, if entries have been removed for their age. `heard` is
    told from time to time how far it is.

    `known` is a sequence number and the digest that was noted down for it earlier: with it, the
    removal of the newest entries and a chain written anew are noticed too.
    """
    begins = LookupCheckpoint.objects.last()
    first, before = (begins.sequence, bytes(begins.digest)) if begins is not None else (0, START)
    if known is not None and known[0] <= first:
        _compare_with_checkpoint(*known)
        known = None
    number = first
    entries: Iterable[Lookup] = (
        Lookup.objects.select_related("subject").order_by("sequence").iterator(chunk_size=2000)
    )
    for number, lookup in enumerate(entries, start=first + 1):
        if lookup.sequence != number:
            raise ChainBroken(f"Entry {number} is missing.")
        if link(before, lookup) != bytes(lookup.chain):
            raise ChainBroken(f"Entry {number} was changed.")
        subject: LookupSubject | None = getattr(lookup, "subject", None)
        if subject is not None and commit(
            bytes(subject.salt), bytes(subject.lookup_key), subject.answer
        ) != bytes(lookup.commitment):
            raise ChainBroken(f"Whom entry {number} was about was changed.")
        before = bytes(lookup.chain)
        if known is not None and known[0] == number and known[1] != before:
            raise ChainBroken(f"Entry {number} is not the one that was noted down.")
        if heard is not None and not number % HEARD_EVERY:
            heard(number)
    if known is not None and known[0] > number:
        raise ChainBroken(f"Entry {known[0]} was noted down and is missing.")
    return number - first


def _compare_with_checkpoint(sequence: int, digest: bytes) -> None:
    """Compare what was noted for an entry that was removed since, where a segment ended with it."""
    found = LookupCheckpoint.objects.filter(sequence=sequence).first()
    if found is not None and bytes(found.digest) != digest:
        raise ChainBroken(f"Entry {sequence} is not the one that was noted down.")


def head() -> tuple[int, bytes] | None:
    """Return sequence number and digest of the newest entry, to be noted down elsewhere.

    Of the newest checkpoint, where every entry has been removed for its age.
    """
    last = Lookup.objects.order_by("-sequence").values_list("sequence", "chain").first()
    if last is None:
        last = LookupCheckpoint.objects.values_list("sequence", "digest").last()
    return (last[0], bytes(last[1])) if last is not None else None


def lookups_of(user: User) -> QuerySet[Lookup]:
    """Return the look-ups of a person, newest first: of their account, and of their number.

    Those of a number only once the identity is confirmed: with a number that was only declared
    somebody could see who looked up another person.
    """
    keys = account_keys(user.pk)
    identity = active_identity(user)
    if identity is not None and identity.assurance in PROVED:
        keys += identity_keys(
            kind=identity.kind, country=identity.country, number=open_number(identity.sealed_number)
        )
    return Lookup.objects.filter(subject__lookup_key__in=keys).order_by("-sequence")
