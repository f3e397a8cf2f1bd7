"""Lasting keys of activities and options: answers are kept by them."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import BlockGroup

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
KEY = RegexValidator(r"^[a-z0-9-]{1,40}$", _("Small Latin letters, digits and hyphens only."))


def new_key() -> str:
    """Return a key for a new activity or option; short, random, lasting."""
    return get_random_string(8, LETTERS)


class KeyBlock(blocks.CharBlock):
    """The lasting key of an activity or option; see `settle_keys` for how it is made."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False, max_length=40, validators=[KEY], label=_("key"),
            help_text=_("Lasting; made when left empty. Do not change it."), **kwargs,
        )  # fmt: skip


def settle_keys(children: Iterable[Any]) -> None:
    """Give a key to each of `children` (of a stream or a list) that has none or repeats one.

    A duplicate stands after what it was made from, which keeps its key and so its answers. The
    key follows from the id that the editor gave the block: while a page saves itself again and
    again, its form knows nothing of the key, and each save has to find the same one.
    """
    seen: set[str] = set()
    for child in children:
        value = child.value
        if not isinstance(value, StructValue):
            continue
        for name, block in value.block.child_blocks.items():
            if isinstance(block, KeyBlock):
                if not value[name] or value[name] in seen:
                    value[name] = key_of(f"{child.id or new_key()}:{name}")
                seen.add(value[name])
            elif isinstance(value[name], ListValue):
                settle_keys(value[name].bound_blocks)


def key_of(seed: str) -> str:
    """Return the key that follows from `seed`."""
    digest = hashlib.sha256(seed.encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:8])


class KeyedBlock(blocks.StructBlock):
    """A block with a lasting key. Keys and rules stand folded away: what is asked comes first."""

    settings: tuple[str, ...] = ("key",)
    last: tuple[str, ...] = ()

    def get_form_layout(self) -> BlockGroup:
        """Fold `settings` away; put `last` after everything else."""
        names = [name for name in self.child_blocks if name not in (*self.settings, *self.last)]
        return BlockGroup([*names, *self.last], settings=list(self.settings))
