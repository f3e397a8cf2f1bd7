"""The pattern a new lesson opens with: situation, one idea, do, do, take home."""

from typing import Any
from uuid import uuid4

from courses.blocks.keys import new_key
from courses.writing.examples import EXAMPLES


def lesson_pattern(language: str) -> list[dict[str, Any]]:
    """Return the body of a new lesson in `language`, as a StreamField stores it, with new keys."""
    words = EXAMPLES[language]
    question = {
        "key": new_key(),
        "is_required": True,
        "prompt": f"<p>{words['question']}</p>",
        "options": [
            {
                "type": "item",
                "id": str(uuid4()),
                "value": {
                    "key": new_key(),
                    "text": f"<p>{words[name]}</p>",
                    "is_right": name == "right",
                    "feedback": f"<p>{words[name + '_why']}</p>",
                },
            }
            for name in ("right", "wrong")
        ],
        "hint": "",
    }
    return [
        {"type": "situation", "value": f"<p>{words['situation']}</p>"},
        {"type": "text", "value": f"<h2>{words['heading']}</h2><p>{words['idea']}</p>"},
        {"type": "single", "value": question},
        {"type": "reflection", "value": {"key": new_key(), "prompt": f"<p>{words['think']}</p>"}},
        {"type": "takeaway", "value": f"<p>{words['home']}</p>"},
    ]
