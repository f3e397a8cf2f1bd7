"""What staff see of one certificate: its facts and what happened to it. No name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actions.record import lookups_of
from accounts.models import User
from certificates.models import Certificate, CertificateAct, CertificateEvent
from certificates.staff.letters import letters_missing
from certificates.state import State, state_of

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history."""

    at: datetime
    what: Words
    why: Words = ""
    by: User | None = None


EVENTS = {
    CertificateEvent.Kind.SUPERSEDED: _("Replaced by another certificate"),
    CertificateEvent.Kind.REVOKED: _("Revoked"),
}


def with_history() -> Any:
    """Return certificates with all that their page needs, in seven queries at most."""
    return Certificate.objects.select_related(
        "issue", "supersedes", "superseded_by", "enrolment__user"
    ).prefetch_related("events__by", "acts__by", "issue__copies")


def history_of(certificate: Certificate) -> list[Happening]:
    """Return what happened to a certificate, the oldest first."""
    found = [Happening(certificate.certified_at, _("Certified"))]
    if hasattr(certificate, "issue"):
        found.append(Happening(certificate.issue.issued_at, _("Document signed and stored")))
        found += [
            Happening(one.made_at, _("Its file was lost, and made again"))
            for one in certificate.issue.copies.all()
        ]
    found += [
        Happening(one.at, EVENTS[CertificateEvent.Kind(one.kind)], one.get_reason_display(), one.by)
        for one in certificate.events.all()
    ]
    # A revocation stands among the facts already.
    found += [
        Happening(one.at, one.get_kind_display(), one.get_reason_display(), one.by)
        for one in certificate.acts.all()
        if one.kind != CertificateAct.Kind.REVOKED
    ]
    return sorted(found, key=lambda one: one.at)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a certificate stands, for whoever may act on it."""

    state: State
    is_erased: bool
    is_pending: bool
    letters: str
    can_be_revoked: bool
    can_be_certified_anew: bool
    looks: int


def standing_of(certificate: Certificate) -> Standing:
    """Return where a certificate loaded by `with_history` stands."""
    holder, state = certificate.enrolment.user, state_of(certificate)
    is_erased = holder.erased_at is not None
    is_pending = not hasattr(certificate, "issue") and not is_erased
    ended = next(iter(certificate.events.all()), None)
    decided = ended is not None and ended.reason in CertificateEvent.DECIDED
    return Standing(
        state=state,
        is_erased=is_erased,
        is_pending=is_pending,
        letters=letters_missing(certificate) if is_pending else "",
        can_be_revoked=ended is None,
        can_be_certified_anew=decided
        and state == State.REVOKED
        and not is_erased
        and not hasattr(certificate, "superseded_by"),
        looks=0 if is_erased else lookups_of(holder).filter(purpose="certificate").count(),
    )
