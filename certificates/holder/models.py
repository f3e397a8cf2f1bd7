"""What a holder decides about a certificate. Rows of theirs, which go when they end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class NameLinkQuerySet(models.QuerySet["NameLink"]):
    """Questions about links that open a name."""

    def alive(self) -> "NameLinkQuerySet":
        """Those that open the name now. One of a certificate that was replaced or revoked, or of
        an account that was erased, opens nothing.
        """
        return self.filter(
            withdrawn_at=None, ends_at__gt=timezone.now(), certificate__events=None,
            user__is_active=True, user__erased_at=None,
        )  # fmt: skip


class NameLink(models.Model):
    """Whoever has this link can read the holder's name, until it ends or is withdrawn.

    Only a digest of the token is kept: the link itself is shown once. `opened` counts how often
    the name was read, and not by whom.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="name_links"
    )
    token_digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)

    objects = NameLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="a_name_link_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"name link #{self.pk}"


class NameRequestQuerySet(models.QuerySet["NameRequest"]):
    """Questions about names that were asked for."""

    def standing(self) -> "NameRequestQuerySet":
        """Those that have not ended."""
        return self.filter(ends_at__gt=timezone.now())


class NameRequest(models.Model):
    """A person whose name is settled says how it should be written. A clerk who holds the
    document decides, and the row goes; as it does when it is withdrawn or its days are over.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="name_request"
    )
    sealed_name = models.BinaryField(help_text="Sealed with the person's own key.")
    asked_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()

    objects = NameRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"name request #{self.pk}"
