"""What Django and allauth say has happened; what a person asks the accounts about themselves."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import held
from accounts.actions.sessions import end_listed_sessions
from accounts.models import User
from accounts.personal_data import Section
from accounts.signals import personal_data_asked
from accounts.views.listing import keep_listed


@receiver(authenticator_added)
def remember_second_factor(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Count the session that has just switched the second factor on as one that has shown it."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=str(authenticator.type))
    # allauth tells after the commit, when the session may have been stored already.
    request.session.save()


@receiver(user_logged_in)
def list_the_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Put the session that begins into the list of where the person is signed in."""
    keep_listed(request, user)


@receiver(password_changed)
def end_the_others(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Take the sessions that a new password has ended from the list."""
    end_listed_sessions(user=user, but=request.session.session_key)


@receiver(personal_data_asked)
def tell_about_the_account(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what the accounts hold about them."""
    return held.sections(user)
