"""Who may give which role, and who answers questions.

`user` is whoever the request carries, signed in or not.
"""

from typing import Any

from django.db.models import QuerySet

from accounts.models import Appeal, User
from accounts.models.appeals import AppealQuerySet
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


def may_oversee(user: Any) -> bool:
    """Whether this person oversees the record of look-ups: questions, patterns, breaches."""
    return bool(user.has_perm("accounts.oversee_record"))


def answerable(user: Any) -> AppealQuerySet:
    """The questions that this person may read and answer.

    Those about look-ups are the officer's, since whoever looked may be an administrator; theirs,
    too, as long as nobody is the officer, so that no question lies where nobody sees it.
    """
    if not may_answer(user):
        return Appeal.objects.none()
    if may_oversee(user) or not officers().exists():
        return Appeal.objects.all()
    return Appeal.objects.exclude(about=Appeal.About.LOOKUP)


def officers() -> QuerySet[User]:
    """The data protection officers of today."""
    return User.objects.filter(is_active=True, is_staff=True, groups__name=Role.OFFICER.group_name)


def who_answers(appeal: Appeal) -> QuerySet[User]:
    """The people who are told of a question: the officers of look-ups, else administrators too."""
    found = officers()
    if appeal.about == Appeal.About.LOOKUP and found.exists():
        return found
    administrators = User.objects.filter(
        is_active=True, is_staff=True, groups__name=Role.ADMINISTRATOR.group_name
    )
    return (found | administrators).distinct()
