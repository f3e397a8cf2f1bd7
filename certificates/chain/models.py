"""The chain of facts, and the signed head of each of its days. Both are insert-only."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate

# The country has one time since 2024; days of the chain are days there.
DAYS_OF = ZoneInfo("Asia/Almaty")


class ChainEntry(models.Model):
    """A fact has its place: a digest of its row, chained to all that came before it.

    `placed_at` never goes back from one place to the next, so that its day in the country's time is
    the day to which the entry belongs, whatever moment the fact itself tells.
    """

    place = models.PositiveBigIntegerField(primary_key=True, db_column="id")
    placed_at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    row = models.PositiveBigIntegerField()
    digest = models.BinaryField()
    chained = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "row"], name="one_place_per_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.row} at {self.place}"


class DayHead(models.Model):
    """Where the chain stood when a day ended, signed. `head` is that of the day before, if nothing
    was placed.
    """

    day = models.DateField(unique=True)
    count = models.PositiveBigIntegerField()
    last_place = models.PositiveBigIntegerField()
    head = models.BinaryField()
    previous = models.BinaryField()
    signed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(day__lt=TruncDate(F("made_at"), tzinfo=DAYS_OF)),
                name="a_head_is_of_a_day_that_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"head of {self.day}"
