"""Somebody lost their contacts; a clerk has seen their identity document."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.sessions import end_listed_sessions
from accounts.contacts import (
    contact_key,
    contact_keys,
    field_of,
    open_contact,
    parse_contact,
    seal_contact,
)
from accounts.exceptions import CannotRecover
from accounts.models import PROVED, Identity, PaperCode, RecoveryGrant, User
from web.locks import hold

LIFETIME = timedelta(hours=24)
SAME = _("This contact opens the account already: the person can sign in with it.")
TAKEN = _("This contact cannot be used. Please ask the person for another one.")


@transaction.atomic
def grant_recovery(
    *, kind: str, country: str, number: str, contact: str, by: User
) -> RecoveryGrant:
    """Let the account with this confirmed identity be entered by a code sent to `contact`.

    Only an identity that was confirmed opens an account: one that was merely declared may be
    somebody else's. The person signs in with the new contact within 24 hours; earlier grants that
    were not used end. Raises ContactMalformed, and CannotRecover when there is no such account or
    the contact opens an account already.
    """
    contact = parse_contact(contact)
    hold(contact.encode())
    identity = (
        Identity.objects.for_number(kind=kind, country=country, number=number)
        .active()
        .filter(assurance__in=PROVED, user__is_staff=False, user__is_active=True)
        .select_related("user")
        .first()
    )
    if identity is None:
        raise CannotRecover
    owner = User.objects.for_contact(contact).first()
    if owner is not None:
        raise CannotRecover(SAME if owner.pk == identity.user_id else TAKEN)
    now = timezone.now()
    RecoveryGrant.objects.filter(user=identity.user, used_at=None, expires_at__gt=now).update(
        expires_at=now
    )
    return RecoveryGrant.objects.create(
        user=identity.user,
        sealed_contact=seal_contact(contact),
        contact_key=contact_key(contact),
        granted_by=by,
        granted_at=now,
        expires_at=now + LIFETIME,
    )


def use_grant(*, contact: str) -> User | None:
    """Give the account a waiting grant is for its new contact and end its sessions; else None.

    The new contact is the only one from then on, and no code on paper opens the account: whoever
    could still come in by one of them would not stand at the desk, and a lost phone is in somebody
    else's hand. Runs inside the transaction of the sign-in, which holds the lock of the contact.
    """
    now = timezone.now()
    grant = (
        RecoveryGrant.objects.select_for_update()
        .filter(contact_key__in=contact_keys(contact), used_at=None, expires_at__gt=now)
        .order_by("-granted_at")
        .first()
    )
    if grant is None:
        return None
    user = User.objects.select_for_update().get(pk=grant.user_id)
    user.email = user.phone = None
    user.email_confirmed_at = user.phone_confirmed_at = None
    field = field_of(contact)
    setattr(user, field, open_contact(grant.sealed_contact))
    setattr(user, f"{field}_confirmed_at", now)
    # Sessions carry a digest of this field: with a new one all of them end.
    user.set_unusable_password()
    user.save(
        update_fields=["email", "email_confirmed_at", "phone", "phone_confirmed_at", "password"]
    )
    PaperCode.objects.filter(user=user, used_at=None, replaced_at=None).update(replaced_at=now)
    end_listed_sessions(user=user)
    grant.used_at = now
    grant.save(update_fields=["used_at"])
    return user
