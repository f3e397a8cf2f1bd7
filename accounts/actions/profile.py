"""What a person says about themselves: name and language. And: out of every session."""

from django.db import transaction

from accounts.actions.sessions import end_listed_sessions
from accounts.exceptions import IdentityAlreadyProved
from accounts.models import PROVED, User


@transaction.atomic
def set_name(*, user: User, name: str) -> None:
    """Set the name as in the identity document.

    Raises IdentityAlreadyProved once the identity is confirmed: the name was compared with it.
    """
    User.objects.select_for_update().get(pk=user.pk)
    name = " ".join(name.split())
    if name != user.name and name_is_settled(user):
        raise IdentityAlreadyProved
    user.name = name
    user.save(update_fields=["name"])


def name_is_settled(user: User) -> bool:
    """Whether the name can no longer be changed by the person alone."""
    return bool(user.name) and user.identities.active().filter(assurance__in=PROVED).exists()


def set_language(*, user: User, language: str) -> None:
    """Set the language in which messages are written to `user`: kk or ru."""
    user.language = User.Language(language)
    user.save(update_fields=["language"])


def end_sessions(*, user: User) -> None:
    """End every session of a learner; the one that asks has to be renewed by the caller.

    Sessions carry a digest of the password field. A learner has no password, so a new unusable
    one ends them, listed or not, and nothing else.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_listed_sessions(user=user)
