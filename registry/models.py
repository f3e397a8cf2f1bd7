"""АХАТ: offices, clerks' places, marriage applications and who claims to be in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.gateway.records import ApplicationState
from registry.standing import GOING_ON
from web.regions import Region


class RegistryOffice(models.Model):
    """A civil registry office."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    region = models.CharField(_("region"), max_length=5, choices=Region.choices)
    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("registry office")
        verbose_name_plural = _("registry offices")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_ru if (get_language() or "").startswith("ru") else self.name_kk


class ClerkshipQuerySet(models.QuerySet["Clerkship"]):
    """Questions about clerks' places."""

    def active(self):
        """Those that have begun and not ended, at an office that is not closed."""
        now = timezone.now()
        return self.filter(
            Q(ended_at=None) | Q(ended_at__gt=now),
            Q(office__closed_at=None) | Q(office__closed_at__gt=now),
            began_at__lte=now,
        )


class Clerkship(models.Model):
    """A clerk works at an office from one moment to another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="clerkships",
        verbose_name=_("clerk"), limit_choices_to={"is_staff": True},
    )  # fmt: skip
    office = models.ForeignKey(
        RegistryOffice, on_delete=models.PROTECT, related_name="clerkships",
        verbose_name=_("registry office"),
    )  # fmt: skip
    began_at = models.DateTimeField(_("from"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = ClerkshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("clerk's place")
        verbose_name_plural = _("clerks' places")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"], condition=Q(ended_at=None), name="one_open_clerkship"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")),
                name="a_clerkship_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"clerkship #{self.pk}"


# The states in which a person can be linked to an application.
LIVING = [*GOING_ON, ApplicationState.MARRIED]


class MarriageApplication(models.Model):
    """How an application stands by the facts beside it (`registry.standing`).

    Once nobody of it is kept any more its number is replaced by a keyed digest: see
    `registry.actions.forgetting`.
    """

    number = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=12, choices=ApplicationState)
    office = models.ForeignKey(
        RegistryOffice, null=True, on_delete=models.PROTECT, related_name="applications"
    )
    region = models.CharField(max_length=5, choices=Region.choices)
    ceremony_date = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(help_text="The registry's time of the newest fact.")
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["ceremony_date"], name="applications_by_ceremony")]

    def __str__(self) -> str:
        return f"application #{self.pk}"


class ApplicationFact(models.Model):
    """One thing that was said of an application: by whom, when. Insert-only."""

    class Source(models.TextChoices):
        GATEWAY = "gateway"
        IMPORT = "import"
        CLERK = "clerk"
        PUSH = "push"

    application = models.ForeignKey(
        MarriageApplication, on_delete=models.PROTECT, related_name="facts"
    )
    state = models.CharField(max_length=12, choices=ApplicationState)
    ceremony_date = models.DateField(null=True, blank=True)
    office_code = models.CharField(max_length=20)
    region = models.CharField(max_length=5, choices=Region.choices)
    source = models.CharField(max_length=10, choices=Source)
    told_at = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=0, help_text="As the registry counts its changes; 0 where a source does not say."
    )
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "application",
                    "state",
                    "ceremony_date",
                    "office_code",
                    "told_at",
                    "source",
                    "version",
                ],
                nulls_distinct=False,
                name="a_fact_is_kept_once",
            )
        ]

    def __str__(self) -> str:
        return f"fact #{self.pk}"


class Applicant(models.Model):
    """One of the two people of an application, as the registry names them.

    Of somebody whose identity number no account has given, the lookup key alone is kept: the other
    fields are empty. With a number the kind and country stand, and, sealed, the number and what
    else was told; a phone only if it is written for this applicant alone.
    """

    application = models.ForeignKey(
        MarriageApplication, on_delete=models.CASCADE, related_name="applicants"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, blank=True)
    sealed_number = models.BinaryField(null=True)
    lookup_key = models.BinaryField(db_index=True)
    sealed_name = models.BinaryField(null=True)
    sealed_phone = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"], name="one_applicant_per_position"
            ),
            models.UniqueConstraint(
                fields=["application", "lookup_key"], name="one_applicant_per_identity"
            ),
            models.CheckConstraint(condition=Q(position__in=[1, 2]), name="two_applicants"),
            models.CheckConstraint(
                condition=Q(sealed_number__isnull=False)
                | Q(kind="", country="", sealed_name=None, sealed_phone=None),
                name="an_applicant_without_a_number_is_a_key_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"applicant #{self.pk}"


class ApplicationClaimQuerySet(models.QuerySet["ApplicationClaim"]):
    """Questions about claims."""

    def open(self):
        """Those that wait or are confirmed."""
        return self.filter(state__in=["waiting", "confirmed"])

    def confirmed(self):
        """Those the registry agreed with."""
        return self.filter(state="confirmed")


class ApplicationClaim(models.Model):
    """A person says: this application is mine. The registry agrees, or not, or has not answered."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CONFIRMED = "confirmed", _("linked")
        REFUSED = "refused", _("not linked")
        UNLINKED = "unlinked", _("unlinked")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    identity = models.ForeignKey(
        "accounts.Identity", on_delete=models.CASCADE, related_name="claims"
    )
    sealed_number = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    applicant = models.ForeignKey(
        Applicant, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    made_at = models.DateTimeField(default=timezone.now)
    next_check_at = models.DateTimeField(default=timezone.now)
    checks = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            # One may wait beside the linked one: a new number takes nothing until it is linked.
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="waiting"), name="one_waiting_claim_per_user"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="confirmed"), name="one_linked_claim_per_user"
            ),
            models.UniqueConstraint(
                fields=["applicant"], condition=Q(state="confirmed"), name="one_claim_per_applicant"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(applicant__isnull=False),
                name="a_confirmed_claim_has_an_applicant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at"], condition=Q(state="waiting"), name="claims_waiting"
            ),
            models.Index(
                fields=["next_check_at"], condition=Q(state="confirmed"), name="claims_followed"
            ),
        ]

    def __str__(self) -> str:
        return f"claim #{self.pk}"


