"""What people ask of Family Support Centres. The directory itself is `cms.FamilySupportCentre`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

OPEN = Q(withdrawn_at=None, undelivered_at=None)


class VisitRequestQuerySet(models.QuerySet["VisitRequest"]):
    """Questions about requests."""

    def open(self):
        """Those that a centre has, or will have, and that nobody took back."""
        return self.filter(OPEN)

    def for_learner(self, user):
        """A person's own, the newest first."""
        return self.filter(user=user).order_by("-asked_at", "-pk")


class VisitRequest(models.Model):
    """A person asks a centre for a visit or a call. What they said is sealed with their own key.

    It is open until it is taken back or given up as undelivered; either wipes what was said. The
    row is forgotten some days after the mail server had it (`centres.actions.forgetting`).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE,
        related_name="visit_requests",
        help_text="Empty once it is forgotten while its withdrawal is still on the way.",
    )  # fmt: skip
    centre = models.ForeignKey(
        "cms.FamilySupportCentre", null=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Empty once the centre is no longer in the directory.",
    )  # fmt: skip
    sealed_details = models.BinaryField()
    asked_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    undelivered_at = models.DateTimeField(null=True, blank=True)

    objects = VisitRequestQuerySet.as_manager()

    # Wagtail would list it, with whose it is, where the centre is used.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre"],
                condition=OPEN & Q(user__isnull=False, centre__isnull=False),
                name="one_open_request_per_person_and_centre",
            ),
            models.CheckConstraint(
                condition=OPEN | Q(sealed_details=b""), name="a_closed_request_holds_no_details"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~OPEN, name="an_open_request_has_a_person"
            ),
            models.CheckConstraint(
                condition=Q(undelivered_at=None) | Q(sent_at=None, withdrawn_at=None),
                name="undelivered_is_neither_sent_nor_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"request #{self.pk}"

    @property
    def reference(self) -> str:
        """A short name by which a person and a centre can speak of it, and nobody else is told."""
        letters = self.key.hex[:8].upper()
        return f"{letters[:4]}-{letters[4:]}"


class CentreMail(models.Model):
    """One e-mail owed to a centre's mailbox about one request: a row first, then a delivery."""

    class Kind(models.TextChoices):
        REQUEST = "request"
        WITHDRAWAL = "withdrawal"

    class State(models.TextChoices):
        PENDING = "pending"
        SENT = "sent"
        CANCELLED = "cancelled"
        GIVEN_UP = "given_up"

    request = models.ForeignKey(VisitRequest, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    owed_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"], name="one_mail_of_a_kind_per_request"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", settled_at=None)
                | ~Q(state="pending") & Q(settled_at__isnull=False),
                name="a_settled_mail_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="pending"), name="centre_mails_pending"
            ),
            models.Index(
                fields=["-settled_at"], condition=Q(state="given_up"), name="centre_mails_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} mail #{self.pk}"


class VisitCount(models.Model):
    """What is left of forgotten requests: how many of a month came to what, by centre."""

    centre = models.ForeignKey(
        "cms.FamilySupportCentre", on_delete=models.CASCADE, related_name="+"
    )
    month = models.DateField(help_text="The first day of the month in which they were asked.")
    delivered = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    undelivered = models.PositiveIntegerField(default=0)

    # Wagtail would say that the centre is used.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "month"], name="one_count_per_centre_month")
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.month:%Y-%m}"


class CentrePostQuerySet(models.QuerySet["CentrePost"]):
    """Questions about places at centres."""

    def active(self):
        """Those that have begun and not ended."""
        now = timezone.now()
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=now), began_at__lte=now)


class CentrePost(models.Model):
    """Somebody works at a Family Support Centre from one moment to another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="centre_posts",
        verbose_name=_("person"), limit_choices_to={"is_staff": True},
    )  # fmt: skip
    centre = models.ForeignKey(
        "cms.FamilySupportCentre", on_delete=models.PROTECT, related_name="posts",
        verbose_name=_("Family Support Centre"),
    )  # fmt: skip
    began_at = models.DateTimeField(_("from"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    confirms_in_region = models.BooleanField(
        _("confirms attendance in the whole region"), default=False,
        help_text=_("For places at which one person works alone."),
    )  # fmt: skip

    objects = CentrePostQuerySet.as_manager()

    class Meta:
        verbose_name = _("place at a centre")
        verbose_name_plural = _("places at centres")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre"], condition=Q(ended_at=None), name="one_open_centre_post"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")),
                name="a_centre_post_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"centre post #{self.pk}"
