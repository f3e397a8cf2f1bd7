"""Erasing an account: what is the person's goes, the empty row of the account stays.

The row stays because facts hang on it that must not be rewritten: a certificate, the proof of
consent. Nothing leads from it to the person any more (docs/erasure.md).
"""

import logging

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import OperationalError, transaction
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from accounts.actions.appeals import lock_appeals
from accounts.actions.sessions import end_listed_sessions, lock_listed_sessions
from accounts.contacts import contact_keys
from accounts.exceptions import CannotErase
from accounts.identity import account_keys, identity_keys, open_number
from accounts.models import (
    PROVED,
    Appeal,
    AppealReply,
    Consent,
    Identity,
    Lookup,
    LookupSubject,
    NameCorrection,
    OneTimeCode,
    PaperCode,
    PasswordLink,
    RecoveryGrant,
    User,
)
from accounts.person import destroy_key
from accounts.signals import account_erased, erasure_began

logger = logging.getLogger(__name__)

MOST_TRIES = 3


def erase_account(*, user: User) -> bool:
    """Erase the account of `user`, for good; return whether this call did it.

    All of it or nothing: every app deletes or empties what it holds in the same transaction
    (`account_erased`), and the person's key is destroyed last. From then on the database takes no
    new row of theirs. Somebody else's transaction that waits for this one while this one waits for
    it is a matter of chance; then it is tried again. Raises CannotErase for whoever works, or
    worked, with Otau.
    """
    for tried in range(1, MOST_TRIES + 1):
        try:
            with transaction.atomic(durable=True):
                return _erase(user)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected) or tried == MOST_TRIES:
                raise
            logger.info("Erasing an account met another transaction; it is tried again.")
    raise AssertionError("unreachable")


def _erase(user: User) -> bool:
    # What others lock comes first, since they lock the person's row after theirs (by a foreign
    # key): in the other order each would wait for the other.
    erasure_began.send(sender=User, user=user)
    lock_appeals(user=user)
    lock_listed_sessions(user=user)
    # `for update`, not less: the check of new rows (`accounts.nothing_new`) has to wait for it.
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.erased_at is not None:
        return False
    if _works(locked):
        raise CannotErase
    _forget_who(locked)
    Consent.objects.filter(user=locked, withdrawn_at=None).update(withdrawn_at=timezone.now())
    account_erased.send(sender=User, user=locked)
    destroy_key(locked)
    _empty(locked)
    return True


def _works(user: User) -> bool:
    """Whether the person is, or was, somebody who decides about others."""
    return (
        user.is_staff
        or Lookup.objects.filter(actor=user).exists()
        or RecoveryGrant.objects.filter(granted_by=user).exists()
        or Identity.objects.filter(proved_by=user).exists()
        or PasswordLink.objects.filter(user=user).exists()
        or AppealReply.objects.filter(by=user).exists()
        or NameCorrection.objects.filter(by=user).exists()
    )


def _forget_who(user: User) -> None:
    """Delete what tells who the person is, opens the account again or says what they asked."""
    LookupSubject.objects.filter(lookup_key__in=account_keys(user.pk)).delete()
    # Only of a confirmed identity: otherwise somebody could type another person's number and
    # erase who looked that person up.
    for identity in Identity.objects.active().filter(user=user, assurance__in=PROVED):
        number = open_number(identity.sealed_number)
        keys = identity_keys(kind=identity.kind, country=identity.country, number=number)
        LookupSubject.objects.filter(lookup_key__in=keys).delete()
    Identity.objects.filter(user=user).delete()
    for contact in filter(None, (user.email, str(user.phone or ""))):
        OneTimeCode.objects.filter(contact_key__in=contact_keys(contact)).delete()
    for model in (
        OneTimeCode,
        RecoveryGrant,
        PaperCode,
        SocialAccount,
        EmailAddress,
        Authenticator,
    ):
        model.objects.filter(user=user).delete()
    Appeal.objects.filter(user=user).delete()
    end_listed_sessions(user=user)
    user.groups.clear()
    user.user_permissions.clear()


def _empty(user: User) -> None:
    """Empty the row. Without its password's digest every session of it is over."""
    now = timezone.now()
    empty = User(created_at=now, erased_at=now, is_active=False)
    empty.set_unusable_password()
    kept = {"id", "is_staff", "is_superuser"}
    User.objects.filter(pk=user.pk).update(
        **{
            field.attname: getattr(empty, field.attname)
            for field in User._meta.concrete_fields
            if field.name not in kept
        }
    )
