"""The link that stops messages, without signing in; and notices the law wants people to have."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LearnerRequest
from accounts.views.guards import account_required
from notifications.actions import stop_by_token
from notifications.questions import notices_of

MOST_CHARACTERS = 100
ON_A_PAGE = 20
ONE_CLICK = "List-Unsubscribe"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, with one button; stop on POST. Whether the link is known is told to nobody.

    Opening it stops nothing, as mail scanners open links. A mail program's own button posts
    `List-Unsubscribe=One-Click` and has no form of ours (RFC 8058), so that post alone needs no
    form token. Nobody is signed in, and the address is told to no other page.
    """
    if request.method == "POST" and request.POST.get(ONE_CLICK) == "One-Click":
        stop_by_token(token=token[:MOST_CHARACTERS])
        response = HttpResponse(status=200, content_type="text/plain")
    else:
        response = ask(request, token)
    # The path stays out of every other request. "no-referrer" would take the origin from the form,
    # too, and the form would be refused.
    response["Referrer-Policy"] = "strict-origin"
    return response


@account_required
@require_safe
def notices(request: LearnerRequest) -> HttpResponse:
    """Show the notices about the person's data, in the language of the page."""
    page = Paginator(notices_of(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "kk"
    rows = [(one, one.context.get(f"text_{language}", "")) for one in page]
    return render(request, "notifications/notices.html", {"page": page, "rows": rows})


@csrf_protect
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; on POST stop and say so."""
    stopped = request.method == "POST"
    if stopped:
        stop_by_token(token=token[:MOST_CHARACTERS])
    return render(request, "notifications/stop.html", {"stopped": stopped})
