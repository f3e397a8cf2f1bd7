"""Who may see a page. A guard stands outermost on a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts.actions.consent import consent_is_current
from accounts.models import User

type View = Callable[..., HttpResponse]

# Set on a view by `learner_required`; the welcome middleware looks for it.
NEEDS_WELCOME = "needs_welcome"


def learner_required(view: View) -> View:
    """Let only a learner in who has been welcomed: name given, newest consent text agreed to."""
    guarded = account_required(view)
    setattr(guarded, NEEDS_WELCOME, True)
    return guarded


def account_required(view: View) -> View:
    """Let only a learner in, also before the welcome. The answer is private and never stored."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            response: HttpResponse = to_door(request, "accounts:sign_in")
        elif request.user.is_staff:
            response = render(request, "accounts/for_learners.html", status=403)
        else:
            response = view(request, *args, **kwargs)
        return private(response)

    return guarded


def staff_required(view: View) -> View:
    """Let only staff in; to learners the page does not exist. The answer is never stored."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return private(to_door(request, "account_login"))
        if not request.user.is_staff:
            raise Http404
        return private(view(request, *args, **kwargs))

    return guarded


def private(response: HttpResponse) -> HttpResponse:
    """Forbid every cache, the browser's too, to keep `response`."""
    add_never_cache_headers(response)
    return response


def welcome_step(user: User) -> str:
    """Return the name of the page a learner has to see first; empty once they were welcomed."""
    if not user.name:
        return "accounts:welcome"
    return "" if consent_is_current(user) else "accounts:consent"


def to_door(request: HttpRequest, name: str) -> HttpResponse:
    """Send the visitor to the page called `name`, and let it know where they wanted to go.

    An htmx request makes the whole page go there; only a page that can be asked for again by GET
    is remembered.
    """
    address = resolve_url(name)
    htmx = getattr(request, "htmx", None)
    if request.method == "GET" and not htmx:
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseClientRedirect(address) if htmx else HttpResponseRedirect(address)


def safe_path(request: HttpRequest, path: object) -> str:
    """Return `path` if it is a path of this site, else an empty string."""
    if (
        isinstance(path, str)
        and path.startswith("/")
        and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    ):
        return path
    return ""
