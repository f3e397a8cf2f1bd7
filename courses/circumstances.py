"""On what a text may depend: circumstances of people, a closed list.

Every path through a lesson has the same title, takes the same time and asks the same of people, so
that nobody's path gives them away.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Circumstance(models.TextChoices):
    """What may be so with whoever reads; the labels are said to them."""

    REMARRIED = "remarried", _("If one of you was married before, or has children")
    WITH_PARENTS = "with-parents", _("If you live with parents")
    EXPECTING = "expecting", _("If you are expecting a child")
    NO_CHILDREN = "no-children", _("If you plan no children")
    TWO_TRADITIONS = "two-traditions", _("If you come from two traditions or languages")


@dataclass(frozen=True)
class Reason:
    """Why a circumstance is somebody's: what they said, in their words, and where to change it."""

    words: str
    url: str


# What is known of somebody who was not asked.
UNKNOWN: Mapping[str, Reason] = MappingProxyType({})


@dataclass(frozen=True)
class Tailored:
    """A tailored text as somebody reads it.

    Either it was chosen, and says because of what, or the cases are folded, by their labels.
    """

    html: str
    because: Reason | None = None
    folded: tuple[tuple[Any, str], ...] = ()


def case_for(part: Mapping[str, Any], circumstances: Collection[str]) -> str | None:
    """Return the first case of a tailored part that is among `circumstances`; None: the default."""
    return next((case["key"] for case in part["cases"] if case["key"] in circumstances), None)


def tailored(part: Mapping[str, Any], circumstances: Mapping[str, Reason]) -> Tailored:
    """Return what a person in `circumstances` reads of a tailored part.

    Where no case is theirs, the text for everybody stands there, and the cases can be opened.
    """
    texts = {case["key"]: case["html"] for case in part["cases"]}
    chosen = case_for(part, circumstances)
    if chosen is not None:
        return Tailored(texts[chosen], circumstances[chosen])
    folded = [(Circumstance(key).label, html) for key, html in texts.items() if is_known(key)]
    return Tailored(part["html"], folded=tuple(folded))


def is_known(key: str) -> bool:
    """Whether a circumstance is one of the list."""
    return key in Circumstance.values


def name_of(key: str) -> str:
    """Return what is said of a circumstance; its key where it is not of the list."""
    return str(Circumstance(key).label) if is_known(key) else key
