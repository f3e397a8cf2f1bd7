"""The page that verifies a certificate's QR code without a network, and its service worker.

The page is made without the request, so that nothing of whoever asks can stand in it: it is kept on
the device and shown to whoever opens it there.
"""

import hashlib
import json
import re
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates.forms import OfflineForm

CAMERA = "camera=(self), microphone=(), geolocation=()"
SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
HOURS_TOLD = 48
DAYS_TOLD = 60
_ASSET = re.compile(rf'="({re.escape(settings.STATIC_URL)}[^"]+)"')


@require_safe
@cache_control(public=True, no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page; it may ask for the camera."""
    response = HttpResponse(page(get_language() or "kk"))
    response["Permissions-Policy"] = CAMERA
    return response


@require_safe
@cache_control(public=True, no_cache=True)
def offline_worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker that keeps the page; where it is switched off, one that ends itself."""
    if settings.OFFLINE_VERIFICATION:
        text = f"const OFFLINE = {json.dumps(kept())};\n{_script('offline-worker')}"
    else:
        text = _script("offline-worker-ends")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def page(language: str) -> str:
    """Return the page in a language, the same for everybody."""
    addresses = _in_each_language("certificates:offline")
    with override(language):
        context = {
            "form": OfflineForm(use_required_attribute=False),
            "is_on": settings.OFFLINE_VERIFICATION,
            "ages": ages(),
            "workers": " ".join(_in_each_language("certificates:offline_worker")),
            "translated_urls": dict(zip(_languages(), addresses, strict=True)),
        }
        return render_to_string("certificates/offline.html", context)


def kept() -> dict[str, object]:
    """Return the addresses that the worker keeps, and a version that changes with what they hold.

    Whatever the page names under the static folder is kept; those names change with the contents.
    """
    pages = [page(language) for language in _languages()]
    assets = {address for html in pages for address in _ASSET.findall(html)}
    addresses = [
        *_in_each_language("certificates:offline"), *sorted(assets), reverse("plain_styles"),
    ]  # fmt: skip
    what = json.dumps([addresses, pages, _script("offline-worker")])
    return {"version": hashlib.sha256(what.encode()).hexdigest()[:12], "addresses": addresses}


def ages() -> dict[str, list[str]]:
    """Return how old something is, in words: by whole hours, and by whole days."""
    hours = [_("made less than an hour ago")] + [
        ngettext("made %(number)s hour ago", "made %(number)s hours ago", number)
        % {"number": number}
        for number in range(1, HOURS_TOLD)
    ]
    days = [
        ngettext("made %(number)s day ago", "made %(number)s days ago", number) % {"number": number}
        for number in range(DAYS_TOLD)
    ]
    return {"hours": hours, "days": [*days, _("made more than two months ago")]}


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _in_each_language(name: str) -> list[str]:
    addresses = []
    for language in _languages():
        with override(language):
            addresses.append(reverse(name))
    return addresses


def _script(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text()
