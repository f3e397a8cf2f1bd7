"""The list of certificates that ended before their day, for verifiers without a network.

Signed over `[1, "otau-status", made at, good until, revoked, superseded]`. It names nobody: of each
number it holds eight bytes of a digest, so whoever has a number finds it and nobody reads numbers
out of it. What ended by its date is not in it unless it was revoked or replaced, too: the date
stands in the proof.

It is kept in the cache, with what it depends on beside it: the newest fact, how many of the last
facts are committed (numbers are drawn before the commit, so a smaller one may come later), and the
key that signs. So downloads cost two small queries and no signature, and one process at a time
makes the next list.
"""

import hashlib
import time
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db import connection, transaction

from certificates.cose import canonical, sign
from certificates.signing import current_key
from web.locks import hold, lock_number

GOOD_FOR: Final = 7 * 24 * 60 * 60  # seconds
# A list with the same entries is signed anew after so long; a newer age costs everybody a download.
SIGNED_ANEW_AFTER: Final = 60 * 60
# The facts themselves are read again after so long, whatever is known of the newest one.
READ_AGAIN_AFTER: Final = 5 * 60
KEPT_FOR: Final = 2 * SIGNED_ANEW_AFTER
PLACE: Final = "otau-status"
LOCK: Final = b"status list"

# How many of the last numbers are drawn and committed: a late one changes the count.
NEWEST = """
    select newest.id, (
        select count(*) from certificates_certificateevent where id > newest.id - 5000
    )
    from (select coalesce(max(id), 0) as id from certificates_certificateevent) as newest
"""
ENTRIES = """
    select kind, string_agg(entry, ''::bytea order by entry)
    from (
        select event.kind, substring(
            sha256(convert_to('otau-status-1' || certificate.number, 'UTF8')) from 1 for 8
        ) as entry
        from certificates_certificateevent as event
        join certificates_certificate as certificate on certificate.id = event.certificate_id
    ) as ended
    group by kind
"""


class StatusList(NamedTuple):
    """A list that is in the cache, by its tag; `rests_on` is what it was made from."""

    rests_on: tuple[int, int, str]
    tag: str
    entries: bytes
    signed_at: int
    read_at: float
    took: float


def status_list() -> StatusList:
    """Return the list as it is now, by its tag; `bytes_of` has its bytes. Raises NoKeySigns."""
    return _current()


def bytes_of(held: StatusList) -> bytes:
    """Return the signed list; made again if the cache dropped it."""
    content: bytes | None = cache.get(f"{PLACE}:{held.tag}")
    if content is None:
        content = cache.get(f"{PLACE}:{_current(anew=True).tag}")
    if content is None:
        raise OSError("The cache keeps nothing.")
    return content


def _current(*, anew: bool = False) -> StatusList:
    held: StatusList | None = None if anew else cache.get(PLACE)
    if held is not None and _is_fresh(held):
        return held
    with transaction.atomic():
        if held is not None and not _may_make() and time.time() < held.read_at + READ_AGAIN_AFTER:
            return held  # another makes the next one
        hold(LOCK)
        made_meanwhile: StatusList | None = None if anew else cache.get(PLACE)
        if made_meanwhile is not None and _is_fresh(made_meanwhile):
            return made_meanwhile
        return _made(made_meanwhile)


def _is_fresh(held: StatusList) -> bool:
    now, rests_on = time.time(), _rests_on()
    if now > held.read_at + READ_AGAIN_AFTER or now > held.signed_at + SIGNED_ANEW_AFTER:
        return False
    # A long list is not made without a pause while thousands of facts are added.
    pauses = held.took > 1 and now < held.read_at + min(60, 5 * held.took)
    return held.rests_on == rests_on or (pauses and held.rests_on[2] == rests_on[2])


def _rests_on() -> tuple[int, int, str]:
    key_id, _ = current_key()
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        newest, committed = cursor.fetchone()
    return newest, committed, key_id.hex()


def _may_make() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [lock_number(LOCK)])
        return bool(cursor.fetchone()[0])


def _made(before: StatusList | None) -> StatusList:
    """Read the facts and put the list into the cache; keep the signed one if it says the same."""
    began, rests_on = time.time(), _rests_on()
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES)
        entries = {kind: bytes(joined) for kind, joined in cursor.fetchall()}
    revoked, superseded = entries.get("revoked", b""), entries.get("superseded", b"")
    digest = hashlib.sha256(canonical([revoked, superseded])).digest()
    made = StatusList(rests_on, "", digest, int(began), began, 0.0)
    if (
        before is not None
        and (before.entries, before.rests_on[2]) == (digest, rests_on[2])
        and began < before.signed_at + SIGNED_ANEW_AFTER
    ):
        made = made._replace(tag=before.tag, signed_at=before.signed_at)
    else:
        content = signed_status(revoked, superseded, made_at=int(began))
        made = made._replace(tag=hashlib.sha256(content).hexdigest()[:32])
        cache.set(f"{PLACE}:{made.tag}", content, timeout=KEPT_FOR)
    made = made._replace(took=time.time() - began)
    cache.set(PLACE, made, timeout=KEPT_FOR)
    return made


def signed_status(revoked: bytes, superseded: bytes, *, made_at: int) -> bytes:
    """Return the signed list of these entries, which are joined in order."""
    key_id, private_key = current_key()
    body = canonical([1, "otau-status", made_at, made_at + GOOD_FOR, revoked, superseded])
    return sign(body, private_key, key_id)


def entry_of(number: str) -> bytes:
    """Return the entry of a certificate's written number."""
    return hashlib.sha256(b"otau-status-1" + number.encode("ascii")).digest()[:8]
