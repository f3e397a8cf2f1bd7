"""Roles are given, moved and ended, each on a day; what the person may do follows at once."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.passwords import owe_password_link
from accounts.models import PasswordLink, User
from courses.models import ModulePage
from web.locks import hold
from workshop.actions.groups import LOCK, keep_module_groups
from workshop.actions.people import keep_people
from workshop.exceptions import (
    AddressTaken,
    AssignmentExists,
    AssignmentOver,
    DatesWrong,
    LastAdministrator,
    ModuleUnknown,
    NotYoursToGive,
    OverseesThemselves,
)
from workshop.models import Assignment
from workshop.permissions import may_give
from workshop.roles import Role

# The officer looks at what administrators do.
APART = frozenset({Role.OFFICER, Role.ADMINISTRATOR})


@transaction.atomic
def give_role(
    *,
    by: User | None,
    user: User,
    role: Role,
    module_key: UUID | None = None,
    began_on: date | None = None,
    ended_on: date | None = None,
) -> Assignment:
    """Give `user` a role from `began_on` (today) until before `ended_on` (no end).

    `by` is None when the house itself gives it, as the demonstration does. Raises NotYoursToGive,
    DatesWrong, ModuleUnknown, AssignmentExists, OverseesThemselves.
    """
    if by is not None and not may_give(by, role):
        raise NotYoursToGive
    today = timezone.localdate()
    began_on = began_on or today
    if began_on < today or (ended_on is not None and ended_on <= began_on):
        raise DatesWrong
    if module_key is not None and not _is_module(module_key):
        raise ModuleUnknown
    hold(LOCK)
    user = User.objects.select_for_update().get(pk=user.pk)
    same = Assignment.objects.filter(user=user, role=role, module_key=module_key)
    if same.overlapping(began_on, ended_on).exists():
        raise AssignmentExists
    if _oversees_themselves(by, user, role, began_on, ended_on):
        raise OverseesThemselves
    made = Assignment.objects.create(
        user=user, role=role, module_key=module_key, began_on=began_on, ended_on=ended_on,
        given_by=by,
    )  # fmt: skip
    _follow(made)
    return made


@transaction.atomic
def end_role(*, by: User | None, assignment: Assignment, on: date | None = None) -> Assignment:
    """Let a role end: from the day `on` (today) it no longer counts.

    A role that has not begun is taken back by ending it on the day of its beginning. Raises
    NotYoursToGive, AssignmentOver, DatesWrong, LastAdministrator.
    """
    hold(LOCK)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if by is not None and not may_give(by, Role(assignment.role)):
        raise NotYoursToGive
    today = timezone.localdate()
    on = on or max(today, assignment.began_on)
    if assignment.ended_on is not None and assignment.ended_on <= max(today, assignment.began_on):
        raise AssignmentOver
    if on < today or on < assignment.began_on:
        raise DatesWrong
    if assignment.role == Role.ADMINISTRATOR and _is_last_administrator(assignment):
        raise LastAdministrator
    assignment.ended_on, assignment.ended_by = on, by
    assignment.save(update_fields=["ended_on", "ended_by"])
    _follow(assignment)
    return assignment


@transaction.atomic
def move_trainer(
    *, by: User | None, assignment: Assignment, module_key: UUID, on: date | None = None
) -> Assignment:
    """Let a trainer leave one module and join another on the same day. Raises what both raise."""
    on = on or max(timezone.localdate(), assignment.began_on)
    until = assignment.ended_on
    end_role(by=by, assignment=assignment, on=on)
    return give_role(
        by=by, user=assignment.user, role=Role.TRAINER, module_key=module_key, began_on=on,
        ended_on=until if until is None or until > on else None,
    )  # fmt: skip


@transaction.atomic
def invite_colleague(
    *,
    by: User,
    email: str,
    name: str,
    language: str,
    role: Role,
    module_key: UUID | None = None,
    began_on: date | None = None,
    ended_on: date | None = None,
) -> tuple[Assignment, PasswordLink]:
    """Make an account for a new colleague with a role, and owe them a link to set a password.

    The caller rings for the link. Raises AddressTaken and what `give_role` raises.
    """
    if not by.has_perm("workshop.give_roles"):
        raise NotYoursToGive
    try:
        with transaction.atomic():
            user = User.objects.create_user(email=email, name=name, language=language)
    except IntegrityError:
        raise AddressTaken from None
    assignment = give_role(
        by=by, user=user, role=role, module_key=module_key, began_on=began_on, ended_on=ended_on
    )
    return assignment, owe_password_link(user=user, by=by)


def _follow(assignment: Assignment) -> None:
    """Let groups, page rights and being on the staff follow what was just decided."""
    if assignment.module_key is not None:
        keep_module_groups(keys=[assignment.module_key])
    keep_people(user=assignment.user)


def _oversees_themselves(
    by: User | None, user: User, role: Role, began_on: date, ended_on: date | None
) -> bool:
    """Whether the officer would be an administrator as well, or made so by themselves."""
    if role not in APART:
        return False
    if role == Role.OFFICER and by is not None and by.pk == user.pk:
        return True
    other = Assignment.objects.filter(user=user, role__in=APART - {role})
    return bool(other.overlapping(began_on, ended_on).exists())


def _is_module(key: UUID) -> bool:
    return bool(ModulePage.objects.filter(translation_key=key).exists())


def _is_last_administrator(assignment: Assignment) -> bool:
    others = Assignment.objects.in_force().filter(
        role=Role.ADMINISTRATOR, ended_on=None, user__is_active=True
    )
    return not others.exclude(pk=assignment.pk).exists()
