"""How the registry's system answers: counted by the minute, never whom it was asked about."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

from registry.models import RegistryMinute

KEPT = timedelta(days=90)


class Outcome(models.TextChoices):
    """What became of one question to the registry."""

    ANSWERED = "answered"
    UNAVAILABLE = "unavailable"
    MALFORMED = "malformed"
    WITHHELD = "withheld"  # not asked: it was away a moment ago


ADD = """
    insert into registry_registryminute
        (minute, answered, unavailable, malformed, withheld, milliseconds, slowest)
    values (%(minute)s, %(answered)s, %(unavailable)s, %(malformed)s, %(withheld)s, %(ms)s, %(ms)s)
    on conflict (minute) do update set
        answered = registry_registryminute.answered + excluded.answered,
        unavailable = registry_registryminute.unavailable + excluded.unavailable,
        malformed = registry_registryminute.malformed + excluded.malformed,
        withheld = registry_registryminute.withheld + excluded.withheld,
        milliseconds = registry_registryminute.milliseconds + excluded.milliseconds,
        slowest = greatest(registry_registryminute.slowest, excluded.slowest)
"""


def count_exchange(*, outcome: Outcome, seconds: float = 0.0) -> None:
    """Count one question in its minute; `seconds` is how long an answer took. One statement."""
    values = {name: int(outcome == name) for name in Outcome.values}
    minute = timezone.now().replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(ADD, values | {"minute": minute, "ms": round(seconds * 1000)})


@transaction.atomic
def forget_exchanges() -> int:
    """Delete the counts that are older than ninety days; return how many minutes went."""
    old = RegistryMinute.objects.filter(minute__lt=timezone.now() - KEPT)
    return old.delete()[0]
