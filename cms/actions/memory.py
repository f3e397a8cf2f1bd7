"""What loaders wrote, so that they do not tread on what people wrote since."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import JSONField, Model
from wagtail.fields import StreamField

from cms.exceptions import LoadRefused
from cms.models import LoadedContent
from cms.texts import canonical_html

# Rich text is compared in one form: the editor writes keys and tags of its own, no word changes.
MARKUP = re.compile(r"<(p|h[23]|ul|ol|blockquote)\b")
RETIRED = "retired"


@dataclass
class LoadReport:
    """What a loader did, as sentences by kind."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.updated or self.retired)

    def stop_if_refused(self) -> None:
        """Raise LoadRefused when something was edited since it was loaded."""
        if self.refused:
            raise LoadRefused(self.refused)


def remember(place: str, digest: str) -> None:
    """Note what was written to `place`; nothing happens when that is known."""
    if not LoadedContent.objects.filter(place=place, digest=digest).exists():
        LoadedContent.objects.update_or_create(place=place, defaults={"digest": digest})


def retire(place: str) -> None:
    """Note that a loader took away what it had written to `place`."""
    remember(place, RETIRED)


def was_written(place: str) -> bool:
    """Whether a loader wrote to `place` at all."""
    return LoadedContent.objects.filter(place=place).exists()


def edited_since(place: str, digest: str, *, is_there: bool = True) -> bool:
    """Whether what stands at `place` now, with this digest, is other than what was loaded.

    `is_there` is False for a page that is not live: unless a loader took it away, a person did.
    """
    loaded = LoadedContent.objects.filter(place=place).first()
    if loaded is None:
        return True
    return loaded.digest != RETIRED and (loaded.digest != digest or not is_there)


def digest_of(row: Model, names: Iterable[str]) -> str:
    """Return a digest of the named fields, the same however they were stored."""
    content = {name: _plain(row, name) for name in names if not _says_nothing(row, name)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _says_nothing(row: Model, name: str) -> bool:
    """Whether an optional list is empty: pages were loaded before there was such a list."""
    field: Any = row._meta.get_field(name)
    return isinstance(field, JSONField) and not field.value_from_object(row)


def _plain(row: Model, name: str) -> Any:
    model_field: Any = row._meta.get_field(name)
    value = model_field.value_from_object(row)
    if isinstance(model_field, StreamField):
        value = model_field.to_python(value)
        list(value)  # opens every block, so that all are written in one form
        value = value.get_prep_value()
    elif isinstance(value, Decimal):
        value = str(value.normalize())
    return _without_noise(value)


def _without_noise(value: Any) -> Any:
    """Leave out the editor's marks, and fields that are not filled in however that is stored."""
    if isinstance(value, dict):
        return {k: _without_noise(v) for k, v in value.items() if v not in (None, "", False)}
    if isinstance(value, list):
        return [_without_noise(item) for item in value]
    if isinstance(value, str):
        return canonical_html(value) if MARKUP.search(value) else value
    return value if value is None or isinstance(value, int | float | bool) else str(value)
