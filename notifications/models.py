"""Messages owed to people, and what learners chose to be told. Codes never come through here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

MOST_DAYS_BEFORE = 30


class Message(models.Model):
    """One message owed to one person: a row first, then a delivery."""

    class Kind(models.TextChoices):
        CLAIM_CONFIRMED = "claim_confirmed"
        CLAIM_REFUSED = "claim_refused"
        CERTIFICATE_READY = "certificate_ready"
        CERTIFICATE_REISSUED = "certificate_reissued"
        CERTIFICATE_DECISION = "certificate_decision"
        NOTHING_BEGUN = "nothing_begun"
        DAYS_BEFORE = "days_before"
        QUIET_WEEK = "quiet_week"
        QUIET_MONTH = "quiet_month"
        WORK_SUBMITTED = "work_submitted"
        WORK_APPROVED = "work_approved"
        WORK_SENT_BACK = "work_sent_back"
        WORK_COMMENTED = "work_commented"
        QUESTION_ASKED = "question_asked"
        DATA_NOTICE = "data_notice"

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"

    class State(models.TextChoices):
        PENDING = "pending"
        SENT = "sent"
        GIVEN_UP = "given_up"
        NOT_NEEDED = "not_needed"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages_owed"
    )
    kind = models.CharField(max_length=30, choices=Kind)
    dedupe_key = models.CharField(max_length=100)
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=2)
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    owed_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(
        null=True, blank=True, help_text="The newest try, after which it may have arrived."
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # What was settled unsent may come to be owed again, when it is so again.
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=~Q(state="not_needed"),
                name="a_message_is_owed_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="pending"), name="messages_pending"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class MessageChoice(models.Model):
    """What a learner chose to be told, and where. Nothing chosen, or no row: no message."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_choice"
    )
    reminders_at = models.DateTimeField(null=True, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Message.Channel, blank=True)
    days_before = models.PositiveSmallIntegerField(
        default=5, help_text="How many days before the ceremony a reminder is wanted."
    )
    text_version = models.CharField(
        max_length=20, help_text="The page by which it was chosen, as it read then."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reminders_at=None, news_at=None) | ~Q(channel=""),
                name="a_choice_says_where_to",
            ),
            models.CheckConstraint(
                condition=Q(days_before__gte=1, days_before__lte=MOST_DAYS_BEFORE),
                name="some_days_before",
            ),
        ]

    def __str__(self) -> str:
        return f"choice #{self.pk}"


class StopLink(models.Model):
    """The link in a person's messages that stops them, without signing in. It has no end."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stop_links"
    )
    token_digest = models.BinaryField(unique=True)
    sealed_token = models.BinaryField()

    def __str__(self) -> str:
        return f"stop link #{self.pk}"
