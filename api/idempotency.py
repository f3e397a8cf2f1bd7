"""Asked twice, done once (draft-ietf-httpapi-idempotency-key-header-07).

A client names its request by an Idempotency-Key. For 24 hours the same request under the same key
gets the same answer; another one under it is refused; a twin that comes while the first is worked
on is told to wait. Only what succeeded is kept: a refusal did nothing, and the corrected request
may use the key.

The answer may be about people, so it is sealed. The fingerprint of a body full of identity numbers
is keyed: plain ones could be found by trying.
"""

import hashlib
import hmac
import logging
import math
import re
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from api.models import ApiClient, IdempotentRequest
from api.problems import BAD_IDEMPOTENCY_KEY, IN_FLIGHT, KEY_REUSED, Problem
from web.sealing import seal, unseal
from web.tokens import same_digest

KEPT = timedelta(hours=24)
# Longer than any request works; whoever has not answered by then was killed.
HELD = timedelta(seconds=120)
PLACE = "api.answer"
CONTENT_TYPE = "application/json; charset=utf-8"
# A string of structured fields (RFC 9651); the quotes may be missing.
_KEY = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,200})"|([\x21\x23-\x5b\x5d-\x7e]{1,200})')
logger = logging.getLogger(__name__)


class AlreadyAnswered(Exception):
    """The request was answered before; the answer is given again."""

    def __init__(self, status: int, content: str) -> None:
        super().__init__(status)
        self.status, self.content = status, content

    def response(self) -> HttpResponse:
        """Return the answer as it was."""
        answer = HttpResponse(self.content, status=self.status, content_type=CONTENT_TYPE)
        answer["Idempotent-Replayed"] = "true"
        return answer


def begin(request: HttpRequest, client: ApiClient) -> IdempotentRequest | None:
    """Hold the request for this attempt; None without an Idempotency-Key.

    Raises AlreadyAnswered, and a Problem for another request under the key or a twin in flight.
    """
    header = request.headers.get("Idempotency-Key")
    if header is None:
        return None
    found = _KEY.fullmatch(header.strip())
    if found is None:
        raise Problem(BAD_IDEMPOTENCY_KEY)
    name = found[1] or found[2]
    now = timezone.now()
    fresh = IdempotentRequest(
        client=client, key_digest=_digest(b"key", name.encode()),
        fingerprint=_digest(
            str(request.method).encode(), request.get_full_path().encode(), request.body
        ),
        made_at=now, held_until=now + HELD,
    )  # fmt: skip
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return _again(fresh, now)
    return fresh


@transaction.atomic
def _again(fresh: IdempotentRequest, now: datetime) -> IdempotentRequest:
    """Decide about a request whose key is known."""
    known = (
        IdempotentRequest.objects.select_for_update()
        .filter(client=fresh.client, key_digest=fresh.key_digest)
        .first()
    )
    if known is None:  # the first one was refused between the two questions
        fresh.save(force_insert=True)
        return fresh
    if known.made_at > now - KEPT:
        if not same_digest(known.fingerprint, fresh.fingerprint):
            raise Problem(KEY_REUSED)
        if known.sealed_answer is not None and known.status is not None:
            raise AlreadyAnswered(known.status, unseal(known.sealed_answer, PLACE))
        if known.held_until > now:
            wait = math.ceil((known.held_until - now).total_seconds())
            raise Problem(IN_FLIGHT, retry_after=min(wait, 5))
    else:
        known.fingerprint, known.made_at = fresh.fingerprint, now
        known.answered_at = known.status = known.sealed_answer = None
    known.attempt, known.held_until = uuid.uuid4(), now + HELD
    known.save()
    return known


def settle(held: IdempotentRequest, response: HttpResponse) -> None:
    """Keep the answer of this attempt, or let go of the key if nothing was done.

    An attempt that was taken over keeps nothing. Where the database does not take the answer, the
    request is done again when it comes again, which does no harm.
    """
    mine = IdempotentRequest.objects.filter(pk=held.pk, attempt=held.attempt, answered_at=None)
    try:
        if 200 <= response.status_code < 300:
            mine.update(
                answered_at=timezone.now(), status=response.status_code,
                sealed_answer=seal(response.content.decode(), PLACE),
            )  # fmt: skip
        else:
            mine.delete()
    except DatabaseError:
        logger.warning("The answer to a request could not be kept.")


def forget(now: datetime) -> int:
    """Delete what is older than a day; return how many."""
    return IdempotentRequest.objects.filter(made_at__lte=now - KEPT).delete()[0]


def _digest(*parts: bytes) -> bytes:
    """Return a keyed digest of the parts, each with its length."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"otau idempotency", hashlib.sha256)
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.digest()
