"""The specification as rows of words, for the page that shows it. Said in the active language."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from api.frame import specification

DEEPEST = 3


@dataclass
class Row:
    """A field of a body, or a parameter."""

    name: str
    kind: str
    is_required: bool
    words: str = ""


@dataclass
class Shown:
    """An operation as the page shows it."""

    method: str
    path: str
    id: str
    title: str
    words: str
    scope: str
    takes: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)


def operations() -> list[Shown]:
    """Return every operation, in the order of the specification."""
    schema = json.loads(specification())
    return [
        _operation(schema, method, path, said)
        for path, methods in schema["paths"].items()
        for method, said in methods.items()
    ]


def _operation(schema: dict[str, Any], method: str, path: str, said: dict[str, Any]) -> Shown:
    found = Shown(
        method.upper(), path, said["operationId"], _words(said.get("summary", "")),
        _words(said.get("description", "")), said.get("x-scope", ""),
        statuses=list(said["responses"]),
    )  # fmt: skip
    for parameter in said.get("parameters", []):
        one = _resolved(schema, parameter)
        found.takes.append(
            Row(
                one["name"], _kind(schema, one["schema"]), one.get("required", False),
                _words(one.get("description", "")),
            )
        )  # fmt: skip
    if "requestBody" in said:
        found.takes += _rows(schema, _content(said["requestBody"]))
    for status, response in said["responses"].items():
        if status.startswith("2"):
            found.answers += _rows(schema, _content(response))
    return found


def _content(said: dict[str, Any]) -> dict[str, Any]:
    for content in said.get("content", {}).values():
        schema: dict[str, Any] = content["schema"]
        return schema
    return {}


def _rows(schema: dict[str, Any], said: dict[str, Any], before: str = "") -> list[Row]:
    return list(_walk(schema, said, before, DEEPEST))


def _walk(schema: dict[str, Any], said: dict[str, Any], before: str, depth: int) -> Iterator[Row]:
    """Yield the fields of an object, and below each those of what it holds."""
    said = _resolved(schema, said)
    variants = said.get("oneOf", [])
    required = set(said.get("required", []))
    for name, one in said.get("properties", {}).items():
        path = f"{before}{name}"
        yield Row(
            path, _kind(schema, one), name in required,
            _words(one.get("description", "")),
        )  # fmt: skip
        if depth > 0:
            inner, is_list = _inner(schema, one)
            yield from _walk(schema, inner, f"{path}{'[]' if is_list else ''}.", depth - 1)
    for variant in variants if before else []:
        for name, one in variant.get("properties", {}).items():
            kind = f"{variant.get('title', '')}: {_kind(schema, one)}"
            yield Row(f"{before}{name}", kind, True, _words(one.get("description", "")))


def _inner(schema: dict[str, Any], said: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return what a field holds, and whether it is a list of it."""
    one = _not_null(_resolved(schema, said))
    if one.get("type") == "array":
        return _not_null(_resolved(schema, one.get("items", {}))), True
    return _resolved(schema, one), False


def _kind(schema: dict[str, Any], said: dict[str, Any]) -> str:
    """Say what kind of value it is, in the words of JSON Schema."""
    if "anyOf" in said:
        return " | ".join(_kind(schema, one) for one in said["anyOf"])
    one = _resolved(schema, said)
    if "const" in one:
        return json.dumps(one["const"])
    if "enum" in one:
        return " | ".join(json.dumps(value) for value in one["enum"])
    kind = one.get("type", "object")
    if kind == "array":
        return f"[{_kind(schema, one.get('items', {}))}]"
    return f"{kind} ({one['format']})" if "format" in one else kind


def _not_null(said: dict[str, Any]) -> dict[str, Any]:
    return next((one for one in said.get("anyOf", []) if one.get("type") != "null"), said)


def _resolved(schema: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference into the components."""
    if "$ref" not in said:
        return said
    found: Any = schema
    for step in said["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def _words(text: str) -> str:
    return gettext(text) if text else ""
