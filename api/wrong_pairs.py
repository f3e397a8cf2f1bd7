"""Pairs that name nobody are counted: what somebody with a stolen key could try is little.

Whoever holds a list of identity numbers would have to know the application of each; whoever wants
to know of one person's would try application numbers. So a client has few wrong pairs an hour in
all and fewer a day for any one person. Right pairs are never counted.
"""

import hashlib
import time
from collections.abc import Callable, Iterable

from django.core.cache import cache
from redis.exceptions import RedisError

from api.models import ApiClient
from api.problems import BUSY, UNKNOWN_PAIRS, Problem

HOUR, DAY = 3600, 24 * 3600
MOST_OF_A_CLIENT = 200  # an hour
MOST_OF_A_PERSON = 5  # a day, by one client
CACHE_IS_BACK_AFTER = 5  # seconds


class WrongPairs:
    """What one client has tried in vain, and still may. Without a cache nobody may try."""

    def __init__(self, client: ApiClient) -> None:
        hour, passed = divmod(int(time.time()), HOUR)
        self._client = client.public_id
        self._of_client = f"api-wrong:{self._client}:{hour}"
        self._seconds_left = HOUR - passed
        self._day = int(time.time()) // DAY

    def refuse_if_used_up(self) -> None:
        """Raise Problem, 429, when the client has tried too many pairs in this hour."""
        if _asked(lambda: cache.get(self._of_client, 0)) > MOST_OF_A_CLIENT:
            raise Problem(UNKNOWN_PAIRS, retry_after=self._seconds_left)

    def of_people(self, keys: Iterable[bytes]) -> dict[bytes, int]:
        """Return how many pairs were tried in vain today for each of these lookup keys."""
        places = {self._place(key): key for key in keys}
        found = _asked(lambda: cache.get_many(places))
        return {key: found.get(place, 0) for place, key in places.items()}

    def count(self, wrong: Iterable[bytes]) -> None:
        """Count wrong pairs by the lookup keys of whom they were about; refuse if too many."""
        keys = list(wrong)
        for key in keys:
            _asked(lambda key=key: _raise(self._place(key), 1, 2 * DAY))  # type: ignore[misc]
        if keys and _asked(lambda: _raise(self._of_client, len(keys), 2 * HOUR)) > (
            MOST_OF_A_CLIENT
        ):
            raise Problem(UNKNOWN_PAIRS, retry_after=self._seconds_left)

    def _place(self, key: bytes) -> str:
        digest = hashlib.blake2b(key, digest_size=16, person=b"otau wrong pair").hexdigest()
        return f"api-wrong:{self._client}:{self._day}:{digest}"


def _raise(place: str, by: int, timeout: int) -> int:
    cache.add(place, 0, timeout=timeout)
    return int(cache.incr(place, by))


def _asked[T](cached: Callable[[], T]) -> T:
    try:
        return cached()
    except (RedisError, OSError, ValueError):
        raise Problem(BUSY, retry_after=CACHE_IS_BACK_AFTER) from None
