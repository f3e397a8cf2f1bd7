"""One activity of each kind, as a snapshot holds it: the parts and their answer key."""

OPTIONS = [{"key": key, "text": f"нұсқа {key}"} for key in "abcd"]


def said(*keys):
    return {key: f"<p>feedback {key}</p>" for key in keys}


def chosen(**right):
    """The answer key of a choice: `a=True` for each option."""
    return {key: {"right": is_right, "feedback": f"<p>feedback {key}</p>"}
            for key, is_right in right.items()}  # fmt: skip


def part(kind, **fields):
    rules = {"required": False, "hint": "", "pass": "right", "shown_after": 0}
    return {"kind": kind, "key": kind, "id": kind, "prompt": f"<p>{kind}?</p>"} | rules | fields


SINGLE = part("single", options=OPTIONS)
MULTIPLE = part("multiple", options=OPTIONS)
TRUEFALSE = part(
    "truefalse", options=[{"key": "true", "text": "Дұрыс"}, {"key": "false", "text": "Дұрыс емес"}]
)
ORDER = part("order", options=[{"key": key, "text": f"қадам {key}"} for key in "cadb"])
PAIRS = part(
    "pairs",
    left=[{"key": key, "text": f"сол {key}"} for key in "abc"],
    right=[{"key": key, "text": f"оң {key}"} for key in "yzx"],
)
NUMBER = part("number", unit="₸")
SCALE = {"kind": "scale", "key": "scale", "id": "scale", "prompt": "<p>scale?</p>", "steps": 5,
         "low": "ешқашан", "high": "әрқашан"}  # fmt: skip
TOGETHER = {"kind": "together", "key": "together", "id": "together", "prompt": "<p>екеуіңіз</p>",
            "alone": "<p>жалғыз</p>", "talk": "<p>не туралы</p>"}  # fmt: skip
REFLECTION = {"kind": "reflection", "key": "reflection", "id": "reflection", "prompt": "<p>ой</p>"}

ALL = [SINGLE, MULTIPLE, TRUEFALSE, ORDER, PAIRS, NUMBER, SCALE, REFLECTION, TOGETHER]

ANSWERS = {
    "single": chosen(a=False, b=True, c=False, d=False),
    "multiple": chosen(a=True, b=False, c=True, d=False),
    "truefalse": chosen(true=False, false=True),
    "order": {"order": {"keys": [*"abcd"]}, "feedback": said("right", "wrong")},
    "pairs": {
        left: {"right": right, "feedback": f"<p>feedback {left}</p>"}
        for left, right in zip("abc", "xyz", strict=True)
    },
    "number": {
        "number": {"value": "12.5", "tolerance": "0.5"},
        "feedback": said("right", "small", "big"),
    },
}
RIGHT = {
    "single": ["b"], "multiple": ["a", "c"], "truefalse": ["false"], "order": [*"abcd"],
    "pairs": ["a:x", "b:y", "c:z"], "number": ["12.5"],
}  # fmt: skip
WRONG = {
    "single": ["a"], "multiple": ["b", "d"], "truefalse": ["true"], "order": [*"dcba"],
    "pairs": ["a:y", "b:x", "c:z"], "number": ["13.1"],
}  # fmt: skip
