"""A holder opens their name by a link, or asks a clerk to write it otherwise."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.actions.profile import name_is_settled
from accounts.models import User
from accounts.person import seal_for, unseal_for
from certificates.exceptions import CannotOpenName, NameLinkEnded, NameNotSettled, TooManyNameLinks
from certificates.holder.models import NameLink, NameRequest
from certificates.models import Certificate, CertificateEvent
from certificates.names import readable_name
from web.sealing import CannotUnseal
from web.tokens import token_digest

MOST_ALIVE = 5
REQUEST_DAYS = 60
WISHED_PLACE = "name.wished"
# Until the form that made a link has expired, so that sending it again never makes it anew.
KEPT_AFTER_ITS_END = timedelta(days=2)


def links_of(certificate: Certificate) -> QuerySet[NameLink]:
    """Return the links to a certificate that open the name now, the newest first."""
    links: QuerySet[NameLink] = NameLink.objects.alive().filter(certificate=certificate)
    return links.order_by("-made_at", "-pk")


@transaction.atomic
def open_name(*, certificate: Certificate, token: str, days: int, by: User) -> NameLink:
    """Let whoever has `token` read the name on a certificate of `by`, for `days` from now.

    The same token again is the same link, even one that has ended. Raises TooManyNameLinks when
    the person has as many as one may have, CannotOpenName for a certificate that was replaced or
    revoked.
    """
    User.objects.select_for_update().get(pk=by.pk)
    made = NameLink.objects.filter(token_digest=token_digest(token), user=by).first()
    if made is not None:
        return made
    if CertificateEvent.objects.filter(certificate=certificate).exists():
        raise CannotOpenName
    if NameLink.objects.alive().filter(user=by).count() >= MOST_ALIVE:
        raise TooManyNameLinks
    now = timezone.now()
    return NameLink.objects.create(
        user=by, certificate=certificate, token_digest=token_digest(token), made_at=now,
        ends_at=now + timedelta(days=days),
    )  # fmt: skip


def withdraw_name_link(*, link: NameLink) -> bool:
    """Make a link open nothing from now on; return whether it did until now."""
    return bool(NameLink.objects.alive().filter(pk=link.pk).update(withdrawn_at=timezone.now()))


def find_name_link(token: str) -> NameLink:
    """Return the link of `token` with its certificate.

    Raises NameLinkEnded for one that opens nothing, whatever the reason.
    """
    rows = NameLink.objects.alive().filter(token_digest=token_digest(token))
    rows = rows.select_related(
        "certificate__issue", "certificate__superseded_by", "certificate__enrolment__user"
    )
    link: NameLink | None = rows.first()
    if link is None:
        raise NameLinkEnded
    return link


@transaction.atomic
def read_name(*, link: NameLink) -> str:
    """Count that the name was read, and return it.

    Raises NameLinkEnded when the link ended meanwhile.
    """
    if not NameLink.objects.alive().filter(pk=link.pk).update(opened=F("opened") + 1):
        raise NameLinkEnded
    name = readable_name(link.certificate)
    if not name:
        raise NameLinkEnded
    return name


@transaction.atomic
def ask_for_name(*, user: User, name: str) -> NameRequest:
    """Keep how `user` wants their settled name written; one before it is replaced.

    Raises NameNotSettled while they can change it alone.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not name_is_settled(locked):
        raise NameNotSettled
    now = timezone.now()
    return NameRequest.objects.update_or_create(
        user=locked,
        defaults={
            "sealed_name": seal_for(locked, " ".join(name.split()), WISHED_PLACE),
            "asked_at": now, "ends_at": now + timedelta(days=REQUEST_DAYS),
        },
    )[0]  # fmt: skip


def name_request_of(user: User) -> tuple[NameRequest, str] | None:
    """Return the standing request of a person and the name in it; None without one."""
    row = NameRequest.objects.standing().filter(user=user).first()
    if row is None:
        return None
    try:
        return row, unseal_for(user, row.sealed_name, WISHED_PLACE)
    except CannotUnseal:
        return None


def forget_name_request(*, user: User) -> bool:
    """Forget what name a person asked for; return whether there was a request."""
    return bool(NameRequest.objects.filter(user=user).delete()[0])


@transaction.atomic
def forget_holder(*, user: User) -> None:
    """Forget the links and the request of whoever erased their account."""
    NameLink.objects.filter(user=user).delete()
    forget_name_request(user=user)


@transaction.atomic
def move_holder(*, kept: User, gone: User) -> None:
    """Move links, and a request where there is none, to the account that stays."""
    NameLink.objects.filter(user=gone).update(user=kept)
    if NameRequest.objects.filter(user=kept).exists():
        forget_name_request(user=gone)
    NameRequest.objects.filter(user=gone).update(user=kept)


def forget_ended(*, now: datetime) -> int:
    """Remove links and requests that have ended; return how many."""
    before = now - KEPT_AFTER_ITS_END
    links = NameLink.objects.filter(Q(ends_at__lt=before) | Q(withdrawn_at__lt=before))
    return links.delete()[0] + NameRequest.objects.filter(ends_at__lt=now).delete()[0]
