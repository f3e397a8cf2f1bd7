"""Who asks: a bearer key. Unknown, mistyped, expired and revoked keys all look alike."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from api import idempotency, limits
from api.models import ApiKey
from api.problems import NO_KEY, OUT_OF_SCOPE, TOO_MANY, Problem
from api.scopes import Scope
from web.tokens import token_digest

LONGEST_KEY = 100
USE_IS_WRITTEN_EVERY = timedelta(minutes=1)


class Key(HttpBearer):
    """Let a client in whose key is alive and which has the scope; count it.

    `@router.post(…, auth=Key(Scope.APPLICATIONS_WRITE, idempotent=True))`. With `idempotent` an
    Idempotency-Key of the client is looked at: what was answered is answered again, unasked.
    `request.auth` is the ApiKey; `request.auth.client` with its office is read along.
    """

    def __init__(self, scope: Scope, *, idempotent: bool = False) -> None:
        super().__init__()
        self.scope = scope
        self.idempotent = idempotent

    def __call__(self, request: HttpRequest) -> ApiKey:
        """Return the key, or raise a Problem."""
        key = super().__call__(request)
        if key is None:
            raise no_key()
        return key

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """Find the key, count the request, look at the scope."""
        key = find(token)
        if key is None:
            return None
        noted: Any = request
        noted.rate = standing = limits.count(key.pk)
        if standing is not None and standing.is_used_up:
            raise Problem(TOO_MANY, retry_after=standing.seconds_left)
        if self.scope not in key.client.scopes:
            wanted = f'Bearer realm="otau", error="insufficient_scope", scope="{self.scope}"'
            raise Problem(OUT_OF_SCOPE, headers={"WWW-Authenticate": wanted})
        note_use(key)
        if self.idempotent:
            noted.idempotent = idempotency.begin(request, key.client)
        return key


def no_key() -> Problem:
    """The one answer to every key that does not open."""
    return Problem(NO_KEY, headers={"WWW-Authenticate": 'Bearer realm="otau"'})


def find(token: str) -> ApiKey | None:
    """Return the living key with this secret. One query by the digest of the whole."""
    if not token or len(token) > LONGEST_KEY:
        return None
    keys = ApiKey.objects.alive().select_related("client__office")
    return keys.filter(digest=token_digest(token)).first()


def note_use(key: ApiKey) -> None:
    """Write that the key was used, at most once a minute."""
    now = timezone.now()
    before = now - USE_IS_WRITTEN_EVERY
    if key.last_used_at is None or key.last_used_at < before:
        ApiKey.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=before), pk=key.pk).update(
            last_used_at=now
        )
