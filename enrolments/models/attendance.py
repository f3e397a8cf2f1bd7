"""What was attended in person, on paper: recorded by one, confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AttendanceSheet(models.Model):
    """A paper list of those who attended a course at one place. Insert-only.

    The whole course, or the live session alone that a policy asks for beside the lessons.
    """

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "registry.RegistryOffice", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(
        "cms.FamilySupportCentre", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"))
    hours = models.DecimalField(_("hours in all"), max_digits=4, decimal_places=1)
    live_session = models.BooleanField(_("a live session alone"), default=False, db_default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=True, centre__isnull=False)
                | Q(office__isnull=False, centre__isnull=True),
                name="a_sheet_has_one_place",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("began_on")), name="a_sheet_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="a_sheet_has_hours"),
        ]

    def __str__(self) -> str:
        return f"sheet #{self.pk}"

    @property
    def place(self):
        """The office or the centre."""
        return self.office or self.centre


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Questions about attendance."""

    def waiting(self):
        """Those that nobody has confirmed or taken off."""
        return self.filter(confirmed_at=None, withdrawn_at=None)

    def confirmed(self):
        """Those that another person has confirmed."""
        return self.exclude(confirmed_at=None)


class Attendance(models.Model):
    """A person stands on a paper list. Settled once: confirmed by another, or taken off."""

    class Reason(models.TextChoices):
        NOT_THERE = "not_there", _("the person does not stand on the paper list")
        ANOTHER = "another", _("another person was meant")
        SHEET = "sheet", _("the days, the hours or the place are wrong")
        OVERTAKEN = "overtaken", _("it cannot be confirmed any more")

    sheet = models.ForeignKey(AttendanceSheet, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="attendances"
    )
    edition = models.ForeignKey(
        "courses.Edition", on_delete=models.PROTECT, related_name="+",
        help_text="What the person took when it was recorded.",
    )  # fmt: skip
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_for = models.CharField(max_length=10, choices=Reason, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(withdrawn_at=None),
                name="one_living_attendance_per_enrolment",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")),
                name="nobody_confirms_what_they_recorded",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_confirmed_attendance_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_for="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_for=""),
                name="a_withdrawn_attendance_says_why",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(withdrawn_at=None),
                name="a_confirmed_attendance_is_not_withdrawn",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"attendance #{self.pk}"
