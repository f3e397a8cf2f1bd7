"""Unusual patterns, for the data protection officer: who made how many look-ups, never of whom."""

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from workshop.patterns import found_between, names_of
from workshop.views.frame import shown
from workshop.views.incidents import guarded

PERIODS = (7, 30, 90)


@guarded
@require_safe
def patterns(request: StaffRequest) -> HttpResponse:
    """Show what the rules find in the last days, today included: `?days=` 7, 30 or 90."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in PERIODS} else PERIODS[0]
    last = timezone.localdate()
    first = last - timedelta(days=days - 1)
    found = found_between(midnight(first), midnight(last + timedelta(days=1)))
    names = names_of(found)
    rules = [
        (rule, [(names.get(one.actor or 0) or one.client, one.number) for one in findings])
        for rule, findings in found
    ]
    context = {"rules": rules, "days": days, "periods": PERIODS, "first": first, "last": last}
    title = _("Unusual look-ups")
    return shown(request, "workshop/patterns.html", title, context, icon="view")


def midnight(day: object) -> datetime:
    """Return the first moment of a day in the country's time."""
    return timezone.make_aware(datetime.combine(day, time.min))  # type: ignore[arg-type]
