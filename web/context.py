"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest


def otau(request: HttpRequest) -> dict[str, object]:
    """Return what every page may need: whether this is a demonstration, and the base address."""
    return {"IS_DEMO": settings.MODE == "demo", "BASE_URL": settings.BASE_URL}
