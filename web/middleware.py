"""Headers of every answer: content security by area, who may keep it, what a page may ask for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils.cache import patch_cache_control


class ContentSecurityPolicyByArea(ContentSecurityPolicyMiddleware):
    """Strict with nonces for people and clerks, looser for Wagtail's admin."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set the policy of the area the address belongs to."""
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response.__dict__["_csp_config"] = settings.ADMIN_CSP
        return super().process_response(request, response)


class PrivateUnlessSaid:
    """Forbid shared caches to keep an answer that says nothing about caching.

    Most pages show who is signed in. What may be shared (static files, public keys) says so, and is
    then the same for everybody: one copy in a cache is enough for all cookies. When it happens to
    bring a cookie (a session is written anew once a day) it is that browser's alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next one in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say who may keep the answer."""
        response = self.get_response(request)
        if "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        elif has_directive(response, "public"):
            if response.cookies:
                patch_cache_control(response, private=True)
            else:
                forget_cookies(response)
        return response


def has_directive(response: HttpResponse, name: str) -> bool:
    """Whether Cache-Control says `name`."""
    return name in (part.strip() for part in response.get("Cache-Control", "").split(","))


def forget_cookies(response: HttpResponse) -> None:
    """Say that the answer does not depend on cookies, though somebody looked at one."""
    said = [one.strip() for one in response.get("Vary", "").split(",")]
    if others := [one for one in said if one and one.lower() != "cookie"]:
        response["Vary"] = ", ".join(others)
    else:
        del response["Vary"]


class NoSensorsUnlessSaid:
    """Forbid a page the camera, the microphone and the place, unless its view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next one in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header where there is none."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response
