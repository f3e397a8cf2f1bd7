"""What is known of the two languages of a text."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MatchedText(models.Model):
    """Two texts of a page, one in each language, of which somebody said they mean the same.

    When one of them is changed later, the other is out of step until both are matched anew. The
    texts are kept whole, so that what changed can be shown after revisions are purged. `page_key`
    is the pages' translation key, `address` that of `courses.translation.segments`; `by` a label
    and not a reference: content knows no person.
    """

    page_key = models.UUIDField()
    address = models.CharField(max_length=400)
    kk = models.TextField()
    ru = models.TextField()
    by = models.CharField(max_length=254)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page_key", "address"], name="one_match_per_text")
        ]
        default_permissions = ()
        permissions = [("translate_lesson", _("Can translate courses and lessons"))]

    def __str__(self) -> str:
        return f"{self.page_key} {self.address}"
