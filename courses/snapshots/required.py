"""What of an activity a learner's answer depends on: its kind, keys, right answers, pass rule."""

from typing import Any

from courses.activities import GRADED
from courses.models import LessonSnapshot

# What may be reworded or moved without asking another thing.
WORDS = {"id", "prompt", "text", "html", "hint", "required", "feedback", "unit", "low", "high"}

DEFAULTS = {"pass": "right"}  # of parts that were frozen before there was another rule


def activity_rules(snapshot: LessonSnapshot) -> dict[str, Any]:
    """Return, by key, what decides whether an answer to each graded activity is right.

    Two activities with equal rules ask the same, however their words differ; an answer that was
    right in the one is right in the other. The order of options says nothing, unless the answer
    is an order, and then it stands in the answer key.
    """
    return {
        part["key"]: (_rules(DEFAULTS | part), _rules(snapshot.answers.get(part["key"])))
        for part in snapshot.parts
        if part["kind"] in GRADED
    }


def required_rules(snapshot: LessonSnapshot) -> dict[str, Any]:
    """Return the rules of those activities that complete the lesson."""
    rules = activity_rules(snapshot)
    return {
        part["key"]: rules[part["key"]]
        for part in snapshot.parts
        if part["kind"] in GRADED and part.get("required")
    }


def answer_rules(answer: Any) -> Any:
    """Return what an activity's entry in the answer key decides, without its words."""
    return _rules(answer)


def _rules(value: Any) -> Any:
    """Leave the words out of a part or an answer key, whatever its kind."""
    if isinstance(value, dict):
        return {
            key: _rules(inner)
            for key, inner in value.items()
            if key not in WORDS and not key.startswith(("feedback", "shown"))
        }
    if isinstance(value, list):
        if value and all(isinstance(item, dict) and "key" in item for item in value):
            return {item["key"]: _rules(item) for item in value}
        return [_rules(item) for item in value]
    if isinstance(value, str) and value.startswith("<"):
        return ""  # HTML is words, wherever it stands
    return value
