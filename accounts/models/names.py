"""A settled name that was wrong, and who put it right."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class NameCorrection(models.Model):
    """A clerk saw the document and corrected a name. Insert-only; both names are sealed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="name_corrections"
    )
    sealed_before = models.BinaryField(help_text="Sealed with the person's own key.")
    sealed_after = models.BinaryField(help_text="Sealed with the person's own key.")
    place = models.CharField(max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="names_corrected"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("user")), name="nobody_corrects_their_own_name"
            )
        ]

    def __str__(self) -> str:
        return f"correction #{self.pk}"
