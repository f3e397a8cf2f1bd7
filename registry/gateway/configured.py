"""The gateway that the settings ask for."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from registry.gateway.backends import HttpGateway, NoGateway
from registry.gateway.records import RegistryGateway

_KEYS = frozenset({"backend", "url", "token", "timeout", "ca_file"})


def gateway_from_settings() -> RegistryGateway:
    """Make the gateway described by ``settings.REGISTRY_GATEWAY``.

    ``{"backend": "none"}``, or ``{"backend": "http", "url": ..., "token": ..., "timeout": 5.0}``
    with, where needed, ``"ca_file"``. Raises ImproperlyConfigured, without the token in its
    words, when it is missing or wrong.
    """
    given = getattr(settings, "REGISTRY_GATEWAY", None)
    if not isinstance(given, Mapping):
        raise ImproperlyConfigured("REGISTRY_GATEWAY must be a dictionary with a backend.")
    if unknown := sorted(str(key) for key in given.keys() - _KEYS):
        raise ImproperlyConfigured(f"REGISTRY_GATEWAY does not know {', '.join(unknown)}.")
    match given.get("backend"):
        case "none":
            return NoGateway()
        case "http":
            return _http(given)
        case _:
            raise ImproperlyConfigured("REGISTRY_GATEWAY's backend must be 'http' or 'none'.")


def _http(given: Mapping[str, object]) -> HttpGateway:
    url, token, ca_file = given.get("url"), given.get("token"), given.get("ca_file")
    timeout = given.get("timeout", 5.0)
    if not isinstance(url, str) or not isinstance(token, str):
        raise ImproperlyConfigured("REGISTRY_GATEWAY's backend 'http' needs a url and a token.")
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise ImproperlyConfigured("REGISTRY_GATEWAY's timeout must be a number of seconds.")
    if ca_file is not None and not isinstance(ca_file, str):
        raise ImproperlyConfigured("REGISTRY_GATEWAY's ca_file must be the path of a file.")
    try:
        return HttpGateway(url, token, float(timeout), ca_file=ca_file or None)
    except ValueError as error:
        raise ImproperlyConfigured(f"REGISTRY_GATEWAY: {error}") from None
