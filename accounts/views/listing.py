"""What a session knows of its own row in the list of devices."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.sessions import list_session
from accounts.models import User
from web.tokens import token_digest

# In the session: under which key (a digest) and on which day it was listed, and when it began.
LISTED = "listed"


def keep_listed(request: HttpRequest, user: User) -> None:
    """List the session of `request` as `user`'s, unless it was under its key today. Idempotent.

    The session itself remembers that, so an ordinary page costs no query.
    """
    session = request.session
    if not session.session_key:
        session.create()
    listed: dict[str, Any] = session.get(LISTED) or {}
    now = {
        "key": token_digest(session.session_key or "").hex()[:32],
        "day": timezone.localdate().isoformat(),
    }
    if now.items() <= listed.items():
        return
    began_at = datetime.fromisoformat(listed["began"]) if listed else timezone.now()
    if list_session(
        user=user, session_key=session.session_key or "", began_at=began_at,
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
    ):  # fmt: skip
        session[LISTED] = now | {"began": began_at.isoformat()}
