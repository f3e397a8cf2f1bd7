"""What went wrong, said as RFC 9457 says it: for a machine by `code`, for people in two languages.

`title` and `detail` are in the language that was asked for (Accept-Language; Kazakh otherwise),
and beside them in both. Nothing that was sent is said again: neither a value nor an unknown name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"
AT = "/api/v1/problems/"


@dataclass(frozen=True)
class Kind:
    """A kind of problem. `means` says what to do; it is the detail where nothing nearer is said."""

    code: str
    status: int
    title: Any
    means: Any

    @property
    def type(self) -> str:
        """The URI of the kind: a page of ours that explains it."""
        return f"{settings.BASE_URL}{AT}{self.code}"


MALFORMED = Kind(
    "malformed-json", 400, _("The body is not JSON"),
    _("Send UTF-8 JSON in which no name stands twice and every number is finite."),
)  # fmt: skip
BAD_REQUEST = Kind(
    "bad-request", 400, _("The request cannot be read"),
    _("The request line or a header field breaks the rules of HTTP."),
)  # fmt: skip
BAD_IDEMPOTENCY_KEY = Kind(
    "bad-idempotency-key", 400, _("The Idempotency-Key cannot be read"),
    _("Send 1 to 200 visible ASCII characters in quotes, for example a random UUID."),
)  # fmt: skip
NO_KEY = Kind(
    "no-valid-key", 401, _("No valid key"),
    _("Send the key as a bearer token. It may be missing, mistyped, expired or taken back: ask "
      "whoever gave it to you."),
)  # fmt: skip
OUT_OF_SCOPE = Kind(
    "out-of-scope", 403, _("The key is not allowed to do this"),
    _("The answer names the right that is needed. Ask whoever gave you the key."),
)  # fmt: skip
NOT_YOURS = Kind(
    "not-yours", 403, _("This belongs to another office or region"),
    _("The key is for one office or region, and the application belongs to another one."),
)  # fmt: skip
NOT_FOUND = Kind(
    "not-found", 404, _("There is nothing at this address"),
    _("Compare the address with the specification."),
)  # fmt: skip
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed", 405, _("The address does not know this method"),
    _("The Allow header field names the methods it knows."),
)  # fmt: skip
IN_FLIGHT = Kind(
    "request-in-flight", 409, _("The same request is being worked on"),
    _("Send it again with the same Idempotency-Key after the time that Retry-After names."),
)  # fmt: skip
LENGTH_REQUIRED = Kind(
    "length-required", 411, _("The body does not say its length"),
    _("Send a Content-Length header field; chunked bodies are not taken."),
)  # fmt: skip
TOO_LARGE = Kind(
    "too-large", 413, _("The body is too large"),
    _("A body has at most 2 MB. Send fewer at once."),
)  # fmt: skip
UNSUPPORTED = Kind(
    "unsupported-media-type", 415, _("The body is not declared as JSON"),
    _("Send Content-Type: application/json."),
)  # fmt: skip
INVALID = Kind(
    "invalid", 422, _("The request does not fit the specification"),
    _("The field “errors” says where and why. Nothing was done."),
)  # fmt: skip
BAD_CURSOR = Kind(
    "bad-cursor", 422, _("The cursor is not one of ours"),
    _("Use the cursor as it was given, with the same key's client and the same list. Without one "
      "the list begins anew."),
)  # fmt: skip
KEY_REUSED = Kind(
    "idempotency-key-reused", 422, _("The Idempotency-Key belongs to another request"),
    _("Another body or address was sent with this key within 24 hours. Use a new key for it."),
)  # fmt: skip
TOO_MANY = Kind(
    "too-many-requests", 429, _("Too many requests"),
    _("Wait for the time that Retry-After names. RateLimit-Policy says how many fit into which "
      "time."),
)  # fmt: skip
UNKNOWN_PAIRS = Kind(
    "too-many-unknown-pairs", 429, _("Too many pairs that name nobody"),
    _("Many pairs of an identity number and an application number named no applicant of yours. "
      "Tell of the applications first, send fewer at once, and wait for the time that Retry-After "
      "names."),
)  # fmt: skip
INTERNAL = Kind(
    "internal-error", 500, _("Something went wrong on our side"),
    _("It is written down. Send the request again later, with the same Idempotency-Key."),
)  # fmt: skip
BUSY = Kind(
    "busy", 503, _("We are busy"),
    _("Send the request again after the time that Retry-After names. It says nothing about "
      "anybody you asked about."),
)  # fmt: skip
KINDS = {
    kind.code: kind
    for kind in (
        MALFORMED, BAD_REQUEST, BAD_IDEMPOTENCY_KEY, NO_KEY, OUT_OF_SCOPE, NOT_YOURS, NOT_FOUND,
        METHOD_NOT_ALLOWED, IN_FLIGHT, LENGTH_REQUIRED, TOO_LARGE, UNSUPPORTED, INVALID, BAD_CURSOR,
        KEY_REUSED, TOO_MANY, UNKNOWN_PAIRS, INTERNAL, BUSY,
    )
}  # fmt: skip
# What an answer that somebody else made is turned into.
BY_STATUS = {
    400: BAD_REQUEST, 401: NO_KEY, 403: OUT_OF_SCOPE, 404: NOT_FOUND, 405: METHOD_NOT_ALLOWED,
    411: LENGTH_REQUIRED, 413: TOO_LARGE, 415: UNSUPPORTED, 422: INVALID, 429: TOO_MANY,
    503: BUSY,
}  # fmt: skip


@dataclass(frozen=True)
class FieldError:
    """One thing wrong in a request: where (a JSON pointer into the body, or a parameter), why."""

    code: str
    detail: Any
    pointer: str | None = None
    parameter: str | None = None

    def as_dict(self) -> dict[str, str]:
        """Say it in the active language."""
        where = {"pointer": self.pointer, "parameter": self.parameter}
        said = {name: value for name, value in where.items() if value is not None}
        return said | {"code": self.code, "detail": str(self.detail)}


@dataclass(eq=False)
class Problem(Exception):
    """Raised anywhere under an operation; the frame answers with it.

    `detail` is a lazy translation of a sentence without values of the request.
    """

    kind: Kind
    detail: Any = None
    errors: Iterable[FieldError] = ()
    retry_after: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.kind.code)

    def as_dict(self) -> dict[str, Any]:
        """Say it in the active language, and beside it in both."""
        kind, detail = self.kind, self.detail or self.kind.means
        said: dict[str, Any] = {
            "type": kind.type, "status": kind.status, "code": kind.code,
            "title": str(kind.title), "detail": str(detail),
        }  # fmt: skip
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                said[f"title_{language}"] = str(kind.title)
                said[f"detail_{language}"] = str(detail)
        if self.errors:
            said["errors"] = [error.as_dict() for error in self.errors]
        return said

    def response(self) -> HttpResponse:
        """Answer with it."""
        answer = HttpResponse(
            json.dumps(self.as_dict(), ensure_ascii=False), status=self.kind.status,
            content_type=CONTENT_TYPE,
        )  # fmt: skip
        answer["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        answer["Vary"] = "Accept-Language"
        if self.retry_after is not None:
            answer["Retry-After"] = str(max(1, self.retry_after))
        for name, value in self.headers.items():
            answer[name] = value
        return answer


_TYPE = _("This value has another type than the specification says.")
_FORM = _("This value has another form than the specification says.")
_SIZE = _("This value is too short, too long, too small or too large.")
_MISSING = _("This field is required.")
_UNKNOWN = _("There is a field here that the specification does not know.")
_SIZES = ("_too_short", "_too_long", "too_short", "too_long", "greater_than", "less_than")


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Make a problem of pydantic's errors, whose `loc` begins with what was read.

    Only where and what kind of error: pydantic's own words may hold what was sent.
    """
    return Problem(INVALID, errors=[field_error(one) for one in errors])


def field_error(error: Mapping[str, Any]) -> FieldError:
    """Say where in the request one of pydantic's errors is, and what is wrong there."""
    kind = str(error["type"])
    source, *where = error["loc"]
    if kind == "extra_forbidden":
        # The unknown name is the other side's text, and may be anything.
        where = where[:-1]
    code, detail = said_of(kind)
    if source == "body":
        # The first step is the name of our function's argument.
        return FieldError(code, detail, pointer=pointer(where[1:]))
    return FieldError(code, detail, parameter=str(where[0]) if where else str(source))


def said_of(kind: str) -> tuple[str, Any]:
    """Return a code and a sentence for one of pydantic's kinds of error."""
    if kind == "missing":
        return "missing", _MISSING
    if kind == "extra_forbidden":
        return "unknown-field", _UNKNOWN
    if kind.endswith("_type"):
        return "type", _TYPE
    if any(part in kind for part in _SIZES):
        return "size", _SIZE
    return "form", _FORM


def pointer(steps: Iterable[object]) -> str:
    """Return a JSON pointer (RFC 6901) as a fragment."""
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
