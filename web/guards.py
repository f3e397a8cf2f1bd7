"""Who gets to a page of the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

type View = Callable[..., HttpResponseBase]


def only_if(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Return a decorator that lets only those in of whom `may` says so, asked with the user.

    Others are answered with PermissionDenied.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def private_to(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Return the decorator of `only_if` for pages of which nobody's cache, a browser's too, keeps
    anything.
    """
    guard = only_if(may)
    return lambda view: never_cache(guard(view))
