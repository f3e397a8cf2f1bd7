"""People are in the groups that their roles of today say, and on the staff while they have one."""

from collections import defaultdict
from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from registry.models import Clerkship
from workshop.models import Assignment
from workshop.roles import MODULE_GROUP, Role

OUR_GROUPS = Q(name__in=[role.group_name for role in Role]) | Q(name__startswith=MODULE_GROUP)


@transaction.atomic
def keep_people(*, user: User | None = None, today: date | None = None) -> list[str]:
    """Put everybody (or `user`) into the groups of their roles of `today`, out of all others.

    Whoever has or had a role is on the staff exactly while one counts, or while they are a clerk
    or an operator; leaving the staff ends every session with the next request. Returns what was
    changed, a line each.
    """
    today = today or timezone.localdate()
    assigned = Assignment.objects.all()
    members = Group.user_set.through.objects.filter(
        group__in=Group.objects.filter(OUR_GROUPS)
    ).select_related("group")  # fmt: skip
    if user is not None:
        assigned, members = assigned.filter(user=user), members.filter(user=user)
    wanted: dict[int, set[str]] = defaultdict(set)
    for pk, role, key in assigned.in_force(today).values_list("user_id", "role", "module_key"):
        wanted[pk].add(Role(role).group_name)
        if key is not None:
            wanted[pk].add(f"{MODULE_GROUP}{key}")
    has: dict[int, set[str]] = defaultdict(set)
    for row in members:
        has[row.user_id].add(row.group.name)
    ids = dict(Group.objects.filter(OUR_GROUPS).values_list("name", "pk"))
    changes: list[str] = []
    for pk in sorted(wanted.keys() | has.keys()):
        if wanted[pk] == has[pk]:
            continue
        person = User.objects.get(pk=pk)
        person.groups.remove(*(ids[name] for name in has[pk] - wanted[pk]))
        person.groups.add(*(ids[name] for name in wanted[pk] - has[pk] if name in ids))
        changes.append(f"person {pk}: groups")
    now = {pk for pk, names in wanted.items() if names}
    return changes + _keep_staff(set(assigned.values_list("user_id", flat=True)), now)


def _keep_staff(ever: set[int], now: set[int]) -> list[str]:
    """Let those of `ever` be staff who have a role `now`, are clerks or operators; others not."""
    changes: list[str] = []
    people = User.objects.filter(pk__in=ever)
    joining = people.filter(is_staff=False, pk__in=now)
    leaving = (
        people.filter(is_staff=True, is_superuser=False)
        .exclude(pk__in=now)
        .exclude(pk__in=Clerkship.objects.active().values("user"))
    )
    changes += [f"person {pk}: joins the staff" for pk in joining.values_list("pk", flat=True)]
    changes += [f"person {pk}: leaves the staff" for pk in leaving.values_list("pk", flat=True)]
    left = list(leaving.values_list("pk", flat=True))
    joining.update(is_staff=True)
    User.objects.filter(pk__in=left).update(is_staff=False)
    return changes
