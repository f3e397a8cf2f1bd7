"""Who may give which role."""

from accounts.models import User
from workshop.roles import Role


def may_see_people(user: User) -> bool:
    """Whether this person may see the people of the workshop."""
    return may_give(user, Role.TRAINER)


def may_give(user: User, role: Role) -> bool:
    """Whether this person may give, move and end `role`."""
    return may_give_all(user) or (role == Role.TRAINER and user.has_perm("workshop.give_modules"))


def may_give_all(user: User) -> bool:
    """Whether this person may give every role and invite colleagues."""
    return bool(user.has_perm("workshop.give_roles"))
