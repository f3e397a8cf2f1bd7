"""A person asks about a decision that concerns them, and a person answers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Questions about appeals."""

    def waiting(self):
        """Those that nobody has answered."""
        return self.filter(answered_at=None)

    def answered(self):
        """Those that were answered."""
        return self.filter(answered_at__isnull=False)

    def unread(self):
        """Those whose newest answer the person has not opened."""
        return self.answered().filter(read_at=None)


class Appeal(models.Model):
    """Which decision is questioned, in sealed words. Waiting until it was first answered."""

    class About(models.TextChoices):
        CLAIM = "claim", _("My marriage application was not linked")
        IDENTITY = "identity", _("My identity or my name")
        COMPLETION = "completion", _("An answer, a lesson or a course was not counted")
        CERTIFICATE = "certificate", _("A certificate is missing, wrong or revoked")
        EXEMPTION = "exemption", _("Being exempt from the course")
        LOOKUP = "lookup", _("Who looked at my record")
        OTHER = "other", _("Another decision about me")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appeals"
    )
    about = models.CharField(max_length=12, choices=About)
    lookup = models.ForeignKey(
        "accounts.Lookup", null=True, blank=True, on_delete=models.PROTECT, related_name="appeals",
        help_text="The look-up that is questioned; empty once the record has forgotten it.",
    )  # fmt: skip
    sealed_text = models.BinaryField(help_text="Sealed with the person's own key.")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        permissions = [("answer_appeals", _("Can answer questions about decisions"))]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None)
                | Q(answered_at__isnull=False, read_at__gte=F("asked_at")),
                name="what_is_read_was_answered",
            ),
            models.CheckConstraint(
                condition=Q(lookup=None) | Q(about="lookup"),
                name="only_questions_about_look_ups_name_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(answered_at=None), name="appeals_waiting"
            ),
            models.Index(
                fields=["answered_at"], condition=Q(answered_at__isnull=False),
                name="appeals_answered",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"appeal #{self.pk}"


class AppealReply(models.Model):
    """What a person on the staff answered. Insert-only; a second thought is a second reply."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="replies")
    number = models.PositiveSmallIntegerField()
    sealed_text = models.BinaryField(help_text="Sealed with the key of the person who asked.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeal_replies"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "number"], name="replies_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"reply #{self.pk}"
