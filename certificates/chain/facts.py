"""Which tables are facts of the chain, and the digest of a row.

A table joins by one line in `SOURCES`. A column that is added to one later has to be null in the
rows from before, or their digests would not fit any more; one is not renamed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.db.models import Model

from certificates.models import (
    Certificate,
    CertificateAct,
    CertificateEvent,
    CertificateIssue,
    DocumentCopy,
    KeyRevocation,
    SigningKey,
)
from certificates.words.models import CertificateTemplate

_FORMAT: Final = b"otau-fact-1"


@dataclass(frozen=True)
class Source:
    """A table of facts.

    `kind` is its name in the chain, `moment` the column that tells when the fact happened;
    `leaves_out` names columns that an erasure may change (`InsertOnly`'s `may_change`).
    """

    kind: str
    model: type[Model]
    moment: str
    leaves_out: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns a digest covers, in the order in which it does."""
        return tuple(sorted(self._attribute_by_column.keys() - set(self.leaves_out)))

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """What Django calls those columns."""
        return tuple(self._attribute_by_column[column] for column in self.columns)

    @property
    def _attribute_by_column(self) -> dict[str, str]:
        fields = self.model._meta.concrete_fields
        return {str(field.column): field.attname for field in fields}

    def rows(self, rows: Any) -> Iterable[tuple[int, datetime, bytes]]:
        """Yield id, moment and digest of each row of a QuerySet of the table."""
        for pk, moment, *values in rows.values_list("pk", self.moment, *self.attributes):
            yield pk, moment, self.digest(values)

    def digest(self, values: Sequence[object]) -> bytes:
        """Return the digest (32 bytes) of a row, given the values of its `columns`."""
        digest = hashlib.sha256()
        _add(digest, _FORMAT, self.kind.encode())
        for column, value in zip(self.columns, values, strict=True):
            if value is not None:
                _add(digest, column.encode(), as_bytes(value))
        return digest.digest()


SOURCES: Final = {
    source.kind: source
    for source in (
        Source("certified", Certificate, "certified_at"),
        Source("issued", CertificateIssue, "issued_at"),
        Source("ended", CertificateEvent, "at"),
        Source("copied", DocumentCopy, "made_at"),
        Source("act", CertificateAct, "at"),
        Source("words", CertificateTemplate, "published_at"),
        Source("key", SigningKey, "published_at", leaves_out=("retired_at",)),
        Source("key_revoked", KeyRevocation, "recorded_at"),
    )
}


def as_bytes(value: object) -> bytes:
    """Return the one way in which a value enters a digest. TypeError for a kind without one."""
    match value:
        case bytes() | memoryview():
            return bytes(value)
        case bool():
            return b"true" if value else b"false"
        case str():
            return value.encode()
        case int():
            return str(value).encode()
        case Decimal():
            return f"{value:f}".encode()
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").encode()
        case date():
            return value.isoformat().encode()
    raise TypeError(f"no way is agreed to put a {type(value).__name__} into a digest")


def link(before: bytes, place: int, placed_at: datetime, kind: str, row: int, fact: bytes) -> bytes:
    """Return the digest (32 bytes) of an entry and of all that came before it."""
    digest = hashlib.sha256(before)
    _add(digest, as_bytes(place), as_bytes(placed_at), kind.encode(), as_bytes(row), fact)
    return digest.digest()


def _add(digest: Any, *fields: bytes) -> None:
    """Add each field behind its length, so that no two lists of fields read the same."""
    for field in fields:
        digest.update(len(field).to_bytes(4))
        digest.update(field)
