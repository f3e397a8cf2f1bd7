"""The ages somebody looks for in a course whose modules are ages, and how long that serves."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from learning.models import ChildrenAges
from web.sealing import CannotUnseal, seal, unseal

# Children grow: after that long it is asked whether the ages are still right.
SERVES = timedelta(days=183)
# What is sealed has one length up to a dozen ages: how many, and which, does not show.
LENGTH = 512

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ages:
    """The modules somebody chose, by key, and when they did."""

    modules: frozenset[UUID]
    said_on: date

    @property
    def is_old(self) -> bool:
        """Whether it was said so long ago that a child may have grown out of it."""
        return self.said_on + SERVES <= timezone.localdate()


def seal_ages(ages: Ages, user_id: int, course_id: int) -> bytes:
    """Seal a choice for its person and course."""
    kept = {"said_on": ages.said_on.isoformat(), "ages": sorted(key.hex for key in ages.modules)}
    return seal(json.dumps(kept).ljust(LENGTH), _place(user_id, course_id))


def read_ages(row: ChildrenAges) -> Ages | None:
    """Open a choice, for its owner; as good as none when its key is lost."""
    try:
        kept = json.loads(unseal(row.sealed_ages, _place(row.user_id, row.course_id)))
    except CannotUnseal:
        logger.warning("The ages somebody chose do not open.")
        return None
    return Ages(frozenset(map(UUID, kept["ages"])), date.fromisoformat(kept["said_on"]))


def ages_in(user_id: int, courses: Iterable[int]) -> dict[int, Ages]:
    """Return what a person chose, by course: one query, none without a course."""
    wanted = list(courses)
    rows = ChildrenAges.objects.filter(user=user_id, course__in=wanted) if wanted else []
    return {row.course_id: ages for row in rows if (ages := read_ages(row))}


def _place(user_id: int, course_id: int) -> str:
    return f"children.ages.{user_id}.{course_id}"
