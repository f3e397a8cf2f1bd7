"""The contacts of an account, and two accounts of one person becoming one."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.appeals import move_appeals
from accounts.actions.sessions import end_listed_sessions
from accounts.contacts import field_of
from accounts.exceptions import CannotJoin, ContactTaken, LastContact
from accounts.models import PROVED, PersonKey, User
from accounts.signals import accounts_joined
from web.locks import hold

FIELDS = ("email", "phone")


@transaction.atomic
def confirm_contact(*, user: User, contact: str) -> None:
    """Give `user` the contact they have just proved by a code; it replaces one of its kind.

    Raises ContactTaken when it belongs to another account; see `join_accounts`.
    """
    hold(contact.encode())
    if User.objects.for_contact(contact).exclude(pk=user.pk).exists():
        raise ContactTaken
    field = field_of(contact)
    setattr(user, field, contact)
    setattr(user, f"{field}_confirmed_at", timezone.now())
    user.save(update_fields=[field, f"{field}_confirmed_at"])


@transaction.atomic
def remove_contact(*, user: User, field: str) -> None:
    """Forget the e-mail address or the phone of `user` (`field` says which).

    Raises LastContact when no other confirmed contact would be left.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    other = "phone" if field == "email" else "email"
    if not getattr(locked, other) or getattr(locked, f"{other}_confirmed_at") is None:
        raise LastContact
    setattr(user, field, None)
    setattr(user, f"{field}_confirmed_at", None)
    user.save(update_fields=[field, f"{field}_confirmed_at"])


@transaction.atomic
def join_accounts(*, keep: User, gone: User, contact: str) -> User:
    """Join two accounts of the person who has just proved a contact of each; return the one kept.

    `contact` is the one of `gone` that was proved; it replaces one of its kind. The other
    contacts and the identity of `gone` come along where `keep` has none (or a weaker identity);
    `gone` is closed, and its sessions end. Receivers of `accounts_joined` move what is theirs.

    Raises CannotJoin, also when a receiver does; nothing is changed then.
    """
    both = {
        user.pk: user
        for user in User.objects.select_for_update()
        .filter(pk__in=[keep.pk, gone.pk])
        .order_by("pk")
    }
    if len(both) < 2 or any(user.is_staff or not user.is_active for user in both.values()):
        raise CannotJoin
    locked_keep, locked_gone = both[keep.pk], both[gone.pk]
    field = field_of(contact)
    if str(getattr(locked_gone, field) or "") != contact:
        raise CannotJoin
    _move_identity(locked_keep, locked_gone)
    moving = {
        name: (getattr(locked_gone, name), getattr(locked_gone, f"{name}_confirmed_at"))
        for name in FIELDS
        if name == field or not getattr(locked_keep, name)
    }
    now = timezone.now()
    locked_gone.is_active, locked_gone.erased_at, locked_gone.name = False, now, ""
    locked_gone.email = locked_gone.phone = None
    locked_gone.email_confirmed_at = locked_gone.phone_confirmed_at = None
    locked_gone.set_unusable_password()
    locked_gone.save()
    end_listed_sessions(user=locked_gone)
    move_appeals(kept=locked_keep, gone=locked_gone)
    for name, (value, confirmed_at) in moving.items():
        setattr(locked_keep, name, value)
        setattr(locked_keep, f"{name}_confirmed_at", now if name == field else confirmed_at)
    locked_keep.save()
    # What was sealed for the account that ends opens, and is destroyed, with the one that stays.
    PersonKey.objects.filter(user=locked_gone).update(user=locked_keep)
    accounts_joined.send(sender=User, kept=locked_keep, gone=locked_gone)
    return locked_keep


def _move_identity(keep: User, gone: User) -> None:
    """Keep the stronger of two identities as the active one; the other stays as history."""
    ours = keep.identities.active().select_for_update().first()
    theirs = gone.identities.active().select_for_update().first()
    if ours is not None and theirs is not None:
        if ours.assurance in PROVED and theirs.assurance in PROVED:
            raise CannotJoin
        weaker = ours if theirs.assurance in PROVED else theirs
        weaker.displaced_at = timezone.now()
        weaker.save(update_fields=["displaced_at"])
    gone.identities.update(user=keep)
