"""What the frame knows of a request."""

from django.http import HttpRequest

from api.limits import Standing
from api.models import ApiKey, IdempotentRequest


class ApiRequest(HttpRequest):
    """A request that came with a valid key. `auth.client` is who asks."""

    auth: ApiKey
    rate: Standing | None
    idempotent: IdempotentRequest | None
