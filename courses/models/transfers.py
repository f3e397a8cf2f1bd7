"""Courses on their way into files, or out of them, asked for in the admin."""

from typing import Any

from django.core.files import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.editions import LANGUAGES, Course


class CurriculumTransfer(models.Model):
    """One export or import: what is owed, then what came of it.

    An import is tried first (`is_trial`): nothing is written, `report` says what would change.
    `asked_by` is a label and not a reference: content knows no person.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", _("export")
        IMPORT = "import", _("import")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=10, choices=Kind)
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="transfers"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    is_trial = models.BooleanField(default=False)
    may_overwrite = models.BooleanField(default=False)
    stored_as = models.CharField(
        max_length=200, blank=True, help_text="In the private storage: it holds right answers."
    )
    file_name = models.CharField(max_length=200, blank=True)
    report = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_by = models.CharField(max_length=254)
    language = models.CharField(
        max_length=2, choices=LANGUAGES, default="kk", help_text="Of whoever asked: the report's."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [("move_files", _("Can take courses out into files and in from files"))]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="waiting"), name="transfers_waiting"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(ended_at__isnull=False),
                name="an_ended_transfer_says_when",
            ),
            models.CheckConstraint(
                condition=Q(kind="import") | Q(course__isnull=False),
                name="an_export_names_its_course",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def lines(self) -> list[tuple[Any, list[str]]]:
        """What the report says, by headings in the active language; empty ones are left out."""
        headings = {
            "created": _("New"), "updated": _("Changed"), "retired": _("Unpublished"),
            "refused": _("Edited here since the last load"), "reasons": _("To be mended"),
        }  # fmt: skip
        return [
            (heading, self.report[name])
            for name, heading in headings.items()
            if self.report.get(name)
        ]

    def store(self, file: File) -> None:
        """Keep a zip file where no address serves it."""
        self.stored_as = storages["private"].save(f"transfers/{self.kind}.zip", file)

    def open(self) -> File:
        """Return the zip file. Raises FileNotFoundError when it was forgotten."""
        return storages["private"].open(self.stored_as, "rb")

    def forget_file(self) -> None:
        """Delete the zip file, if there is one."""
        if self.stored_as:
            storages["private"].delete(self.stored_as)
