"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest

from web.preferences import preferences_of


def otau(request: HttpRequest) -> dict[str, object]:
    """Return what every page may need: how it is to look, what site this is, its base address."""
    return {
        "IS_DEMO": settings.MODE == "demo",
        "BASE_URL": settings.BASE_URL,
        "preferences": preferences_of(request),
    }
