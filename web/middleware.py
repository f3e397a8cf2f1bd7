"""The content security policy by area."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware


class ContentSecurityPolicyByArea(ContentSecurityPolicyMiddleware):
    """Strict with nonces for people and clerks, looser for Wagtail's admin."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set the policy of the area the address belongs to."""
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response.__dict__["_csp_config"] = settings.ADMIN_CSP
        return super().process_response(request, response)
