"""The answer key of an activity in words, for staff. Learners never get it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courses.differences.words import plain


@dataclass(frozen=True)
class KeyLine:
    """A line of an answer key; `is_right` is None where it is no verdict on an option."""

    text: str
    feedback: str = ""
    is_right: bool | None = None


def key_lines(part: Mapping[str, Any], answer: Any) -> list[KeyLine]:
    """Return the answer key of `part`, whatever its kind: option by option where it has options."""
    texts = dict(_texts(part))
    if isinstance(answer, dict) and answer and all(_is_verdict(v) for v in answer.values()):
        return [_verdict(str(key), entry, texts) for key, entry in answer.items()]
    return [KeyLine(line) for line in _lines(answer, texts)]


def _is_verdict(value: Any) -> bool:
    return isinstance(value, dict) and "right" in value


def _verdict(key: str, entry: Mapping[str, Any], texts: Mapping[str, str]) -> KeyLine:
    """An option is right or not; the left side of a pair has its right one."""
    text, right = texts.get(key, key), entry["right"]
    feedback = plain(str(entry.get("feedback") or ""))
    if isinstance(right, bool):
        return KeyLine(text, feedback, right)
    return KeyLine(f"{text} → {texts.get(str(right), right)}", feedback)


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Walk the keyed items of a part."""
    if isinstance(value, dict):
        if isinstance(value.get("key"), str) and isinstance(value.get("text"), str):
            yield value["key"], plain(value["text"])
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _lines(value: Any, texts: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, list) and all(isinstance(one, (str, int, float)) for one in value):
        yield " → ".join(texts.get(str(one), str(one)) for one in value)
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner, texts)
    elif isinstance(value, dict):
        for key, inner in value.items():
            name = texts.get(key, key)
            for line in _lines(inner, texts):
                yield f"{name}: {line}"
    elif value not in (None, ""):
        yield texts.get(str(value), plain(str(value)))
