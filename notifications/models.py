"""Messages owed to people. Codes never come through here."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Message(models.Model):
    """One message owed to one person: a row first, then a delivery."""

    class Kind(models.TextChoices):
        CLAIM_CONFIRMED = "claim_confirmed"
        CLAIM_REFUSED = "claim_refused"
        CERTIFICATE_READY = "certificate_ready"
        WORK_SUBMITTED = "work_submitted"
        WORK_APPROVED = "work_approved"
        WORK_SENT_BACK = "work_sent_back"
        WORK_COMMENTED = "work_commented"

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"

    class State(models.TextChoices):
        PENDING = "pending"
        SENT = "sent"
        GIVEN_UP = "given_up"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages_owed"
    )
    kind = models.CharField(max_length=30, choices=Kind)
    dedupe_key = models.CharField(max_length=100, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=2)
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    owed_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(state="pending"), name="messages_pending"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
