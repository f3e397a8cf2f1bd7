"""Systems that use the interface, their keys, and the answers kept for who asks twice."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from api.scopes import Scope
from web.regions import Region

MOST_KEYS = 2  # a new one beside the one it replaces


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    """Questions about clients."""

    def active(self):
        """Those that were not ended."""
        return self.filter(ended_at=None)


class ApiClient(models.Model):
    """A system of somebody else's that uses the interface: what it may do, and where.

    `public_id` stands in the record of look-ups; the names are what a person reads there. With an
    office or a region the client tells of, and asks about, what is theirs; without, the country.
    """

    public_id = models.CharField(max_length=20, unique=True, editable=False)
    name_kk = models.CharField(_("name in Kazakh"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("may"))
    office = models.ForeignKey(
        "registry.RegistryOffice", null=True, blank=True, on_delete=models.PROTECT,
        related_name="api_clients", verbose_name=_("registry office"),
    )  # fmt: skip
    region = models.CharField(_("region"), max_length=5, choices=Region.choices, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("system with access")
        verbose_name_plural = _("systems with access")
        default_permissions = ("view",)
        permissions = [("manage_api_clients", _("Can give other systems access and take it back"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None) | Q(region=""), name="a_client_has_an_office_or_a_region"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values), name="a_client_has_known_scopes"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")),
                name="a_client_ends_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_ru if (get_language() or "").startswith("ru") else self.name_kk


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Questions about keys."""

    def open(self):
        """Those that nobody took back; they may have expired."""
        return self.filter(revoked_at=None)

    def alive(self):
        """Those that open the interface now."""
        return self.open().filter(expires_at__gt=timezone.now(), client__ended_at=None)


class ApiKey(models.Model):
    """A secret by which a client is known. Only its digest is kept.

    Two at most are open, each in a slot of its own, so that a new one can be brought into use
    before the old one stops.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="keys")
    prefix = models.CharField(max_length=20, unique=True)
    digest = models.BinaryField(unique=True)
    slot = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["client", "slot"], condition=Q(revoked_at=None),
                name="two_open_keys_of_a_client",
            ),
            models.CheckConstraint(condition=Q(slot__in=[1, MOST_KEYS]), name="a_key_has_a_slot"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_key_expires_after_it_was_made"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.prefix

    @property
    def is_alive(self) -> bool:
        """Whether it opens the interface now (the client may have ended)."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class AccessEvent(models.Model):
    """Who gave or took access, when. Insert-only."""

    class Kind(models.TextChoices):
        CLIENT_MADE = "client_made", _("access given")
        CLIENT_CHANGED = "client_changed", _("rights changed")
        CLIENT_ENDED = "client_ended", _("access ended")
        KEY_MADE = "key_made", _("key made")
        KEY_SHORTENED = "key_shortened", _("key given an earlier end")
        KEY_REVOKED = "key_revoked", _("key revoked")

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="events")
    key = models.ForeignKey(
        ApiKey, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_events"
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["client", "-at"], name="access_events_of_client")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class IdempotentRequest(models.Model):
    """A request that its client named by a key of its own; the answer is kept for 24 hours.

    Not answered: it is being worked on until `held_until`; then whoever was at it is dead, and the
    next one may take it over under an `attempt` of its own.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="requests")
    key_digest = models.BinaryField()
    fingerprint = models.BinaryField()
    attempt = models.UUIDField(default=uuid.uuid4)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    held_until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    sealed_answer = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["client", "key_digest"], name="one_request_per_idempotency_key"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, status=None, sealed_answer=None)
                | Q(answered_at__isnull=False, status__isnull=False, sealed_answer__isnull=False),
                name="an_answered_request_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"request #{self.pk}"
