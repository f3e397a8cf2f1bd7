"""Pages that a visitor may read and only a welcomed learner may act on."""

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.views.guards import welcome_step


def door_url(request: HttpRequest) -> str:
    """Return where a visitor goes before they may act on this page; empty when they may.

    That is signing in, then a name and consent; each leads back here. Nothing that was posted
    goes through the door: the button is pressed once more, knowingly.
    """
    user = request.user
    visitor = not user.is_authenticated or user.is_staff
    name = "accounts:sign_in" if visitor else welcome_step(cast("User", user))
    if not name:
        return ""
    return f"{reverse(name)}?{urlencode({'next': request.path})}"
