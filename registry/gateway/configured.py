"""The gateway that the settings ask for."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from registry.gateway.backends import HttpGateway, NoGateway
from registry.gateway.records import RegistryGateway

_KEYS = frozenset({"backend", "url", "token", "timeout", "ca_file"})


def gateway_from_settings(patience: float | None = None) -> RegistryGateway:
    """Make the gateway described by ``settings.REGISTRY_GATEWAY``.

    ``{"backend": "none"}``, or ``{"backend": "http", "url": ..., "token": ..., "timeout": 5.0}``
    with, where needed, ``"ca_file"``; or the dotted path of a class with the same ``ask``, which is
    made with the other keys as keyword arguments. ``patience`` shortens the timeout for somebody
    who cannot wait so long. Raises ImproperlyConfigured, without the token in its words, when it
    is missing or wrong.
    """
    given = getattr(settings, "REGISTRY_GATEWAY", None)
    if not isinstance(given, Mapping):
        raise ImproperlyConfigured("REGISTRY_GATEWAY must be a dictionary with a backend.")
    match given.get("backend"):
        case str(path) if "." in path:
            return _another(path, given, patience)
        case "none" | "http" as name:
            if unknown := sorted(str(key) for key in given.keys() - _KEYS):
                raise ImproperlyConfigured(f"REGISTRY_GATEWAY does not know {', '.join(unknown)}.")
            return NoGateway() if name == "none" else _http(given, patience)
        case _:
            raise ImproperlyConfigured(
                "REGISTRY_GATEWAY's backend must be 'http', 'none' or the path of a class."
            )


def _another(path: str, given: Mapping[str, object], patience: float | None) -> RegistryGateway:
    """Make a gateway of another kind: the place for the state's Smart Bridge."""
    options = {str(key): value for key, value in given.items() if key != "backend"}
    options["timeout"] = _timeout(given, patience)
    try:
        gateway: RegistryGateway = import_string(path)(**options)
    except (ImportError, TypeError, ValueError) as error:
        raise ImproperlyConfigured(
            f"REGISTRY_GATEWAY's backend {path} could not be made: {type(error).__name__}."
        ) from None
    return gateway


def _timeout(given: Mapping[str, object], patience: float | None) -> float:
    timeout = given.get("timeout", 5.0)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise ImproperlyConfigured("REGISTRY_GATEWAY's timeout must be a number of seconds.")
    return float(timeout if patience is None else min(timeout, patience))


def _http(given: Mapping[str, object], patience: float | None) -> HttpGateway:
    url, token, ca_file = given.get("url"), given.get("token"), given.get("ca_file")
    if not isinstance(url, str) or not isinstance(token, str):
        raise ImproperlyConfigured("REGISTRY_GATEWAY's backend 'http' needs a url and a token.")
    timeout = _timeout(given, patience)
    if ca_file is not None and not isinstance(ca_file, str):
        raise ImproperlyConfigured("REGISTRY_GATEWAY's ca_file must be the path of a file.")
    try:
        return HttpGateway(url, token, timeout, ca_file=ca_file or None)
    except ValueError as error:
        raise ImproperlyConfigured(f"REGISTRY_GATEWAY: {error}") from None
