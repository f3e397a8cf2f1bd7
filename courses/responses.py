"""What a person answers in an activity: from the form to a list of strings, or what is wrong.

A response is: the keys chosen (choices), the item keys in the person's order (order),
`left:right` for each row (pairs), one decimal number with a point (number), one digit (scale).
"""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.activities import MOST, SCALE
from courses.exceptions import ResponseRefused, UnknownOption

# Spaces group thousands; a comma or a point stands before decimals; a minus of either kind.
NUMBER = re.compile(r"(?P<sign>[-+−]?)(?P<whole>[0-9]{1,15})(?:[.,](?P<rest>[0-9]{1,6}))?")
MOST_CHARACTERS = 60


class NothingChosen(ResponseRefused):
    """No option was chosen."""

    message = _("Choose an option.")


class TooManyChosen(ResponseRefused):
    """Several options were chosen where one is right."""

    message = _("Choose one option only.")


class OptionGone(ResponseRefused, UnknownOption):
    """Something that this activity does not have, perhaps after a correction."""

    message = _("The options of this task have changed. Please choose again.")


class PlaceMissing(ResponseRefused):
    """An item of an order has no place."""

    message = _("Choose a place for every item.")


class PlaceTwice(ResponseRefused):
    """Two items of an order have one place."""

    message = _("Two items have the same place. Give each its own.")


class MatchMissing(ResponseRefused):
    """A row has nothing chosen for it."""

    message = _("Choose what belongs to every row.")


class NothingWritten(ResponseRefused):
    """No number was written."""

    message = _("Write a number.")


class NotANumber(ResponseRefused):
    """What was written is no number."""

    message = _("Write a number in digits, such as 12 or 3,5, without other words.")


def written(number: Decimal) -> str:
    """Return a number as it is kept: with a point, no exponent, no needless zeros."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def typed(part: Mapping[str, Any], data: QueryDict) -> dict[str, list[str]]:
    """Return what the form of this activity sent, as it was sent; no more than it could send."""
    kind = part["kind"]
    if kind == "order":
        names = [f"place-{item['key']}" for item in part["options"]]
    elif kind == "pairs":
        names = [f"pair-{row['key']}" for row in part["left"]]
    else:
        return {"option": [value[:MOST_CHARACTERS] for value in data.getlist("option")[: MOST + 1]]}
    return {name: [data.get(name, "")[:MOST_CHARACTERS]] for name in names}


def response_from(part: Mapping[str, Any], sent: Mapping[str, list[str]]) -> list[str]:
    """Return the response that `sent` (see `typed`) means. Raises ResponseRefused."""
    kind = part["kind"]
    if kind == "order":
        places = [(sent[f"place-{item['key']}"][0], item["key"]) for item in part["options"]]
        if not all(place for place, _key in places):
            raise PlaceMissing
        if len({place for place, _key in places}) < len(places):
            raise PlaceTwice
        known = [str(number) for number in range(1, len(places) + 1)]
        if any(place not in known for place, _key in places):
            raise OptionGone
        return [key for _place, key in sorted(places)]
    if kind == "pairs":
        rows = [(row["key"], sent[f"pair-{row['key']}"][0]) for row in part["left"]]
        if not all(right for _left, right in rows):
            raise MatchMissing
        return [f"{left}:{right}" for left, right in rows]
    return sent["option"]


def checked(part: Mapping[str, Any], response: Collection[str]) -> list[str]:
    """Return the response in the one way it is kept. Raises ResponseRefused when it is none."""
    return CHECKS[part["kind"]](part, list(response))


def _check_choice(part: Mapping[str, Any], response: list[str]) -> list[str]:
    chosen = sorted(set(response))
    if not chosen:
        raise NothingChosen
    if part["kind"] != "multiple" and len(chosen) > 1:
        raise TooManyChosen
    if set(chosen) - {option["key"] for option in part["options"]}:
        raise OptionGone
    return chosen


def _check_order(part: Mapping[str, Any], response: list[str]) -> list[str]:
    keys = {item["key"] for item in part["options"]}
    if set(response) - keys:
        raise OptionGone
    if len(set(response)) < len(response):
        raise PlaceTwice
    if set(response) != keys:
        raise PlaceMissing
    return response


def _check_pairs(part: Mapping[str, Any], response: list[str]) -> list[str]:
    left, right = ({row["key"] for row in part[side]} for side in ("left", "right"))
    rows = dict(entry.partition(":")[::2] for entry in response)
    if len(rows) < len(response) or rows.keys() - left or set(rows.values()) - right:
        raise OptionGone
    if rows.keys() != left:
        raise MatchMissing
    return [f"{row['key']}:{rows[row['key']]}" for row in part["left"]]


def _check_number(part: Mapping[str, Any], response: list[str]) -> list[str]:
    text = "".join("".join(response).split())
    if not text:
        raise NothingWritten
    match = NUMBER.fullmatch(text)
    if len(response) != 1 or not match:
        raise NotANumber
    sign = "-" if match["sign"] in ("-", "−") else ""
    return [written(Decimal(f"{sign}{match['whole']}.{match['rest'] or 0}"))]


def _check_scale(part: Mapping[str, Any], response: list[str]) -> list[str]:
    if not response:
        raise NothingChosen
    if len(response) > 1:
        raise TooManyChosen
    if response[0] not in [str(step) for step in range(1, part["steps"] + 1)]:
        raise OptionGone
    return response


CHECKS = {
    "single": _check_choice,
    "multiple": _check_choice,
    "truefalse": _check_choice,
    "order": _check_order,
    "pairs": _check_pairs,
    "number": _check_number,
    SCALE: _check_scale,
}
