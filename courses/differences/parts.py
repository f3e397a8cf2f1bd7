"""What changed in the parts of a lesson, whatever their kinds: words, answers, facts, order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.blocks import LessonBlocks
from courses.circumstances import name_of
from courses.differences.words import Piece, pieces, plain
from courses.snapshots.required import answer_rules

# Names the part, or says how it is stored: nothing that somebody reads.
NOT_SHOWN = {"kind", "id", "key", "role", "small", "type", "bytes", "width", "height", "right"}
FACTS = {"src", "link", "captions", "line", "pass", "url", "checked"}
LABELS = {
    "prompt": gettext_lazy("question"),
    "text": gettext_lazy("text"),
    "html": gettext_lazy("text"),
    "feedback": gettext_lazy("feedback"),
    "hint": gettext_lazy("hint"),
    "alt": gettext_lazy("what it shows"),
    "caption": gettext_lazy("caption"),
    "transcript": gettext_lazy("transcript"),
    "title": gettext_lazy("title"),
    "options": gettext_lazy("options"),
    "lines": gettext_lazy("sentence"),
    "items": gettext_lazy("step"),
    "back": gettext_lazy("what to look back at"),
    "source": gettext_lazy("source"),
    "src": gettext_lazy("file"),
    "captions": gettext_lazy("captions"),
    "link": gettext_lazy("address"),
    "required": gettext_lazy("required"),
}
Path = tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """One text of a part and what changed in it."""

    label: str
    pieces: list[Piece]


@dataclass
class PartDifference:
    """A part that was added, removed, moved or changed; a changed one may be moved as well."""

    id: str
    label: str
    state: str  # "added" | "removed" | "changed" | "moved"
    sentences: list[str] = field(default_factory=list)
    wordings: list[Wording] = field(default_factory=list)


def label_of(part: Mapping[str, Any]) -> str:
    """Return how the editor calls a part: the label of its block."""
    kind = part.get("role") or part["kind"]
    block = _labels().get(kind)
    return capfirst(str(block)) if block else str(kind)


def _labels() -> dict[str, Any]:
    if not _known:
        _known.update({name: b.label for name, b in LessonBlocks().child_blocks.items()})
    return _known


_known: dict[str, Any] = {}


def part_differences(
    old: list[dict[str, Any]], old_answers: Mapping[str, Any],
    new: list[dict[str, Any]], new_answers: Mapping[str, Any],
) -> list[PartDifference]:  # fmt: skip
    """Compare two lists of parts; in the new order, what was removed last."""
    before, after = _by_id(old), _by_id(new)
    before = _with_matches(before, after)
    moved = moved_ids([i for i in before if i in after], [i for i in after if i in before])
    found = []
    for name, part in after.items():
        if name not in before:
            wordings = _wordings({}, _texts(part, new_answers))
            found.append(PartDifference(name, label_of(part), "added", wordings=wordings))
            continue
        wordings = _wordings(_texts(before[name], old_answers), _texts(part, new_answers))
        sentences = _sentences(before[name], old_answers, part, new_answers)
        if name in moved:
            sentences.insert(0, _("It stands in another place."))
        if wordings or sentences:
            state = "changed" if wordings or len(sentences) > (name in moved) else "moved"
            found.append(PartDifference(name, label_of(part), state, sentences, wordings))
    for name, part in before.items():
        if name not in after:
            wordings = _wordings(_texts(part, old_answers), {})
            found.append(PartDifference(name, label_of(part), "removed", wordings=wordings))
    return found


def _by_id(parts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for number, part in enumerate(parts):
        name = str(part.get("id") or part.get("key") or f"{part['kind']}-{number}")
        found[name if name not in found else f"{name}-{number}"] = part
    return found


def _with_matches(
    before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Give old parts that were made anew with the same words the id of their likeness."""
    likeness = {_likeness(part): name for name, part in after.items() if name not in before}
    return {
        name if name in after else likeness.pop(_likeness(part), name): part
        for name, part in before.items()
    }


def _likeness(part: Mapping[str, Any]) -> str:
    return repr(sorted((k, v) for k, v in part.items() if k != "id"))


def moved_ids[T](before: list[T], after: list[T]) -> set[T]:
    """Return the fewest ids that had to move to turn one order into the other."""
    kept: set[T] = set()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for block in matcher.get_matching_blocks():
        kept.update(after[block.b : block.b + block.size])
    return set(after) - kept


def _texts(part: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[Path, str]:
    key = part.get("key", "")
    texts = {path: plain(words) for path, words in _strings(part, ()) if words}
    answer = answers.get(key) if key else None
    for path, words in _strings(answer, ("answers",)):
        if words and (path[-1].startswith("feedback") or words.startswith("<")):
            texts[path] = plain(words)
    return texts


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Walk the strings that somebody reads."""
    if isinstance(value, str):
        if not path or path[-1] not in NOT_SHOWN | FACTS:
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_SHOWN:
                yield from _strings(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = inner.get("key") if isinstance(inner, dict) else None
            yield from _strings(inner, (*path, str(name or number)))


def _wordings(old: Mapping[Path, str], new: Mapping[Path, str]) -> list[Wording]:
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Wording(_label(path), pieces(old.get(path, ""), new.get(path, "")))
        for path in paths
        if old.get(path, "") != new.get(path, "")
    ]


def _label(path: Path) -> str:
    name = next((step for step in reversed(path) if step in LABELS), path[-1])
    if name == "text" and "options" in path:
        return capfirst(_("option"))
    if path[0] == "cases":
        return name_of(path[1])
    return capfirst(str(LABELS.get(name, name)))


def _sentences(
    old: Mapping[str, Any], old_answers: Mapping[str, Any],
    new: Mapping[str, Any], new_answers: Mapping[str, Any],
) -> list[str]:  # fmt: skip
    said = []
    if bool(old.get("required")) != bool(new.get("required")):
        said.append(_("It becomes required.") if new.get("required")
                    else _("It is no longer required."))  # fmt: skip
    key = new.get("key", "")
    if key and answer_rules(old_answers.get(key)) != answer_rules(new_answers.get(key)):
        said.append(_("Another answer is right now."))
    if _order(old) != _order(new) and sorted(_order(old)) == sorted(_order(new)):
        said.append(_("The options stand in another order."))
    if _order(old, "cases") != _order(new, "cases"):
        said.append(_("The cases are for other people now, or stand in another order."))
    if old.get("kind") != new.get("kind"):
        said.append(_("It is of another kind now."))
    before, after = dict(_facts(old)), dict(_facts(new))
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        label = capfirst(str(LABELS.get(name, name)))
        if name in ("src", "captions"):
            said.append(_("%(label)s: another one.") % {"label": label})
        else:
            values = {"label": label, "old": _shown(before.get(name)),
                      "new": _shown(after.get(name))}  # fmt: skip
            said.append(_("%(label)s: %(old)s before, %(new)s now.") % values)
    return said


def _facts(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in part.items():
        if name in NOT_SHOWN or name == "required":
            continue
        if name in FACTS or isinstance(value, (bool, int, float)):
            yield name, value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value not in (None, "") else _("nothing")


def _order(part: Mapping[str, Any], name: str = "options") -> list[str]:
    options = part.get(name) or []
    return [str(o["key"]) for o in options if isinstance(o, dict) and "key" in o]
