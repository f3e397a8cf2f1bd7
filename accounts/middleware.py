"""What stands before every page: gates for staff and newcomers, and the list of sessions."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from accounts.views.guards import NEEDS_WELCOME, private, to_door, welcome_step
from accounts.views.listing import keep_listed

# Addresses (by name) that staff reach before their second factor is active.
BEFORE_SECOND_FACTOR = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_inactive",
    "mfa_activate_totp",
    "mfa_authenticate",
    "leave",  # the way out of a lesson is never barred
    "healthz",
    "readyz",
}


class SecondFactorMiddleware:
    """Staff are let in with password *and* second factor; the pages of both are for staff only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the gate is `process_view`, which knows the page."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send staff without second factor to where it is switched on, and learners away."""
        match = request.resolver_match
        name = match.url_name if match is not None and not match.namespaces else None
        if not request.user.is_authenticated:
            return None
        if not request.user.is_staff:
            if name is not None and name.startswith(("mfa_", "account_")):
                raise Http404
            return None
        if (
            not settings.STAFF_SECOND_FACTOR
            or name in BEFORE_SECOND_FACTOR
            or has_second_factor(request)
        ):
            return None
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            # Switched on elsewhere since this session began with the password alone.
            logout(request)
            return private(to_door(request, "account_login"))
        return private(to_door(request, "mfa_activate_totp"))


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown, or itself switched on, the second factor. No query."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class ErasedMiddleware:
    """Whoever still writes while their account is erased in another tab is led out, not crashed.

    What they sent was refused by the database, or what it was about is gone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """End the session of an erased account where its request met what is no longer there."""
        if not isinstance(exception, (IntegrityError, ObjectDoesNotExist)):
            return None
        return _led_out(request)


def _led_out(request: HttpRequest) -> HttpResponse | None:
    """End the session of an account that was erased meanwhile; None if it was not."""
    person = request.user
    if not person.is_authenticated or not _is_erased(person.pk):
        return None
    logout(request)
    return private(to_door(request, "accounts:sign_in"))


def _is_erased(user_id: int) -> bool:
    return User.objects.filter(pk=user_id).exclude(erased_at=None).exists()


class ListedSessions:
    """A session stands in its person's list of devices, with the day of its last use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in `process_view`: what finds no page needs no session."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """List the session if it is not, or was not today; no query otherwise.

        What is raised here reaches no `process_exception`: the database refuses the list of an
        account that was erased a moment ago.
        """
        if not request.user.is_authenticated:
            return None
        try:
            keep_listed(request, request.user)
        except IntegrityError:
            way_out = _led_out(request)
            if way_out is None:
                raise
            return way_out
        return None


class WelcomeMiddleware:
    """A learner without a name, or without consent to the newest text, is asked before all else.

    Only pages under `learner_required` wait for that: the public ones, the account and signing
    out do not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the gate is `process_view`, which knows the page."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Ask for the name, then for consent."""
        user = request.user
        if not getattr(view, NEEDS_WELCOME, False) or not user.is_authenticated or user.is_staff:
            return None
        step = welcome_step(user)
        return private(to_door(request, step)) if step else None
