"""Limits on how often something may be tried: counted in the cache, slowing, never locking out."""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def used_up(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `name` by `key`; return whether more than `limit` fell into the window.

    The window of `seconds` starts with the first try and is not extended by later ones, so that
    nobody is kept out by trying again. `key` is hashed: no contact or number stands in the cache.
    """
    digest = hashlib.blake2b(key.encode(), digest_size=16, key=settings.SECRET_KEY.encode()[:64])
    place = f"limit:{name}:{digest.hexdigest()}"
    cache.add(place, 0, timeout=seconds)
    try:
        return int(cache.incr(place)) > limit
    except ValueError:  # the window closed between the two calls
        cache.set(place, 1, timeout=seconds)
        return False


def address(request: HttpRequest) -> str:
    """Return the network address a request came from; IPv6 is cut to its /64.

    X-Forwarded-For is believed only as far as TRUSTED_PROXIES says.
    """
    remote = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop]
        if len(hops) >= settings.TRUSTED_PROXIES:
            remote = hops[-settings.TRUSTED_PROXIES]
    try:
        parsed = ipaddress.ip_address(remote)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False).network_address)
    return str(parsed)
