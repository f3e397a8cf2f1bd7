"""How often a key may ask: counted in the cache, said in the header fields of every answer.

The fields are those of draft-ietf-httpapi-ratelimit-headers-10: RateLimit-Policy says how many
(q) fit into how many seconds (w), RateLimit how many are left (r) and in how many seconds the
count begins anew (t).
"""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

WINDOW = 60
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """Where a key stands in the present window."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_used_up(self) -> bool:
        """Whether this request was one too many."""
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """Return the header fields that tell the client of it."""
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"requests";q={self.limit};w={WINDOW}',
            "RateLimit": f'"requests";r={left};t={self.seconds_left}',
        }


def count(key_id: int) -> Standing | None:
    """Count one request of a key; None while the cache does not answer: then nobody is limited."""
    window, passed = divmod(int(time.time()), WINDOW)
    place = f"limit:api:{key_id}:{window}"
    try:
        cache.add(place, 0, timeout=2 * WINDOW)
        used = int(cache.incr(place))
    except (RedisError, OSError, ValueError):
        logger.warning("The cache does not answer; the interface counts nothing.")
        return None
    return Standing(settings.API_REQUESTS_A_MINUTE, used, WINDOW - passed)
