"""Who gets to a page of the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

type View = Callable[..., HttpResponse]


def only_if(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Return a decorator that lets only those in of whom `may` says so, asked with the user.

    Others are answered with PermissionDenied.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