class RegistryMinute(models.Model):
    """How the registry's system answered in one minute: counts, and nobody asked about."""

    minute = models.DateTimeField(unique=True)
    answered = models.PositiveIntegerField(default=0)
    unavailable = models.PositiveIntegerField(default=0)
    malformed = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(
        default=0, help_text="Not asked, because it did not answer a moment before."
    )
    milliseconds = models.PositiveBigIntegerField(default=0, help_text="Of all answers together.")
    slowest = models.PositiveIntegerField(default=0, help_text="Milliseconds.")

    class Meta:
        ordering = ["minute"]

    def __str__(self) -> str:
        return self.minute.isoformat()


class ClaimUnlinking(models.Model):
    """A clerk, document in hand, unlinked a page from an application. Insert-only.

    It keeps the same account from linking it again by a number that is only declared.
    """

    claim = models.OneToOneField(
        ApplicationClaim, on_delete=models.CASCADE, related_name="unlinking"
    )
    office = models.ForeignKey(RegistryOffice, on_delete=models.PROTECT, related_name="unlinkings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"unlinking #{self.pk}"


class LeafletCount(models.Model):
    """How many leaflets an office gave on a day: of nobody, at no hour, by no clerk."""

    office = models.ForeignKey(RegistryOffice, on_delete=models.PROTECT, related_name="leaflets")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("leaflets given"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day"], name="one_count_of_leaflets_per_office_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"leaflets of {self.day}"


# Tables of the files of applications, which have a room of their own.
from registry.imports.models import ImportJob, ImportRow  # noqa: E402

__all__ = [
    "GOING_ON",
    "LIVING",
    "Applicant",
    "ApplicationClaim",
    "ApplicationFact",
    "ClaimUnlinking",
    "Clerkship",
    "ImportJob",
    "ImportRow",
    "LeafletCount",
    "MarriageApplication",
    "RegistryMinute",
    "RegistryOffice",
]
