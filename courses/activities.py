"""What `courses/activity.html` needs to draw one activity: read-only, or as a form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4


@dataclass(frozen=True)
class ActivityState:
    """What a person did with an activity so far, as the player knows it.

    `chosen` are option keys; `feedback` comes from `courses.grading.grade`; `is_right` is None
    before the first try; `event` is the uuid of the next try, so that a repeated delivery counts
    once; `text` is what was written to a reflection; `message` is an error to show.
    """

    chosen: Collection[str] = ()
    feedback: Mapping[str, tuple[bool, str]] = field(default_factory=dict)
    is_right: bool | None = None
    tries: int = 0
    event: UUID = field(default_factory=uuid4)
    text: str = ""
    is_saved: bool = False
    message: str = ""


def activity_context(
    part: Mapping[str, Any],
    *,
    state: ActivityState | None = None,
    action_url: str = "",
    sign_in_url: str = "",
    announce: bool = False,
) -> dict[str, Any]:
    """Return the context of `courses/activity.html` for an activity's `part`.

    Without `action_url` the activity is shown for reading, with a link to `sign_in_url` when there
    is one. `announce` says the result in the page's live region: for an answer swapped by htmx.
    """
    state = state or (ActivityState() if action_url else None)
    return {
        "part": part,
        "state": state,
        "action_url": action_url,
        "sign_in_url": sign_in_url,
        "announce": announce,
        "element_id": f"activity-{part['key']}",
        "options": [_option(part, option, state) for option in part.get("options", [])],
    }


def _option(
    part: Mapping[str, Any], option: Mapping[str, str], state: ActivityState | None
) -> dict[str, Any]:
    told = state.feedback.get(option["key"]) if state else None
    return {
        "key": option["key"],
        "text": option["text"],
        "id": f"{part['key']}-{option['key']}",
        "is_chosen": bool(state and option["key"] in state.chosen),
        "is_told": told is not None,
        "is_right": bool(told and told[0]),
        "feedback": told[1] if told else "",
    }
