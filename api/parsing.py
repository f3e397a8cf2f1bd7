"""Reading a body: strict JSON in UTF-8, declared as such."""

import json
import math
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from api.problems import MALFORMED, UNSUPPORTED, Problem

CHARSETS = {"", "utf-8", "utf8"}


class StrictParser(Parser):
    """JSON that both sides read the same: no name twice, no NaN, no infinity."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says, or raise a Problem."""
        charset = (request.content_params or {}).get("charset", "").lower()
        if request.content_type != "application/json" or charset not in CHARSETS:
            raise Problem(UNSUPPORTED)
        return strict_json(request.body)


def strict_json(body: bytes) -> Any:
    """Read strict JSON. Raises Problem."""
    try:
        return json.loads(
            body.decode("utf-8"), object_pairs_hook=_without_repeats, parse_float=_finite,
            parse_constant=_no_constant,
        )  # fmt: skip
    except (ValueError, RecursionError):
        raise Problem(MALFORMED) from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is not finite")
    return number


def _no_constant(text: str) -> None:
    raise ValueError("not a number of JSON")
