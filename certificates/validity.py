"""Until when a certificate is valid."""

import calendar
import datetime as dt


def months_later(day: dt.date, months: int | None) -> dt.date | None:
    """Return the same day of the month `months` later, the month's last day if there is none.

    None when there is no end.
    """
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
