"""Differences of answers before and after a course: running sums by edition, no person."""

from django.db import models


class PairDelta(models.Model):
    """One more pair, written with the fact and folded soon."""

    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    difference = models.FloatField(help_text="After less before, from -1 to 1.")

    def __str__(self) -> str:
        return f"pair of edition {self.edition_id}"


class PairSum(models.Model):
    """The pairs of an edition: how many, the sum of the differences and of their squares.

    What may be looked at is a copy, renewed when there are thirty pairs and with each ten more.
    """

    edition = models.OneToOneField("courses.Edition", on_delete=models.PROTECT, related_name="+")
    pairs = models.PositiveIntegerField()
    total = models.FloatField()
    squares = models.FloatField()
    shown_pairs = models.PositiveIntegerField(default=0)
    shown_total = models.FloatField(default=0)
    shown_squares = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shown_pairs=0) | models.Q(shown_pairs__gte=30),
                name="pairs_are_shown_from_thirty",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pairs} pairs of edition {self.edition_id}"
