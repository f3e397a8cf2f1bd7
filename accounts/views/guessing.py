"""Guessing codes across many contacts: each has five tries, so an address is slowed as well."""

from django.core.cache import cache
from django.http import HttpRequest

from web.limits import address, used_up
from web.tokens import token_digest

# Far more slips than the people behind one mobile network's address make in that time.
WRONG_PER_ADDRESS = {"limit": 100, "seconds": 15 * 60}
PAUSE = 30  # seconds


def _pause_of(request: HttpRequest) -> str:
    return f"code-pause:{token_digest(address(request)).hex()}"


def must_wait(request: HttpRequest) -> bool:
    """Whether codes from this address are not looked at for the moment; none is used up by it."""
    return bool(cache.get(_pause_of(request)))


def count_wrong_code(request: HttpRequest) -> None:
    """After many wrong codes from one address each further one costs a short pause."""
    if used_up("code-wrong", address(request), **WRONG_PER_ADDRESS):
        cache.set(_pause_of(request), True, timeout=PAUSE)
