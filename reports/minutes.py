"""How long lessons take: counted in buckets, because no single time is kept."""

import datetime as dt
import itertools
from collections.abc import Mapping

EDGES = (0, 3, 5, 8, 12, 18, 25, 40, 60, 180)  # minutes


def bucket_of(took: dt.timedelta) -> str:
    """Return the detail of the bucket a time falls into, "m:<its lower edge>"."""
    minutes = took.total_seconds() / 60
    return f"m:{max(edge for edge in EDGES[:-1] if edge <= max(minutes, 0))}"


def median(counts: Mapping[str, int]) -> int | None:
    """Return the median in whole minutes of people counted by bucket; None without any.

    Within its bucket the median lies as if times were spread evenly (the usual estimate from
    grouped data).
    """
    total = sum(counts.values())
    passed = 0
    for low, high in itertools.pairwise(EDGES):
        inside = counts.get(f"m:{low}", 0)
        if inside and passed + inside >= total / 2:
            return max(1, round(low + (high - low) * (total / 2 - passed) / inside))
        passed += inside
    return None
