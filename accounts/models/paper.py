"""A code on paper, for who has no phone and no e-mail at hand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class PaperCode(models.Model):
    """Somebody at work saw the person's document and printed a code that opens their page, once.

    The code itself is on the paper alone; here is its keyed digest.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_codes"
    )
    code_digest = models.BinaryField(unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    door_digest = models.BinaryField(
        default=bytes, help_text="The form it was typed into: sent twice it is one use."
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, replaced_at=None),
                name="one_open_paper_code_per_person",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(replaced_at=None),
                name="a_used_paper_code_is_not_replaced",
            ),
        ]

    def __str__(self) -> str:
        return f"paper code #{self.pk}"
