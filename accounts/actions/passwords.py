"""A link by which a member of the staff sets a password: 48 hours, once, only the newest.

It is never readable in the database: a digest to compare with, and a sealed copy until it is sent.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions.sessions import end_listed_sessions
from accounts.exceptions import LinkOver
from accounts.models import PasswordLink, User
from web.sealing import seal
from web.tokens import new_token, token_digest

LIFETIME = timedelta(hours=48)
PLACE = "password link"


@transaction.atomic
def owe_password_link(*, user: User, by: User | None) -> PasswordLink:
    """Owe `user` a link by e-mail; the task `send_password_link` sends it. Earlier ones end."""
    User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    PasswordLink.objects.filter(user=user, expires_at__gt=now).update(
        expires_at=now, sealed_token=None
    )
    token = new_token()
    return PasswordLink.objects.create(
        user=user, made_by=by, token_digest=token_digest(token), sealed_token=seal(token, PLACE),
        made_at=now, expires_at=now + LIFETIME,
    )  # fmt: skip


def usable_link(token: str) -> PasswordLink | None:
    """Return the link of this token if a password may still be set by it."""
    return (
        PasswordLink.objects.select_related("user")
        .filter(
            token_digest=token_digest(token), used_at=None, expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )  # fmt: skip


@transaction.atomic
def set_password(*, token: str, password: str) -> User:
    """Set the password of whoever holds the link, once. Raises LinkOver.

    It ends their sessions, since these carry a digest of the password; the second factor stays
    as it is. The address is confirmed by it: the link came there.
    """
    link = usable_link(token)
    if link is None:
        raise LinkOver
    now = timezone.now()
    user = User.objects.select_for_update().get(pk=link.user_id)
    won = PasswordLink.objects.filter(pk=link.pk, used_at=None).update(
        used_at=now, sealed_token=None
    )
    if not won:
        raise LinkOver
    user.set_password(password)
    user.email_confirmed_at = user.email_confirmed_at or now
    user.save(update_fields=["password", "email_confirmed_at"])
    end_listed_sessions(user=user)
    return user
