"""A file of applications as a job, and its lines, whose words are sealed and gone at the end."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Questions about files of applications."""

    def unread(self):
        """Those that nobody has read yet."""
        return self.filter(read_at=None, ended_at=None)

    def being_taken_in(self):
        """Those a clerk said yes to, until their last line is in."""
        return self.filter(accepted_at__isnull=False, ended_at=None)

    def undecided(self):
        """Those that are read and wait for a clerk's word."""
        return self.filter(read_at__isnull=False, accepted_at=None, ended_at=None)


class ImportJob(models.Model):
    """Who handed in which file of applications, for which office, and what became of it.

    The row stays, as the record of what was taken in; it tells of nobody but staff. A file that
    could not be read has a `problem`; one that ended without `accepted_at` changed nothing.
    """

    office = models.ForeignKey(
        "registry.RegistryOffice", on_delete=models.PROTECT, related_name="import_jobs"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    size = models.PositiveIntegerField(help_text="Bytes.")
    digest = models.BinaryField(
        help_text="Keyed, of the file's bytes: to know the same file again."
    )
    sealed_file = models.BinaryField(null=True, help_text="Until it is read.")
    tries = models.PositiveSmallIntegerField(default=0)
    encoding = models.CharField(max_length=12, blank=True)
    problem = models.CharField(max_length=30, blank=True)
    problem_with = models.JSONField(default=list, help_text="Names of columns; no person's words.")
    read_at = models.DateTimeField(null=True)
    preview = models.JSONField(default=dict, help_text="How many lines of which kind.")
    accepted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.JSONField(default=dict, help_text="What became of the lines taken in.")
    ended_at = models.DateTimeField(null=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["office", "-uploaded_at"], name="imports_of_an_office"),
            models.Index(fields=["id"], condition=Q(ended_at=None), name="imports_under_way"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None)
                | Q(read_at__isnull=False, decided_by__isnull=False, problem=""),
                name="only_what_was_read_is_taken_in_and_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sealed_file=None) | Q(read_at=None, ended_at=None),
                name="no_file_is_kept_once_it_is_read",
            ),
        ]

    def __str__(self) -> str:
        return f"import #{self.pk}"

    @property
    def total(self) -> int:
        """How many lines the file has."""
        return sum(self.preview.values())

    @property
    def to_take(self) -> int:
        """How many lines are there to be taken in: all but the wrong and the example."""
        return sum(self.preview.get(kind, 0) for kind in TAKEN)

    @property
    def taken(self) -> int:
        """How many of them are done."""
        return sum(self.outcome.values())


class ImportRow(models.Model):
    """One line of the file: what it says, sealed until the end, and what became of it."""

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("The same as we know")
        OLDER = "older", _("Older than what we know")
        WRONG = "wrong", _("Wrong")
        EXAMPLE = "example", _("The example of the template")

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    errors = models.JSONField(default=list, help_text="Column, what is wrong, other line or null.")
    sealed_record = models.BinaryField(null=True)
    result = models.CharField(max_length=8, choices=Kind, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "line"], name="one_row_per_line_of_a_file"),
            models.CheckConstraint(
                condition=~Q(kind__in=["wrong", "example"]) | Q(sealed_record=None),
                name="nothing_is_kept_of_a_wrong_line",
            ),
        ]
        indexes = [
            models.Index(
                fields=["job", "line"],
                condition=Q(result="", sealed_record__isnull=False),
                name="lines_to_take_in",
            ),
        ]

    def __str__(self) -> str:
        return f"line #{self.pk}"


Kind = ImportRow.Kind
TAKEN = (Kind.NEW, Kind.CHANGED, Kind.SAME, Kind.OLDER)
