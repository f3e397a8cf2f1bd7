"""Figures that cannot be recovered later: counters by day, no person in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyCount(models.Model):
    """How many people took a step on a day, by region, course and where they came from.

    The course is empty where a step is about none, or was counted before courses were told apart.
    """

    class Step(models.TextChoices):
        BEGAN = "began", _("began")
        LINKED = "linked", _("linked an application")
        JOINED = "joined", _("partner joined")
        HALF = "half", _("half of the course")
        COMPLETED = "completed", _("completed")
        CERTIFIED = "certified", _("certificate issued")

    day = models.DateField()
    region = models.CharField(max_length=5, blank=True)
    step = models.CharField(max_length=10, choices=Step)
    course = models.CharField(max_length=8, blank=True, default="")
    source = models.CharField(max_length=30, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "region", "step", "course", "source"], name="one_counter_per_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.region} {self.step}: {self.count}"


class ApplicationCount(models.Model):
    """How many applications became known on a day, by region and source."""

    day = models.DateField()
    region = models.CharField(max_length=5)
    source = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "region", "source"], name="one_application_counter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.region}: {self.count}"
