"""The specification, and the pages about the interface."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from api.frame import specification


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI document. No key is needed to read it."""
    return HttpResponse(specification(), content_type="application/json")
