"""Who takes which edition, with whom, and what is required of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrolments.models.attendance import Attendance, AttendanceQuerySet, AttendanceSheet
from web.regions import Region

__all__ = [
    "Attendance", "AttendanceQuerySet", "AttendanceSheet", "Couple", "CoupleMember",
    "CoursePolicy", "DeviceUse", "EditionAdoption", "Enrolment", "EnrolmentQuerySet",
    "EnrolmentRequirement", "Exemption", "Invitation", "InvitationQuerySet",
]  # fmt: skip


class PolicyTerms(models.Model):
    """What is said of a course, for a region from a day on."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(
        _("region"), max_length=5, choices=Region.choices, blank=True,
        help_text=_("Empty means the whole country."),
    )  # fmt: skip
    valid_from = models.DateField(_("valid from"))
    is_required = models.BooleanField(_("required"), default=False)
    validity_months = models.PositiveSmallIntegerField(
        _("validity of a certificate in months"), null=True, blank=True,
        help_text=_("Empty means without end."),
    )  # fmt: skip
    live_session = models.BooleanField(_("a live session is a part of it"), default=False)

    class Meta:
        abstract = True


class PolicyProposalQuerySet(models.QuerySet["PolicyProposal"]):
    """Questions about proposals."""

    def open(self):
        """Those that nobody has decided."""
        return self.filter(decision="")


class PolicyProposal(PolicyTerms):
    """Somebody proposes a policy; another approves or declines it."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    basis = models.TextField(_("on what it is based"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PolicyProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("decide_policies", _("Can propose and approve course policies"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision="approved")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("proposed_by"))),
                name="a_policy_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="a_policy_decision_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"policy proposal #{self.pk}"


class CoursePolicy(PolicyTerms):
    """What a course is to the registry, in a region from a day on. Voluntary unless one says so.

    Never changed: of those that have begun, the one with the latest day counts, and of one day the
    one approved last.
    """

    proposal = models.OneToOneField(
        PolicyProposal, null=True, blank=True, on_delete=models.PROTECT, related_name="policy",
        help_text="Empty for what stood before policies were proposed and approved.",
    )  # fmt: skip

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["course", "region", "valid_from"], name="policies_by_day")]

    def __str__(self) -> str:
        return f"policy #{self.pk}"


class Couple(models.Model):
    """Two people who take a course as a couple. A link: each owns their own progress."""

    formed_at = models.DateTimeField(default=timezone.now)
    shared_device_at = models.DateTimeField(
        null=True, blank=True,
        help_text="When both were first seen on one device: a neutral remark for the desk.",
    )  # fmt: skip
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="CoupleMember", related_name="couples"
    )

    def __str__(self) -> str:
        return f"couple #{self.pk}"


class CoupleMember(models.Model):
    """A person in a couple, until they leave."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="couple_memberships"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    modules_shown_at = models.DateTimeField(
        null=True, blank=True,
        help_text="Since when the person lets the other see how many modules they have completed.",
    )  # fmt: skip
    sealed_last_seen = models.BinaryField(
        null=True, blank=True,
        help_text="What this person was shown of the other when the other left; it stays so.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(left_at=None), name="one_couple_per_person"
            ),
            models.UniqueConstraint(fields=["couple", "user"], name="once_in_a_couple"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(modules_shown_at=None, sealed_last_seen=None),
                name="who_left_shows_and_is_shown_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"member #{self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those that can still be answered (their end, the ceremony, is looked at separately).

        One that was declined is among them: if its link closed, the inviter would only have to
        open it to learn of the refusal, which has to look like silence.
        """
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """One person invites the other by a link. It lives until the ceremony."""

    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations_sent"
    )
    token_digest = models.BinaryField(unique=True)
    sealed_token = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL,
        related_name="invitations_accepted",
    )  # fmt: skip
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inviter"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="one_open_invitation_per_inviter",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=models.F("inviter")),
                name="nobody_accepts_their_own_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation #{self.pk}"


class DeviceUse(models.Model):
    """A person used a device, told by a random cookie of which only the digest is kept.

    Its one purpose: one person who passes for both of a couple should not go unnoticed. Many
    couples share a phone in good faith, so it is never a reason to refuse anything. A row is
    forgotten after `enrolments.questions.DEVICE_DAYS` days.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="device_uses"
    )
    device_digest = models.BinaryField(db_index=True)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "device_digest"], name="one_use_per_person_and_device"
            )
        ]

    def __str__(self) -> str:
        return f"device use #{self.pk}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Questions about enrolments."""

    def open(self) -> "EnrolmentQuerySet":
        """Those being learned: neither completed nor withdrawn."""
        return self.filter(completed_at=None, withdrawn_at=None)

    def not_withdrawn(self) -> "EnrolmentQuerySet":
        """Those being learned or completed."""
        return self.filter(withdrawn_at=None)

    def completed(self) -> "EnrolmentQuerySet":
        """Those completed."""
        return self.exclude(completed_at=None)

    def for_course(self, slug: str) -> "EnrolmentQuerySet":
        """Those of the course with this slug."""
        return self.filter(course__slug=slug)


class Enrolment(models.Model):
    """A person takes an edition of a course. Pinned: publishing changes nothing in it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        "courses.Edition", on_delete=models.PROTECT, related_name="enrolments"
    )
    declined_edition = models.ForeignKey(
        "courses.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="A newer edition that was offered, and the person stayed with theirs.",
    )  # fmt: skip
    region = models.CharField(max_length=5, choices=Region.choices, blank=True)
    source = models.CharField(max_length=30, blank=True, help_text="Where the person came from.")
    began_at = models.DateTimeField(default=timezone.now)
    half_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"],
                condition=Q(completed_at=None, withdrawn_at=None),
                name="one_open_enrolment_per_course",
            ),
        ]
        indexes = [
            # What the clock asks about those being learned begins with when they were begun.
            models.Index(
                fields=["began_at"],
                condition=Q(completed_at=None, withdrawn_at=None),
                name="enrolments_open_since",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment #{self.pk}"


class EditionAdoption(models.Model):
    """A learner went over to a newer edition of a course they had not completed. Insert-only."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="adoptions")
    from_edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    to_edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "to_edition"], name="one_adoption_per_edition"
            ),
            models.CheckConstraint(
                condition=~Q(from_edition=models.F("to_edition")),
                name="an_adoption_changes_the_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"adoption #{self.pk}"


class EnrolmentRequirement(models.Model):
    """One thing that is required for completion; the app that knows it settles it."""

    class Kind(models.TextChoices):
        LESSON = "lesson"
        ATTENDANCE = "attendance"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=40)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "key"], name="one_requirement_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    """Questions about exemptions."""

    def holding(self, on):
        """Those that hold on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), revoked_at=None)


class Exemption(models.Model):
    """An applicant need not take the course. Found by the lookup key, like the desk asks.

    Why is sealed: it may be an illness. It is shown to the office that gave it, when asked for.
    """

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    lookup_key = models.BinaryField(db_index=True)
    sealed_reason = models.BinaryField()
    signer = models.CharField(max_length=200, help_text="Who signed the decision: name and post.")
    office = models.ForeignKey(
        "registry.RegistryOffice", null=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)
    ends_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="somebody_ends_an_exemption",
            )
        ]

    def __str__(self) -> str:
        return f"exemption #{self.pk}"
