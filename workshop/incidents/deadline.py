"""By when the law wants a breach reported: within one business day (law 94-V on personal data)."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

SATURDAY = 5


def is_business_day(moment: datetime) -> bool:
    """Whether offices work on the day: Monday to Friday, but for the holidays that are set.

    Otau knows no calendar of holidays; those not in the setting HOLIDAYS count as business days,
    which can only make the end earlier than the law's.
    """
    day = timezone.localtime(moment).date()
    return day.weekday() < SATURDAY and day not in settings.HOLIDAYS


def deadline(known_at: datetime) -> datetime:
    """Return by when: the same hour of the next business day.

    What became known on a day off counts from the first minute of the next business day, and so
    ends with that day's last.
    """
    local = timezone.localtime(known_at)
    if is_business_day(local):
        return _next_business_day(local)
    first = _next_business_day(local)
    return timezone.make_aware(datetime.combine(first.date(), time(23, 59)))


def _next_business_day(local: datetime) -> datetime:
    local += timedelta(days=1)
    while not is_business_day(local):
        local += timedelta(days=1)
    return local
