"""The structure of a translation follows its source: blocks, order, keys, right answers, files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.models import Page

from courses.translation.segments import (
    OWN_KINDS,
    TEXT_KINDS,
    Piece,
    children,
    content_fields,
    kind_of_block,
    kind_of_field,
    stream_value,
)
from courses.translation.words import plain


def rebuilt(
    model: type[Page], source: Mapping[str, Any], words: Mapping[str, str]
) -> dict[str, Any]:
    """Return the content of a translation: everything as in `source`, each text from `words`.

    `words` are texts by address; a text that has none is empty, and a link or file that has none
    is that of the source. Fields of blocks are lists.
    """
    content: dict[str, Any] = {}
    for field in content_fields(model):
        kind = kind_of_field(field)
        value = source.get(field.name)
        if kind == "blocks":
            stream = field.stream_block
            content[field.name] = _list(stream, stream_value(value), field.name, words)
        else:
            content[field.name] = value if kind == "fixed" else words.get(field.name, "")
    return content


def _list(block: Any, value: Any, address: str, words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        item | {"value": _value(child, item["value"], f"{address}/{name}", words)}
        for name, child, item in children(block, value)
    ]


def _value(block: Any, value: Any, address: str, words: Mapping[str, str]) -> Any:
    kind = kind_of_block(block)
    if kind == "fixed":
        return value
    if kind in OWN_KINDS:
        own = words.get(address, "")
        return value if own in ("", str(value or "")) else int(own) if kind == "file" else own
    if kind != "blocks":
        return words.get(address, "")
    if isinstance(block, blocks.StructBlock):
        value = value if isinstance(value, dict) else {}
        return {
            name: _value(child, value.get(name), f"{address}/{name}", words)
            for name, child in block.child_blocks.items()
            if name in value or kind_of_block(child) in (*TEXT_KINDS, "blocks")
        }
    return _list(block, value, address, words)


@dataclass(frozen=True)
class Difference:
    """Where a translation is built otherwise than its source.

    `kind` is "comes" (only in the source), "goes" (only in the translation), "moves" or "changes";
    `words` what is said in what comes or goes.
    """

    kind: str
    address: str
    label: str
    words: str = ""


def differences(source: list[Piece], target: list[Piece]) -> list[Difference]:
    """Return how a translation is built otherwise than its source, in reading order.

    Both are the pieces of a page.
    """
    return [*_frames(source, target), *_values(source, target)]


def _frames(ours: list[Piece], theirs: list[Piece]) -> Iterator[Difference]:
    here = {piece.address: piece for piece in ours if piece.kind == "frame"}
    there = {piece.address: piece for piece in theirs if piece.kind == "frame"}
    for piece in _outermost(here, there):
        yield Difference("comes", piece.address, piece.label, _words_below(piece, ours))
    for piece in _outermost(there, here):
        yield Difference("goes", piece.address, piece.label, _words_below(piece, theirs))
    kept_here = [address for address in here if address in there]
    kept_there = [address for address in there if address in here]
    if kept_here != kept_there:
        first = next(
            ours for ours, theirs in zip(kept_here, kept_there, strict=True) if ours != theirs
        )
        yield Difference("moves", first, here[first].label)
    for address in kept_here:
        if here[address].value != there[address].value:
            yield Difference("changes", address, here[address].label)


def _outermost(here: Mapping[str, Piece], there: Mapping[str, Piece]) -> Iterator[Piece]:
    """Yield the frames that stand here only, without those inside another one of them."""
    found: list[str] = []
    for address, piece in here.items():
        if address not in there and not any(address.startswith(f"{one}/") for one in found):
            found.append(address)
            yield piece


def _words_below(frame: Piece, everything: list[Piece]) -> str:
    inside = (
        plain(piece.value)
        for piece in everything
        if piece.kind in TEXT_KINDS and f"{piece.address}/".startswith(f"{frame.address}/")
    )
    return " ".join(" ".join(words.split()) for words in inside if words)


def _values(ours: list[Piece], theirs: list[Piece]) -> Iterator[Difference]:
    there = {piece.address: piece for piece in theirs if piece.kind == "fixed"}
    for piece in ours:
        twin = there.get(piece.address)
        if piece.kind == "fixed" and twin and _bare(piece.value) != _bare(twin.value):
            yield Difference("changes", piece.address, piece.label)


def _bare(value: Any) -> Any:
    """Return a value so that all ways of saying "nothing" are equal."""
    if value in (None, "", False, [], {}):
        return None
    if isinstance(value, list | dict):
        return json.dumps(value, sort_keys=True, default=str)
    return str(value)


def sentence(difference: Difference) -> str:
    """Say a difference to whoever has to mend it."""
    return {
        "comes": _("%(what)s is missing in the translation."),
        "goes": _("%(what)s stands in the translation only."),
        "moves": _("The order differs, first at %(what)s."),
        "changes": _("%(what)s differs from the source."),
    }[difference.kind] % {"what": f"“{difference.label}”"}
