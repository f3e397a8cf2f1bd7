"""How a session may begin: staff by password, learners by a code. Never the other way round."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User


class StaffPasswordBackend(AuthenticationBackend):
    """E-mail address and password, for staff only."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """Return the member of staff whose password this is, or None."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_staff else None

    def get_user(self, user_id: int) -> User | None:
        """Return whose session this is; a session of somebody who left the staff is over."""
        user = super().get_user(user_id)
        return user if user is not None and user.is_staff else None


class CodeBackend(ModelBackend):
    """A learner who has just proved a contact by a code; see `accounts.actions`."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> None:
        """Never answer to credentials: the code is checked before the session begins."""
        return

    def get_user(self, user_id: int) -> User | None:
        """Return whose session this is; a code opens no session of staff, whatever happened."""
        user = super().get_user(user_id)
        return user if user is not None and not user.is_staff else None
