"""Heads as they are published, and as others keep them: JSON, with nothing of a person."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from certificates.chain.models import DayHead

FORMAT: Final = "otau-heads-1"
NEWEST: Final = 400


class NotHeads(ValueError):
    """The text is not a file of heads."""


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head that somebody kept: what was signed, and when it was made."""

    signed: bytes
    made_at: datetime


def document(heads: Iterable[DayHead], earlier: str | None = None) -> dict[str, object]:
    """Return what stands in a published file, the oldest day first.

    `signed` holds all that counts; the rest says the same for who reads it by eye.
    """
    said: dict[str, object] = {"format": FORMAT, "heads": [_entry(head) for head in heads]}
    return said | {"earlier": earlier} if earlier else said


def _entry(head: DayHead) -> dict[str, object]:
    return {
        "day": head.day.isoformat(),
        "count": head.count,
        "last_place": head.last_place,
        "head": bytes(head.head).hex(),
        "previous": bytes(head.previous).hex(),
        "made_at": head.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "signed": base64.urlsafe_b64encode(bytes(head.signed)).decode("ascii").rstrip("="),
    }


def kept_heads(text: bytes | str) -> dict[date, KeptHead]:
    """Return the heads of a file by day. NotHeads, which says why, for anything else."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise NotHeads("it is not JSON") from None
    match read:
        case {"format": "otau-heads-1", "heads": list() as listed}:
            kept = dict(_kept(one) for one in listed)
        case _:
            raise NotHeads(f"it is not of the format {FORMAT}")
    if len(kept) != len(listed):
        raise NotHeads("a day stands in it twice")
    return kept


def _kept(one: object) -> tuple[date, KeptHead]:
    match one:
        case {"day": str() as day, "signed": str() as signed, "made_at": str() as made_at}:
            try:
                moment = datetime.fromisoformat(made_at)
                message = base64.b64decode(
                    signed + "=" * (-len(signed) % 4), altchars=b"-_", validate=True
                )
                if moment.tzinfo is not None:
                    return date.fromisoformat(day), KeptHead(message, moment)
            except (ValueError, binascii.Error):
                pass
    raise NotHeads("one of its heads is damaged")
