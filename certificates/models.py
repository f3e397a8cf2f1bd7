"""Proof of completion. Facts are added, never changed: certified, issued, superseded, revoked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Questions about certificates."""

    def pending(self):
        """Those whose document has not been rendered and signed, of people who can have it."""
        return self.filter(issue=None, enrolment__user__erased_at=None)

    def unrevoked(self):
        """Those neither revoked nor superseded."""
        return self.filter(events=None)

    def valid_on(self, day):
        """Those neither revoked, superseded nor expired on `day`."""
        return self.unrevoked().filter(Q(valid_until=None) | Q(valid_until__gte=day))


class Certificate(models.Model):
    """What is certified, frozen in the transaction that completed the enrolment, or when its owner
    wished for it. Insert-only.
    """

    class NameSource(models.TextChoices):
        REGISTRY = "registry"
        DOCUMENT = "document"
        DECLARED = "declared"

    class Mode(models.TextChoices):
        ALONE = "alone", _("on one's own, online")
        LIVE = "live", _("live online")
        IN_PERSON = "in_person", _("in person")
        ATTENDED = "attended", _("attended in person")

    number = models.CharField(max_length=20, unique=True)
    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.PROTECT, related_name="certificates"
    )
    generation = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    sealed_name = models.BinaryField(help_text="Sealed with the person's own key.")
    name_source = models.CharField(max_length=10, choices=NameSource)
    name_digest = models.BinaryField()
    course_code = models.CharField(max_length=8)
    course_title_kk = models.CharField(max_length=200)
    course_title_ru = models.CharField(max_length=200)
    edition_number = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ALONE)
    assurance = models.CharField(max_length=10)
    issuer_kk = models.CharField(max_length=200)
    issuer_ru = models.CharField(max_length=200)
    completed_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    certified_at = models.DateTimeField(default=timezone.now)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "generation"], name="one_certificate_per_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(generation=1, supersedes=None)
                | Q(generation__gt=1, supersedes__isnull=False),
                name="a_later_generation_supersedes",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateIssue(models.Model):
    """The document: signed, rendered, stored. A certificate without one is pending. Insert-only."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="issue")
    key_id = models.CharField(max_length=40)
    signed_payload = models.TextField()
    pdf = models.CharField(max_length=200)
    pdf_sha256 = models.BinaryField()
    picture = models.CharField(max_length=200)
    picture_sha256 = models.BinaryField()
    issued_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"issue of {self.certificate_id}"


class FileRemoval(models.Model):
    """A stored document that has to go, because its holder erased their account."""

    name = models.CharField(max_length=200, unique=True)
    owed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"removal #{self.pk}"


class CertificateEvent(models.Model):
    """A certificate ceased to hold: another replaced it, or it was revoked. Insert-only."""

    class Kind(models.TextChoices):
        SUPERSEDED = "superseded"
        REVOKED = "revoked"

    class Reason(models.TextChoices):
        NAME_CORRECTED = "name_corrected", _("the name was corrected")
        IDENTITY_DISPLACED = "identity_displaced", _("somebody else proved this identity")
        GRANTED_IN_ERROR = "granted_in_error", _("granted in error")
        TITLE_CORRECTED = "title_corrected", _("the title of the course was corrected")
        WORDS_CORRECTED = "words_corrected", _("the words of the document were corrected")
        KEY_REVOKED = "key_revoked", _("the key that signed it was revoked")
        ATTENDANCE_IN_ERROR = "attendance_in_error", _("attendance was written down in error")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(max_length=30, choices=Reason)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate"], name="one_end_per_certificate")
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class StandingChange(models.Model):
    """The answer about an applicant changed. What it is now is read when this is told.

    `place` is its place in the order in which changes are told; given after the commit
    (`certificates.changes`). `enrolment` is whose completion it was about, if it was about one: its
    owner's erasure takes the note away.
    """

    class Happened(models.TextChoices):
        COMPLETED = "completed"
        REPLACED = "replaced"
        REVOKED = "revoked"
        EXEMPTED = "exempted"
        EXEMPTION_ENDED = "exemption_ended"

    place = models.PositiveBigIntegerField(null=True, unique=True)
    applicant = models.ForeignKey(
        "registry.Applicant", on_delete=models.CASCADE, related_name="standing_changes"
    )
    enrolment = models.ForeignKey(
        "enrolments.Enrolment", null=True, on_delete=models.CASCADE, related_name="+"
    )
    happened = models.CharField(max_length=15, choices=Happened)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(place=None), name="changes_without_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.happened} #{self.pk}"


class SigningKey(models.Model):
    """The public half of a key that signs certificates."""

    key_id = models.CharField(max_length=40, unique=True)
    public_key = models.CharField(max_length=60)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key_id


# A room of its own; Django looks for models here.
from certificates.jobs.models import BulkJob, BulkJobRow  # noqa: E402, F401
