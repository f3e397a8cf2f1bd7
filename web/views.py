"""Pages that belong to no part of the domain: health, refusals, how one wants to read."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from web.forms import PreferencesForm
from web.preferences import chosen, keep, preferences_of


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database and the cache answer too; 503 names the one that does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    try:
        cache.set("readyz", 1, timeout=5)
    except (RedisError, OSError):
        return HttpResponse("cache", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose security token is missing or old: say so and offer to go back.

    Its address may be a secret link, which the styles of the page would bring to a proxy's log.
    """
    response = render(request, "web/forbidden_form.html", status=403)
    response["Referrer-Policy"] = "strict-origin"
    return response


@never_cache
def preferences(request: HttpRequest) -> HttpResponse:
    """Ask how the person wants to read, keep it in their browser, go back to where they were.

    Where that was comes from the browser (Referer) and travels in the form: in this page's own
    address it would stand in one more line of a log.
    """
    back = page_before(request)
    form = PreferencesForm(request.POST or None, initial=vars(preferences_of(request)))
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "back": back}
        return render(
            request, "web/preferences.html", context, status=422 if form.is_bound else 200
        )
    response = redirect(back)
    keep(response, chosen(form.cleaned_data))
    messages.success(request, _("Your choice is kept in this browser."))
    return response


def page_before(request: HttpRequest) -> str:
    """Return the path of the page of ours that led to this one; the front page if none is known."""
    if request.method == "POST":
        path = request.POST.get("back", "")
    else:
        referer = request.headers.get("referer", "")
        is_ours = url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()})
        parts = urlsplit(referer if is_ours else "")
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if (
        path.startswith("/")
        and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
        and path.split("?")[0] not in own_addresses()
    ):
        return path
    return f"/{get_language()}/"


def own_addresses() -> set[str]:
    """Return the addresses of the page of preferences: one in each language."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(reverse("preferences"))
    return found
