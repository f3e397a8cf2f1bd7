"""Who has which role from when to when, and the step of review."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page

from workshop.questions import needs_another
from workshop.roles import Role


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about roles on days."""

    def in_force(self, day: date | None = None):
        """Those that count on `day` (today)."""
        day = day or timezone.localdate()
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), began_on__lte=day)

    def not_over(self, day: date | None = None):
        """Those that count on `day` (today) or will."""
        day = day or timezone.localdate()
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gt=day) & Q(ended_on__gt=F("began_on")),
        )

    def overlapping(self, began_on: date, ended_on: date | None):
        """Those that count on one of the days from `began_on` until before `ended_on`."""
        found = self.filter(Q(ended_on=None) | Q(ended_on__gt=began_on))
        return found.filter(began_on__lt=ended_on) if ended_on else found


class Assignment(models.Model):
    """A person has a role, for a trainer perhaps in one module, from one day to another.

    `ended_on` is the first day on which it no longer counts. Rows are never deleted: they say who
    could do what, and when.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments",
        verbose_name=_("person"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=20, choices=Role)
    module_key = models.UUIDField(_("module"), null=True, blank=True)
    began_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT,
        related_name="assignments_given", verbose_name=_("given by"),
    )  # fmt: skip
    given_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT,
        related_name="assignments_ended",
    )  # fmt: skip

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        default_permissions = ("view",)
        permissions = [
            ("give_roles", _("Can give every role")),
            ("give_modules", _("Can give modules to trainers")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "module_key"], condition=Q(ended_on=None),
                nulls_distinct=False, name="one_open_assignment",
            ),
            models.CheckConstraint(
                condition=Q(module_key=None) | Q(role=Role.TRAINER), name="modules_are_for_trainers"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="an_assignment_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="an_assignment_has_a_known_role"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.role} #{self.pk}"


class Incident(models.Model):
    """Somebody may have seen people's data without a right to: whose look-ups, in which period.

    What is owed is in its moments: counted (a task does it), then, once the officer asked for it,
    told (a task owes every person a message). Nobody's name or number is kept here: who is
    concerned is worked out from the record.
    """

    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="incidents_opened"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    known_at = models.DateTimeField(help_text="When it became known: the law's day begins then.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT,
        related_name="incidents",
    )  # fmt: skip
    client = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    happened = models.TextField()
    measures = models.TextField(blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    telling_asked_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(began_at__lt=F("ended_at")), name="an_incident_has_a_period"
            ),
            models.CheckConstraint(
                condition=Q(actor=None) | Q(client=""), name="an_incident_has_one_who_looked"
            ),
            models.CheckConstraint(
                condition=Q(telling_asked_at=None)
                | Q(counted_at__isnull=False) & ~Q(text_kk="") & ~Q(text_ru=""),
                name="people_are_told_in_both_languages",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(telling_asked_at__isnull=False),
                name="people_are_told_when_somebody_asked_for_it",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"incident #{self.pk}"


class ReviewTask(AbstractGroupApprovalTask):
    """The one step of the review: another methodologist than the author looks at the page."""

    class Meta:
        verbose_name = _("review by another person")

    def get_actions(
        self, obj: Page, user: AbstractBaseUser | AnonymousUser
    ) -> list[tuple[str, str, bool]]:
        """Wagtail's own, but nobody approves what they alone have written."""
        actions = super().get_actions(obj, user)
        if actions and needs_another(obj, user):
            return []
        return actions
