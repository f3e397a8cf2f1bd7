"""Below /api/ there are programs: no cookie, no session, no form's token, no language to go to.

What stands behind this middleware is made for browsers. A session's cookie would be looked at, an
unknown address redirected to a language, a signed-in colleague sent to their second factor. So the
interface is answered here, and every error of whatever origin leaves as a problem.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from api import idempotency
from api.frame import failed
from api.problems import (
    BAD_REQUEST,
    BY_STATUS,
    CONTENT_TYPE,
    LENGTH_REQUIRED,
    NOT_FOUND,
    TOO_LARGE,
    Problem,
)

BELOW = "/api/"


class ApiFrame:
    """Answers everything below /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next one in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a program here; pass on everybody else."""
        if not request.path_info.startswith(BELOW):
            return self.get_response(request)
        noted: Any = request
        noted.rate = noted.idempotent = None
        with translation.override(language_of(request)):
            response = as_problem(answer(request))
        if noted.idempotent is not None:
            idempotency.settle(noted.idempotent, response)
        if noted.rate is not None:
            for name, value in noted.rate.headers().items():
                response[name] = value
        response["Cache-Control"] = "no-store"
        return response


def answer(request: HttpRequest) -> HttpResponse:
    """Find the view and ask it; what goes wrong before and in it becomes a problem."""
    try:
        request.get_host()
        refuse_body(request)
        match = resolve(request.path_info)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404):
        return Problem(NOT_FOUND).response()
    except Problem as problem:
        return problem.response()
    except (DisallowedHost, SuspiciousOperation, UnreadablePostError) as error:
        too_big = isinstance(error, RequestDataTooBig)
        return Problem(TOO_LARGE if too_big else BAD_REQUEST).response()
    except Exception as error:  # noqa: BLE001 the last one who can answer
        return failed(request, error)


def refuse_body(request: HttpRequest) -> None:
    """Refuse what is too large or does not say how large it is, before any of it is read."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise Problem(LENGTH_REQUIRED)
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isascii() or not length.isdigit():
        raise Problem(BAD_REQUEST)
    if int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise Problem(TOO_LARGE)


def as_problem(response: HttpResponse) -> HttpResponse:
    """Turn an error that somebody else answered (405, 400 …) into a problem."""
    if response.status_code < 400 or response.get("Content-Type") == CONTENT_TYPE:
        return response
    kept = {name: response[name] for name in ("Allow",) if name in response}
    return Problem(BY_STATUS.get(response.status_code, BAD_REQUEST), headers=kept).response()


def language_of(request: HttpRequest) -> str:
    """Return the language asked for (Accept-Language); Kazakh otherwise."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
