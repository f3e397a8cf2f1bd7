"""A file of ours, whole or in part: a broken download is gone on with (RFC 9110, 13 and 14).

For files that are the same for everybody and never change at their address.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
Part = tuple[int, int]  # the first byte, and the one after the last


def ranged(
    request: HttpRequest, read: Callable[[int, int], bytes], *, size: int, digest: str, kind: str
) -> HttpResponse:
    """Answer with a file of `size` bytes, whose content has the name `digest`.

    `read(first, end)` returns its bytes; it is not called where no byte is asked for. The answer is
    200 with all of it, 206 with the one range asked for, 416 where that lies outside, 304 where the
    client has it. Several ranges at once, and what is no range, are answered with the whole file,
    as the standard allows. It is never compressed on its way: a range counts the file's own bytes.
    """
    tag = f'"{digest}"'
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return _headed(HttpResponseNotModified(), tag)
    # The compressing middleware reads this; a client that goes on counts uncompressed bytes.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    part = _asked_for(request, tag, size)
    if part is not None and not part[0] < part[1]:
        response = _headed(HttpResponse(status=416), tag)
        response["Content-Range"] = f"bytes */{size}"
        return response
    first, end = part or (0, size)
    is_head = request.method == "HEAD"
    response = HttpResponse(
        b"" if is_head else read(first, end), content_type=kind, status=206 if part else 200
    )
    response["Content-Length"] = str(end - first)
    if part:
        response["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    return _headed(response, tag)


def _headed(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    return response


def _tags(header: str) -> list[str]:
    """Return the tags of If-None-Match, compared weakly as the standard says; `*` is not needed."""
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]


def _asked_for(request: HttpRequest, tag: str, size: int) -> Part | None:
    """Return the range to answer with; None: all of it. An empty range lies outside the file."""
    if request.method != "GET":
        return None
    if request.headers.get("If-Range", tag).strip() != tag:
        return None  # what the client has the beginning of is another file
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1 if last else size)
