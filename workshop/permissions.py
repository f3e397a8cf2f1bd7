"""Who may give which role, and who answers questions.

`user` is whoever the request carries, signed in or not.
"""

from typing import Any

from workshop.roles import Role


def may_see_people(user: Any) -> bool:
    """Whether this person may see the people of the workshop."""
    return may_give(user, Role.TRAINER)


def may_give(user: Any, role: Role) -> bool:
    """Whether this person may give, move and end `role`."""
    if may_give_all(user):
        return True
    return role == Role.TRAINER and bool(user.has_perm("workshop.give_modules"))


def may_give_all(user: Any) -> bool:
    """Whether this person may give every role and invite colleagues."""
    return bool(user.has_perm("workshop.give_roles"))


def may_answer(user: Any) -> bool:
    """Whether this person may read and answer questions about decisions."""
    return bool(user.has_perm("accounts.answer_appeals"))


def may_decide_policies(user: Any) -> bool:
    """Whether this person may propose what a course is to the registry, and approve it."""
    return bool(user.has_perm("enrolments.decide_policies"))
