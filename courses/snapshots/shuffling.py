"""Mixing what has a right order: the same for every learner, in both languages, at each edition."""

from collections.abc import Sequence
from hashlib import sha256


def shuffled(keys: Sequence[str], salt: str) -> list[str]:
    """Return `keys` mixed by a digest of `salt` (the activity's key) and themselves.

    Never the order given, unless there is one key or none.
    """
    mixed = sorted(keys, key=lambda key: sha256(f"{salt}\0{key}".encode()).digest())
    if mixed == list(keys) and len(mixed) > 1:
        mixed = [*mixed[1:], mixed[0]]
    return mixed
