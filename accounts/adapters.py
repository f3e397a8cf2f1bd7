"""What allauth asks us: staff come in by its door, nobody signs up by it, eGov proves identity."""

import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.actions.identity import declare_identity, prove_identity
from accounts.exceptions import AccountsError
from accounts.models import Assurance, Identity, User
from web.limits import address
from web.sealing import seal, unseal


class StaffAdapter(DefaultAccountAdapter):
    """Staff sign in; their accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up with a password."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead editors to the admin and everybody else on the staff to the desk."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        try:
            return reverse("desk:desk")
        except NoReverseMatch:
            return reverse("mfa_index")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to where staff sign in."""
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the page about password and second factor."""
        return reverse("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not ask again for what was typed a few minutes ago, at signing in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        newest = max((record["at"] for record in records), default=0)
        if time.time() - newest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits count by, the same as everywhere else."""
        return address(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of the second factor are sealed, and it cannot be switched off."""

    PLACE = "second factor"

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal(text, self.PLACE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret of the database."""
        return unseal(bytes.fromhex(encrypted_text), self.PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse where a second factor is demanded; an administrator removes a lost one."""
        return not settings.STAFF_SECOND_FACTOR


class EgovAdapter(DefaultSocialAccountAdapter):
    """eGov proves the identity of somebody who is signed in already; it makes no accounts.

    Nothing of eGov's answer is kept but the sealed identity number: no token, no account link, no
    extra data. allauth is left as soon as the answer was verified.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up through eGov."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take the verified answer, prove the identity, and go back to the account."""
        user = request.user
        if (
            not user.is_authenticated
            or user.is_staff
            or sociallogin.state.get("process") != AuthProcess.CONNECT
        ):
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("accounts:sign_in")))
        number = iin_in(sociallogin.account.extra_data)
        try:
            prove_by_egov(user, number)
        except AccountsError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Your identity is confirmed by eGov."))
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("accounts:account")))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say that it did not work and go back; eGov's own words are not repeated."""
        messages.warning(
            request, _("eGov could not confirm your identity now. You can try again later.")
        )
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("accounts:account")))


def iin_in(answer: dict[str, Any]) -> str:
    """Return the IIN claim of eGov's answer (userinfo or ID token), or an empty string."""
    for part in (answer.get("userinfo"), answer.get("id_token"), answer):
        if isinstance(part, dict) and isinstance(part.get(settings.EGOV_IIN_CLAIM), str):
            return str(part[settings.EGOV_IIN_CLAIM])
    return ""


def prove_by_egov(user: User, number: str) -> Identity:
    """Declare the number that eGov told and prove it. Raises what those two actions raise."""
    identity = declare_identity(user=user, kind=Identity.Kind.IIN, country="KZ", number=number)
    return prove_identity(identity=identity, assurance=Assurance.EGOV)
