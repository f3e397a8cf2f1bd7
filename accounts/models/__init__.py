"""People who sign in: contacts, identity, consent, and the record of who looked whom up."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models.appeals import Appeal, AppealReply
from accounts.models.names import NameCorrection
from accounts.models.paper import PaperCode
from accounts.models.sessions import UserSession

__all__ = [
    "PROVED", "Appeal", "AppealReply", "Assurance", "Consent", "ConsentText", "Identity",
    "IdentityConflict", "IdentityQuerySet", "Lookup", "LookupCheckpoint", "LookupSubject",
    "NameCorrection", "OneTimeCode", "PaperCode", "PasswordLink", "PersonKey", "RecoveryGrant",
    "User", "UserManager",
    "UserSession",
]  # fmt: skip


class UserManager(BaseUserManager["User"]):
    """Makes users; nobody has a username."""

    def create_user(self, email=None, phone=None, password=None, **fields):
        """Make a user with an e-mail address, a phone, or both; without a password for learners."""
        user = self.model(email=email.strip().lower() if email else None, phone=phone, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password, **fields):
        """Make an administrator."""
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email=email, password=password, **fields)

    def for_contact(self, contact: str) -> models.QuerySet["User"]:
        """Those (at most one) whose confirmed or only contact is `contact`, an e-mail or E.164."""
        if "@" in contact:
            return self.filter(email=contact.strip().lower())
        return self.filter(phone=contact)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: a learner signs in by codes, staff by password and second factor."""

    class Language(models.TextChoices):
        KAZAKH = "kk", "Қазақша"
        RUSSIAN = "ru", "Русский"

    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    phone = PhoneNumberField(_("phone number"), null=True, blank=True, unique=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    phone_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    name = models.CharField(_("name as in the identity document"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.KAZAKH
    )
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("Signs in with a password and a second factor.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When the newest consent text was agreed to; empty: it has to be asked. See actions.consent.
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    assisted_at = models.DateTimeField(
        null=True, blank=True, editable=False,
        help_text="When somebody at work made the account for a person who was before them.",
    )  # fmt: skip

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="email_is_in_small_letters"
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=False)
                | Q(phone__isnull=False)
                | Q(erased_at__isnull=False)
                | Q(assisted_at__isnull=False, is_staff=False),
                name="a_user_has_a_contact_or_came_in_person",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(is_active=False, is_staff=False, email=None, phone=None, name=""),
                name="an_erased_account_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    def get_full_name(self) -> str:
        """Return the name as in the identity document."""
        return self.name

    def get_short_name(self) -> str:
        """Return the same: Kazakh names do not come apart into given and family names safely."""
        return self.name


class OneTimeCode(models.Model):
    """A code on its way to a contact. The readable code is gone once it was sent."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        ADD_CONTACT = "add_contact"
        PROVE_PHONE = "prove_phone"
        CONFIRM = "confirm"  # that it is still oneself who is signed in

    purpose = models.CharField(max_length=20, choices=Purpose)
    sealed_contact = models.BinaryField()
    contact_key = models.BinaryField(db_index=True)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="codes",
        help_text="Who asked, for purposes other than signing in.",
    )  # fmt: skip
    door_digest = models.BinaryField(
        default=bytes,
        help_text="The browser that asked, when signing in: another one's codes are not its own.",
    )
    language = models.CharField(max_length=2, choices=User.Language)
    code_digest = models.BinaryField()
    sealed_code = models.BinaryField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="codes_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"


class PasswordLink(models.Model):
    """A link by e-mail with which a member of the staff sets a password, once, within 48 hours."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="password_links")
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token_digest = models.BinaryField(unique=True)
    sealed_token = models.BinaryField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"password link #{self.pk}"


class RecoveryGrant(models.Model):
    """A clerk saw the person's document: the account may be entered from a new contact."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_grants")
    sealed_contact = models.BinaryField()
    contact_key = models.BinaryField(db_index=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery #{self.pk}"


class Assurance(models.TextChoices):
    """How sure we are that an account belongs to an identity; the order is the strength."""

    DECLARED = "declared", _("declared, not checked")
    PHONE = "phone", _("confirmed by the phone on the application")
    EGOV = "egov", _("confirmed by eGov")
    SEEN = "seen", _("identity document seen by a clerk")

    @property
    def strength(self) -> int:
        """0 for declared, 3 for seen."""
        return list(Assurance).index(self)


PROVED = [Assurance.PHONE, Assurance.EGOV, Assurance.SEEN]


class IdentityQuerySet(models.QuerySet["Identity"]):
    """Questions about identities."""

    def active(self):
        """Those that nobody with a stronger proof has displaced."""
        return self.filter(displaced_at=None)

    def for_number(self, *, kind: str, country: str, number: str):
        """Those of one identity document number."""
        from accounts.identity import identity_keys

        return self.filter(lookup_key__in=identity_keys(kind=kind, country=country, number=number))


class Identity(models.Model):
    """The identity document number a person gave, sealed, and how sure we are of it."""

    class Kind(models.TextChoices):
        IIN = "iin", _("individual identification number (IIN)")
        PASSPORT = "passport", _("foreign passport")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind)
    country = models.CharField(max_length=2)
    sealed_number = models.BinaryField()
    lookup_key = models.BinaryField(db_index=True)
    assurance = models.CharField(max_length=10, choices=Assurance, default=Assurance.DECLARED)
    proved_at = models.DateTimeField(null=True, blank=True)
    proved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(default=timezone.now)
    displaced_at = models.DateTimeField(null=True, blank=True)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(displaced_at=None), name="one_identity_per_user"
            ),
            models.UniqueConstraint(
                fields=["lookup_key"],
                condition=Q(displaced_at=None, assurance__in=["phone", "egov", "seen"]),
                name="one_proved_user_per_identity",
            ),
            models.CheckConstraint(
                condition=Q(assurance="declared") | Q(proved_at__isnull=False),
                name="a_proof_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(assurance="seen") | Q(proved_by__isnull=False),
                name="seen_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class IdentityConflict(models.Model):
    """Two accounts gave the same identity; it stands in the desk's queue until a clerk decides."""

    class Resolution(models.TextChoices):
        KEPT = "kept", _("the stronger proof stands")
        RESTORED = "restored", _("the displaced account was right")

    winner = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="conflicts_won")
    loser = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="conflicts_lost")
    noticed_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["winner", "loser"], name="one_conflict_per_pair"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, resolution="")
                | Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution=""),
                name="a_resolved_conflict_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"conflict #{self.pk}"


