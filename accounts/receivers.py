"""What allauth says has happened; what a person asks the accounts about themselves."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import held
from accounts.models import User
from accounts.personal_data import Section
from accounts.signals import personal_data_asked


@receiver(authenticator_added)
def remember_second_factor(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Count the session that has just switched the second factor on as one that has shown it."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=str(authenticator.type))
    # allauth tells after the commit, when the session may have been stored already.
    request.session.save()


@receiver(personal_data_asked)
def tell_about_the_account(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what the accounts hold about them."""
    return held.sections(user)
