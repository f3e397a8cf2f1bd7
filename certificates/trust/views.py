"""What anybody may fetch and keep, to check certificates without asking us again."""

import hashlib
import json
import time
from contextlib import suppress
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from certificates.cose import CONTENT_TYPE
from certificates.exceptions import KeyRefused, NoKeySigns
from certificates.keys import public_key_document
from certificates.signing import current_key, published_keys
from certificates.trust.actions import key_named
from certificates.trust.kept import kept_list
from certificates.trust.status import bytes_of, status_list

KEYS_MAX_AGE: Final = 600
LISTS_MAX_AGE: Final = 300


@require_safe
def keys(request: HttpRequest) -> HttpResponseBase:
    """Serve the public keys that verify certificates without a network."""
    with suppress(NoKeySigns):  # what was published is needed all the same
        current_key()  # publishes what this process has
    made_at = int(time.time()) // KEYS_MAX_AGE * KEYS_MAX_AGE
    content = json.dumps(public_key_document(published_keys(), made_at=made_at)).encode()
    return shared(request, content, content_type="application/json", max_age=KEYS_MAX_AGE)


@require_safe
def status(request: HttpRequest) -> HttpResponseBase:
    """Serve the list of certificates that were revoked or replaced."""
    try:
        held = status_list()
        if unchanged := _unchanged(request, held.tag):
            return unchanged
        content = bytes_of(held)
    except NoKeySigns as error:
        return out_of_keys(error)
    return shared(request, content, content_type=CONTENT_TYPE, max_age=LISTS_MAX_AGE, tag=held.tag)


@require_safe
def kept(request: HttpRequest, key_id: str) -> HttpResponseBase:
    """Serve the list of what a stolen key signed before it was stolen."""
    try:
        content = kept_list(key_named(key_id))
    except KeyRefused:
        raise Http404 from None
    except NoKeySigns as error:
        return out_of_keys(error)
    if content is None:
        raise Http404
    return shared(request, content, content_type=CONTENT_TYPE, max_age=LISTS_MAX_AGE)


def shared(
    request: HttpRequest, content: bytes, *, content_type: str, max_age: int, tag: str = ""
) -> HttpResponseBase:
    """Return what everybody may keep for `max_age` seconds; 304 for whoever has it already."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Length"] = str(len(content))
    if content_type == CONTENT_TYPE:
        response["Content-Encoding"] = "identity"  # digests do not get smaller
    if request.method == "HEAD":
        response.content = b""
    return _tagged(request, tag or hashlib.sha256(content).hexdigest()[:32], response, max_age)


def _unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """Return 304 where that answers the request, without reading what it has already."""
    response = _tagged(request, tag, HttpResponse(), LISTS_MAX_AGE)
    return response if response.status_code == 304 else None


def _tagged(
    request: HttpRequest, tag: str, response: HttpResponse, max_age: int
) -> HttpResponseBase:
    etag = quote_etag(tag)
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"  # it is the same for everybody
    patch_cache_control(response, public=True, max_age=max_age)
    found = get_conditional_response(request, etag=etag, response=response)
    return found if found is not None else response


def out_of_keys(error: NoKeySigns) -> HttpResponse:
    """Say that nothing can be signed now, which is our fault and is mended by us."""
    response = HttpResponse(f"{error}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "300"
    response["Cache-Control"] = "no-store"
    return response
