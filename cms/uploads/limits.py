"""What is too large is refused by what the request says of itself, before any of it is received."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from cms.uploads.forms import too_large

View = TypeVar("View", bound=Callable[..., Any])
# What comes with a file in a form: names, tokens, borders.
REST_OF_FORM = 256 * 1024
KINDS = {
    "wagtailimages": "picture",
    "wagtailimages_chooser": "picture",
    "wagtaildocs": "document",
    "wagtaildocs_chooser": "document",
    "wagtailmedia": "video",
}


def takes_files(kind: str, may: Callable[[Any], bool] | None = None) -> Callable[[View], View]:
    """Let a view of the admin receive a file as large as settings.UPLOAD_LIMITS says of `kind`.

    `may` says of a user whether they are let in: of whoever is not, nothing large is received.
    """

    def mark(view: View) -> View:
        view.__dict__["takes_files"] = kind
        view.__dict__["takes_files_of"] = may
        return view

    return mark


class UploadLimit:
    """Answer 413 to a body that is larger than anything its address takes.

    Without it a form's body would be written to the disk before anybody asks how large it is, even
    of a visitor who may not send it at all. A body that does not say its length is empty to Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next one in the chain; it stands behind the one that knows the user."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let pass what is not too large."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return self.get_response(request)
        kind = kind_for(request)
        most = settings.UPLOAD_LIMITS[kind] if kind else 0
        if most and length <= most + REST_OF_FORM:
            return self.get_response(request)
        return refuse(request, most or settings.DATA_UPLOAD_MAX_MEMORY_SIZE, kind)


def kind_for(request: HttpRequest) -> str:
    """Return the kind of file that is taken here of whoever asks; empty where none is."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_staff:
        return ""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return ""
    may = getattr(match.func, "takes_files_of", None)
    return kind_of(match) if may is None or may(user) else ""


def kind_of(match: ResolverMatch) -> str:
    """Return the kind of file that an address takes; empty where it takes none."""
    if own := getattr(match.func, "takes_files", ""):
        return str(own)
    kind = KINDS.get(match.namespace, "")
    return "audio" if match.kwargs.get("media_type") == "audio" else kind


def refuse(request: HttpRequest, most: int, kind: str) -> HttpResponse:
    """Answer 413 in the person's language: JSON to Wagtail's uploaders, a page to others."""
    profile = getattr(getattr(request, "user", None), "wagtail_userprofile", None)
    in_admin = request.path_info.startswith("/admin/")
    language = profile.get_preferred_language() if profile and in_admin else None
    with translation.override(language or translation.get_language()):
        message = too_large(most, kind)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": message}, status=413)
        return render(request, "cms/too_large.html", {"message": message}, status=413)
