"""Work on many certificates as a job, and what becomes of each of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateEvent

Reason = CertificateEvent.Reason


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    """Questions about bulk jobs."""

    def collecting(self):
        """Those whose certificates are not written down yet."""
        return self.filter(state=BulkJob.State.COLLECTING)

    def running(self):
        """Those that are at work."""
        return self.filter(state=BulkJob.State.RUNNING)

    def at_work(self):
        """Those that a worker has something to do for; of a stopped one documents may be owed."""
        return self.filter(state__in=[BulkJob.State.RUNNING, BulkJob.State.STOPPED])


class BulkJob(models.Model):
    """Many certificates are issued anew, or revoked: which, why, by whom, and how far it is.

    One person proposes it and another confirms it; nothing happens before. The new words are frozen
    here when it is proposed, so that what was confirmed is what is done.
    """

    class Kind(models.TextChoices):
        TITLE = "title", _("Issue anew with the title and the issuer of today")
        KEY = "key", _("Issue anew what a revoked key signed")
        REVOKE = "revoke", _("Revoke")

    class State(models.TextChoices):
        COLLECTING = "collecting", _("The certificates are being looked up")
        PREVIEW = "preview", _("To be looked at")
        WAITING = "waiting", _("Waits for a second person")
        RUNNING = "running", _("At work")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=30, choices=Reason)
    basis = models.TextField(help_text="By which order or decision; no person's words.")
    course = models.ForeignKey(
        "courses.Course", null=True, on_delete=models.PROTECT, related_name="+"
    )
    edition_number = models.PositiveIntegerField(null=True)
    certified_from = models.DateField(null=True)
    certified_until = models.DateField(null=True)
    sheet = models.ForeignKey(
        "enrolments.AttendanceSheet", null=True, on_delete=models.PROTECT, related_name="+"
    )
    key_id = models.CharField(max_length=40, blank=True)
    has_list = models.BooleanField(default=False)
    numbers = models.JSONField(default=list, help_text="Until they are looked up.")
    unknown = models.JSONField(default=list, help_text="Numbers that no certificate has.")
    words = models.JSONField(default=dict, help_text="Titles and issuers of the new ones.")
    state = models.CharField(max_length=10, choices=State, default=State.COLLECTING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    worked_at = models.DateTimeField(null=True, help_text="When a worker was last heard of.")
    ended_at = models.DateTimeField(null=True)

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("run_bulk_jobs", _("Can propose and confirm work on many certificates"))]
        indexes = [
            models.Index(fields=["id"], condition=Q(ended_at=None), name="bulk_jobs_under_way")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["collecting", "preview", "waiting", "dropped"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="a_bulk_job_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(kind="title", reason__in=["title_corrected", "words_corrected"])
                | Q(kind="key", reason="key_revoked")
                | Q(kind="revoke", reason__in=["granted_in_error", "attendance_in_error"]),
                name="a_bulk_job_has_a_reason_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"bulk job #{self.pk}"

    @property
    def replaces(self) -> bool:
        """Whether each certificate gets a successor."""
        return self.kind != self.Kind.REVOKE


class BulkJobRowQuerySet(models.QuerySet["BulkJobRow"]):
    """Questions about the certificates of a job."""

    def waiting(self):
        """Those for which nothing was done yet."""
        return self.filter(state=BulkJobRow.State.WAITING)

    def owing_documents(self):
        """Those that are replaced, while the new document is not made."""
        return self.filter(state=BulkJobRow.State.REPLACED)


class BulkJobRow(models.Model):
    """One certificate of a job, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        REPLACED = "replaced", _("Replaced, the document is being made")
        DONE = "done", _("Done")
        LEFT_OUT = "left_out", _("Left out")
        FAILED = "failed", _("Failed")

    class Why(models.TextChoices):
        ENDED = "ended", _("already replaced or revoked")
        EXPIRED = "expired", _("its time has ended")
        ERASED = "erased", _("the holder erased their account")
        SAME = "same", _("nothing on it would change")
        UNTICKED = "unticked", _("taken out by hand")
        LETTERS = "letters", _("the font lacks a letter of it")
        OURS = "ours", _("a fault of ours")

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    why = models.CharField(max_length=10, choices=Why, blank=True)
    replacement = models.OneToOneField(
        Certificate, null=True, on_delete=models.PROTECT, related_name="bulk_row"
    )
    tries = models.PositiveSmallIntegerField(default=0, help_text="To make the document.")

    objects = BulkJobRowQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["job", "certificate"], name="one_row_per_certificate_of_a_job"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "left_out"]) | Q(replacement=None),
                name="what_is_not_done_has_no_replacement",
            ),
            models.CheckConstraint(
                condition=~Q(state="replaced") | Q(replacement__isnull=False),
                name="what_is_replaced_says_by_which",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["left_out", "failed"]) ^ Q(why=""),
                name="what_is_not_done_says_why",
            ),
        ]
        indexes = [models.Index(fields=["job", "state", "id"], name="rows_of_a_bulk_job")]

    def __str__(self) -> str:
        return f"row #{self.pk}"
