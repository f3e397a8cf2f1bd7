"""Decent hours: the country has one time, and nobody is written to in the night."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def decent_moment(after: datetime) -> datetime:
    """Return the first moment from `after` on at which learners may be written to.

    `settings.MESSAGE_HOURS` holds the first hour and the one at which the day is over, in the
    country's time (10 and 20).
    """
    opens, closes = settings.MESSAGE_HOURS
    local = timezone.localtime(after, timezone.get_default_timezone())
    if opens <= local.hour < closes:
        return after
    morning = local.replace(hour=opens, minute=0, second=0, microsecond=0)
    return morning if local.hour < opens else morning + timedelta(days=1)
