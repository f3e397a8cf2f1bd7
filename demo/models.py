"""The demonstration's outbox: what would have been sent. Not installed in production."""

from django.db import models
from django.utils import timezone


class OutboxMessage(models.Model):
    """An e-mail or SMS that stayed on this machine."""

    channel = models.CharField(max_length=10)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk}"
