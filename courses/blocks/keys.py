"""Lasting keys of activities and options: answers are kept by them."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

KEY = RegexValidator(r"^[a-z0-9-]{1,40}$", _("Small Latin letters, digits and hyphens only."))


def new_key() -> str:
    """Return a key for a new activity or option; short, random, lasting."""
    return get_random_string(8, "abcdefghijkmnpqrstuvwxyz23456789")


class KeyBlock(blocks.CharBlock):
    """The lasting key of an activity or option. A new one is made when it is left empty."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False, max_length=40, validators=[KEY], label=_("key"),
            help_text=_("Lasting; made when left empty. Do not change it."), **kwargs,
        )  # fmt: skip

    def clean(self, value):
        """Fill in a key where there is none."""
        return super().clean(value) or new_key()


def make_keys_differ(values: Iterable[Any], *names: str) -> None:
    """Give a new key to whatever repeats one under any of `names`: it was made by duplicating.

    A duplicate stands after what it was made from, which keeps its key and so its answers.
    """
    seen: set[str] = set()
    for value in values:
        for name in names:
            if value[name] in seen:
                value[name] = new_key()
            seen.add(value[name])


class KeyedBlock(blocks.StructBlock):
    """A block with a lasting key. Keys and rules stand folded away: what is asked comes first."""

    settings: tuple[str, ...] = ("key",)
    last: tuple[str, ...] = ()

    def get_form_layout(self) -> BlockGroup:
        """Fold `settings` away; put `last` after everything else."""
        names = [name for name in self.child_blocks if name not in (*self.settings, *self.last)]
        return BlockGroup([*names, *self.last], settings=list(self.settings))
