"""Pages that a visitor may read and only a welcomed learner may act on."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.actions.consent import consent_is_current


def door_url(request: HttpRequest) -> str:
    """Return where a visitor goes before they may act on this page; empty when they may.

    That is signing in, then a name and consent; each leads back here. Nothing that was posted
    goes through the door: the button is pressed once more, knowingly.
    """
    user = request.user
    if not user.is_authenticated or user.is_staff:
        name = "accounts:sign_in"
    elif not user.name or not consent_is_current(user):
        name = "accounts:welcome"
    else:
        return ""
    return f"{reverse(name)}?{urlencode({'next': request.path})}"
