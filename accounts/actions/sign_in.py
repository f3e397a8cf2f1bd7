"""Signing in by a code: one door for those who come for the first time and those who come again."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.codes import use_code
from accounts.actions.recovery import use_grant
from accounts.contacts import field_of
from accounts.exceptions import AccountClosed, CodeWrong
from accounts.models import OneTimeCode, User
from web.locks import hold


def sign_in_by_code(*, contact: str, code: str, language: str, door: str = "") -> User:
    """Return whose session may begin: the owner of `contact`, recovered or made if there is none.

    `door` is the secret of the browser that asked for the code.
    Raises CodeWrong (for staff too, whatever the code: they have a password) and AccountClosed.
    """
    with transaction.atomic(durable=True):
        # Two doors at once, or a door and a change of contact, wait for each other here.
        hold(contact.encode())
        used = use_code(contact=contact, purpose=OneTimeCode.Purpose.SIGN_IN, code=code, door=door)
        user = _owner(contact, language) if used is not None else None
    if user is None or user.is_staff:
        raise CodeWrong
    if not user.is_active:
        raise AccountClosed
    return user


def _owner(contact: str, language: str) -> User:
    now = timezone.now()
    field = field_of(contact)
    user = User.objects.for_contact(contact).select_for_update().first()
    if user is None:
        user = use_grant(contact=contact)
    if user is None:
        confirmed = {field: contact, f"{field}_confirmed_at": now}
        made: User = User.objects.create_user(language=language, **confirmed)
        return made
    if not user.is_staff and getattr(user, f"{field}_confirmed_at") is None:
        setattr(user, f"{field}_confirmed_at", now)
        user.save(update_fields=[f"{field}_confirmed_at"])
    return user
