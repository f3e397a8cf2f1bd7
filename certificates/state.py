"""What a certificate is worth today."""

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateEvent


class State(TextChoices):
    """The states a verifier can meet."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Its time has ended")
    SUPERSEDED = "superseded", _("Replaced by another certificate")
    REVOKED = "revoked", _("Revoked")


def state_of(certificate: Certificate) -> State:
    """Return the state of `certificate` today; it costs no query when its events are loaded."""
    for event in certificate.events.all():
        if event.kind == CertificateEvent.Kind.REVOKED:
            return State.REVOKED
        return State.SUPERSEDED
    if certificate.valid_until and certificate.valid_until < timezone.localdate():
        return State.EXPIRED
    return State.VALID
