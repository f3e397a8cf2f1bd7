"""The list of where a person is signed in, and ending what stands there."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.devices import browser_of, device_of
from accounts.models import User, UserSession


@transaction.atomic
def list_session(
    *, user: User, session_key: str, user_agent: str, began_at: datetime | None = None
) -> bool:
    """Note that the session is `user`'s and was used today; whether it is (still) there to be.

    Of the browser only its kind is kept, of the network nothing. `began_at` is for a session that
    goes on under another key; else it begins now.
    """
    # Held, so that a session ended by another device at this moment is not listed as its ghost.
    session = Session.objects.select_for_update().filter(session_key=session_key).first()
    if session is None:
        return False
    row = UserSession(
        session=session, user=user, device=device_of(user_agent), browser=browser_of(user_agent),
        began_at=began_at or timezone.now(), last_used_on=timezone.localdate(),
    )  # fmt: skip
    UserSession.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["session"],
        update_fields=["user", "device", "browser", "last_used_on"],
    )  # fmt: skip
    return True


def end_session(*, user: User, listing_id: int) -> bool:
    """End one session of `user`; whether there was one. What its device has open is closed."""
    ended, _rows = Session.objects.filter(listing__pk=listing_id, listing__user=user).delete()
    return bool(ended)


def lock_listed_sessions(*, user: User) -> None:
    """Lock the sessions of `user` that are listed: none is listed anew until the transaction ends.

    Before the person's own row is locked: whoever lists a session locks that one first.
    """
    listed = Session.objects.filter(listing__user=user).order_by("session_key")
    list(listed.select_for_update(of=("self",)).values("session_key"))


def end_listed_sessions(*, user: User, but: str | None = None) -> None:
    """End the sessions of `user` that are listed, except the one with the key `but`."""
    Session.objects.filter(listing__user=user).exclude(session_key=but or "").delete()
