"""The admin speaks the language of whoever works in it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


class AdminLanguage:
    """Below /admin/, which has no language in its addresses, the person's own is spoken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Override what the browser would like."""
        user = request.user
        if not request.path.startswith("/admin/") or not user.is_authenticated:
            return self.get_response(request)
        request.LANGUAGE_CODE = user.language
        with translation.override(user.language):
            return self.get_response(request)
