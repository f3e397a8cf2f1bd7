"""What a stolen key signed before it was stolen: a list, signed by another key.

`[1, "otau-kept", made at, key id, stolen at, entries]`. A proof by the stolen key is good if its
entry is in the list, and nothing else makes it good: whoever has the key can write any date, and
whoever can write into the database, too, cannot slip a document into a day that has its head.
"""

import hashlib
import time
from typing import Final

from django.core.cache import cache
from django.db import connection, transaction

from certificates.chain.late import CAME_LATE
from certificates.cose import canonical, sign
from certificates.models import SigningKey
from certificates.signing import current_key
from web.locks import hold

KEPT_FOR: Final = 30 * 24 * 60 * 60
LOCK: Final = b"kept list"

ENTRIES = f"""
    select string_agg(entry, ''::bytea order by entry) from (
        select substring(
            sha256(convert_to('otau-kept-1' || issue.signed_payload, 'UTF8')) from 1 for 16
        ) as entry
        from certificates_certificateissue as issue
        where issue.key_id = %s and issue.issued_at < %s and not {CAME_LATE}
    ) as kept
"""  # noqa: S608


def kept_list(key: SigningKey) -> bytes | None:
    """Return the signed list of a key that was stolen, None of one that was not.

    Made once for each moment and each key that signs it, and kept in the cache. Raises NoKeySigns.
    """
    key = SigningKey.objects.with_theft().get(pk=key.pk)
    if key.stolen_from is None:
        return None
    signer, private_key = current_key()
    stolen_at = int(key.stolen_from.timestamp())
    place = f"otau-kept:{key.key_id}:{stolen_at}:{signer.hex()}"
    held: bytes | None = cache.get(place)
    if held is not None:
        return held
    with transaction.atomic():
        hold(LOCK)
        if (held := cache.get(place)) is not None:
            return held
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, [key.key_id, key.stolen_from])
            entries = bytes(cursor.fetchone()[0] or b"")
        body = canonical(
            [1, "otau-kept", int(time.time()), bytes.fromhex(key.key_id), stolen_at, entries]
        )
        made = sign(body, private_key, signer)
        cache.set(place, made, timeout=KEPT_FOR)
    return made


def entry_of(signed_text: str) -> bytes:
    """Return the entry of a QR code's signed text."""
    return hashlib.sha256(b"otau-kept-1" + signed_text.encode("ascii")).digest()[:16]
