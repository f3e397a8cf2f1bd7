"""Whoever guesses which numbers belong together is slowed: by one count, wherever they guess.

After many wrong pairs each further one costs a short pause; right pairs never do. Where one number
is enough, one that nobody has is a wrong pair.
"""

from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from certificates.desk.access import Desk
from web.limits import used_up

MOST_WRONG_PAIRS, WRONG_PAIRS_WINDOW = 10, 600  # tries, seconds
PAUSE = 30  # seconds
TOO_MANY_WRONG: Final = _(
    "Several pairs of numbers in a row were not found. Wait half a minute, then ask."
)


def has_to_pause(desk: Desk) -> bool:
    """Whether nothing that the clerk asks is looked at for the moment."""
    return bool(cache.get(_pause_of(desk)))


def count_wrong_pair(desk: Desk) -> None:
    """Count a pair that is none."""
    if used_up("desk-pair", str(desk.clerk.pk), limit=MOST_WRONG_PAIRS, seconds=WRONG_PAIRS_WINDOW):
        cache.set(_pause_of(desk), True, timeout=PAUSE)


def _pause_of(desk: Desk) -> str:
    return f"desk-pause:{desk.clerk.pk}"
