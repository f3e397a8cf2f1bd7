"""What holds for every operation, written into the OpenAPI document once."""

from typing import Any

from django.utils.translation import gettext_noop

from api.problems import BY_STATUS, CONTENT_TYPE, IN_FLIGHT, INTERNAL
from api.schemas import ProblemOut

REF = "#/components/schemas/"
# Statuses that any operation may answer with, and those of one with a body.
ANYWHERE = (400, 401, 403, 404, 405, 422, 429, 500, 503)
WITH_BODY = (411, 413, 415)
TITLES = {**{status: kind.title for status, kind in BY_STATUS.items()}, 409: IN_FLIGHT.title,
          500: INTERNAL.title}  # fmt: skip
HEADERS = {
    "RateLimit-Policy": 'How many requests fit into how many seconds: "requests";q=600;w=60.',
    "RateLimit": 'How many are left, and seconds until the count begins anew: "requests";r=1;t=9.',
}
RETRY_AFTER = "After how many seconds to send the request again."
WITH_RETRY = (409, 429, 503)


def completed(schema: dict[str, Any], routers: list[Any]) -> None:
    """Add problems, header fields, scopes and the Idempotency-Key to each operation."""
    found = schema["components"]["schemas"]
    problem = ProblemOut.model_json_schema(ref_template=REF + "{model}")
    found.update(problem.pop("$defs", {}))
    found["ProblemOut"] = problem
    keys = dict(_keys(routers))
    for operations in schema["paths"].values():
        for said in operations.values():
            key = keys.get(said["operationId"])
            if key is not None:
                said["security"] = [{"Key": [str(key.scope)]}]
                said["x-scope"] = str(key.scope)
            if key is not None and key.idempotent:
                said.setdefault("parameters", []).append(
                    {"$ref": "#/components/parameters/IdempotencyKey"}
                )
            _add_problems(said, is_idempotent=key is not None and key.idempotent)
    found_sorted = dict(sorted(found.items()))
    schema["components"]["schemas"] = found_sorted
    schema["components"]["parameters"] = {"IdempotencyKey": IDEMPOTENCY_KEY}
    schema["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    } | {"Retry-After": {"description": RETRY_AFTER, "schema": {"type": "integer", "minimum": 1}}}


IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": gettext_noop(
        "A name of your own for this request, a random UUID in quotes. For 24 hours the same "
        "request under it is answered as before, and not done again."
    ),
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": 202,
        "pattern": '^("[ !#-\\[\\]-~]{1,200}"|[!#-\\[\\]-~]{1,200})$',
    },
    "example": '"7b3cf4a6-6f0b-4c0a-9c1e-2f4d7c8a9b10"',
}


def _keys(routers: list[Any]) -> Any:
    """Yield the operation's id and how its key is looked at."""
    for router in routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                for callback in operation.auth_callbacks:
                    if hasattr(callback, "scope"):
                        yield operation.operation_id, callback


def _add_problems(said: dict[str, Any], *, is_idempotent: bool) -> None:
    statuses = {*ANYWHERE}
    if "requestBody" in said:
        statuses.update(WITH_BODY)
    if is_idempotent:
        statuses.add(409)
    for response in said["responses"].values():
        response["headers"] = _headers(*HEADERS) | response.get("headers", {})
    for status in statuses:
        said["responses"].setdefault(status, _problem(status))
    said["responses"] = {
        str(status): said["responses"][status] for status in sorted(said["responses"], key=int)
    }


def _problem(status: int) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": _english(TITLES[status]),
        "content": {CONTENT_TYPE: {"schema": {"$ref": REF + "ProblemOut"}}},
    }
    if status in WITH_RETRY:
        response["headers"] = _headers("Retry-After")
    return response


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _english(text: Any) -> str:
    """Return the words of the source: the document is in English, whoever asks for it."""
    return str(text._args[0])