class ConsentText(models.Model):
    """One version of what people agree to, in both languages."""

    version = models.CharField(max_length=20, unique=True)
    text_kk = models.TextField()
    text_ru = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-published_at"]
        get_latest_by = "published_at"

    def __str__(self) -> str:
        return self.version


class Consent(models.Model):
    """A person agreed to one version of the text, and may have taken it back."""

    class How(models.TextChoices):
        ONLINE = "online", _("by yourself, on this site")
        IN_PERSON = "in_person", _("in person, before an employee")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    language = models.CharField(max_length=2, choices=User.Language)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How, default=How.ONLINE)
    witnessed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Before whom the person agreed, where it was in person.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"], condition=Q(withdrawn_at=None), name="one_consent_per_text"
            ),
            models.CheckConstraint(
                condition=Q(how="online", witnessed_by=None)
                | Q(how="in_person", witnessed_by__isnull=False),
                name="a_consent_in_person_has_a_witness",
            ),
        ]

    def __str__(self) -> str:
        return f"consent #{self.pk}"


class PersonKey(models.Model):
    """The key under which a person's words in lasting facts are sealed; destroyed on erasure.

    Somebody whose two accounts became one has the keys of both.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="keys")
    sealed_key = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"key #{self.pk}"


class Lookup(models.Model):
    """Somebody looked a person up: one of the staff, or a system that calls the interface.

    Insert-only and chained; whom it was about stands beside, erasable.
    """

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="lookups_made"
    )
    client = models.CharField(
        max_length=40, blank=True, default="", db_default="",
        help_text="The public id of the system that asked, where nobody of the staff did.",
    )  # fmt: skip
    place = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    commitment = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        ordering = ["sequence"]
        permissions = [("oversee_record", _("Can oversee the record of look-ups"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False, client="") | Q(actor=None) & ~Q(client=""),
                name="a_lookup_has_one_who_looked",
            )
        ]
        indexes = [
            models.Index(fields=["actor", "at"]),
            models.Index(
                fields=["client", "at"], condition=~Q(client=""), name="lookups_of_client"
            ),
            models.Index(fields=["at"], name="lookups_by_moment"),
        ]

    def __str__(self) -> str:
        return f"lookup {self.sequence}"


class LookupCheckpoint(models.Model):
    """Where the record begins, once its oldest entries were removed: the last of them, its digest.

    Insert-only. The chain goes on from the newest one.
    """

    sequence = models.BigIntegerField(unique=True)
    digest = models.BinaryField()
    entries = models.PositiveIntegerField(help_text="How many were removed together.")
    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sequence"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"checkpoint {self.sequence}"


class LookupSubject(models.Model):
    """Whom a look-up was about, and what was answered. Erasing it leaves the chain verifiable."""

    lookup = models.OneToOneField(Lookup, on_delete=models.PROTECT, related_name="subject")
    lookup_key = models.BinaryField(db_index=True)
    answer = models.CharField(max_length=40)
    salt = models.BinaryField()

    def __str__(self) -> str:
        return f"subject of {self.lookup_id}"
