"""A way into lessons about violence, and a quick one out; neither leaves a trace with us.

Before such a lesson stands a page that explains what comes and how to leave. It has the lesson's
own address, so that no telling one stands in the browser's history. That somebody went on is known
to their browser alone, for an hour. "Leave this page" ends the session and leads to a neutral page.
"""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

COOKIE = "otau_visit"
VISIT_SECONDS = 60 * 60


def interruption(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """Return what comes before the lesson at this address; None for who has gone on already.

    `back` is where one goes instead.
    """
    if request.method == "POST":
        response: HttpResponse = HttpResponseRedirect(request.path)
        response.status_code = 303
        return unkept(response, visit=True)
    if request.COOKIES.get(COOKIE) == "1":
        return None
    return unkept(render(request, "web/before_reading.html", {"back": back}))


def unkept(response: HttpResponse, *, visit: bool = False) -> HttpResponse:
    """Forbid every cache, the browser's too, to keep a page; a `visit` lasts an hour from here."""
    add_never_cache_headers(response)
    if visit:
        response.set_cookie(
            COOKIE, "1", max_age=VISIT_SECONDS, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def end_visit(response: HttpResponse) -> None:
    """Let the next one at this browser be asked again."""
    response.delete_cookie(COOKIE, samesite="Lax")


# It must work from a page that is hours old, whatever became of its token. A page elsewhere could
# do no more with it than sign somebody out, and not even that: their cookies are not sent to us.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and lead to the neutral page. Only preferences and language stay.

    Opened by GET (typed, or out of the history) the address just leads there: it is no address
    that tells anything.
    """
    if request.method == "POST":
        logout(request)
    response = HttpResponseRedirect(settings.NEUTRAL_PAGE_URL)
    response.status_code = 303
    if request.method == "POST":
        end_visit(response)
        response.delete_cookie("messages", samesite="Lax")
    return response
