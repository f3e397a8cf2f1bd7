"""How many leaflets an office gave on a day. Nothing about whom, nor at what hour."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registry.models import LeafletCount, RegistryOffice


@transaction.atomic
def give_leaflet(*, office: RegistryOffice) -> int:
    """Count one leaflet given at `office` today; return how many it gave today.

    Each call counts: two presses are two leaflets.
    """
    day = timezone.localdate()
    today = LeafletCount.objects.filter(office=office, day=day)
    if not today.update(count=F("count") + 1):
        LeafletCount.objects.bulk_create(
            [LeafletCount(office=office, day=day)], ignore_conflicts=True
        )
        today.update(count=F("count") + 1)
    return today.values_list("count", flat=True).get()


@transaction.atomic
def take_leaflet_back(*, office: RegistryOffice) -> int:
    """Undo one slip of today; return how many leaflets are left. Below none it does nothing."""
    LeafletCount.objects.filter(office=office, day=timezone.localdate(), count__gt=0).update(
        count=F("count") - 1
    )
    return leaflets_today(office)[office.pk]


def leaflets_today(*offices: RegistryOffice) -> dict[int, int]:
    """Return how many leaflets were given today, by the id of the office. One query."""
    today = LeafletCount.objects.filter(office__in=offices, day=timezone.localdate())
    given = dict(today.values_list("office", "count"))
    return {office.pk: given.get(office.pk, 0) for office in offices}
