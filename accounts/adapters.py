"""What allauth asks us: staff come in by its door, nobody signs up by it."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class StaffAdapter(DefaultAccountAdapter):
    """Staff sign in; their accounts are made by an administrator."""

    def is_open_for_signup(self, request):
        """Nobody signs up with a password."""
        return False


class EgovAdapter(DefaultSocialAccountAdapter):
    """eGov proves the identity of somebody who is signed in already; it makes no accounts."""

    def is_open_for_signup(self, request, sociallogin):
        """Nobody signs up through eGov."""
        return False
