"""Groups and their rights are brought in step with `workshop.roles`; what is not there goes."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
)

from cms.models import HomePage
from courses.models import CourseIndexPage, ModulePage
from web.locks import hold
from workshop.actions.people import keep_people
from workshop.actions.review import keep_review
from workshop.exceptions import PermissionUnknown
from workshop.models import Assignment
from workshop.roles import (
    IN_A_MODULE,
    MODULE_GROUP,
    RIGHTS,
    WAGTAILS_GROUPS,
    Role,
)

LOCK = b"workshop groups"


@transaction.atomic
def keep_groups() -> list[str]:
    """Bring groups, page rights, the review and the people in the groups in step.

    Returns what had to be changed, a line each, in English for operators; a second run returns
    nothing. Raises PermissionUnknown when the data names a permission that does not exist.
    """
    hold(LOCK)
    known = known_permissions()
    changes: list[str] = []
    for role in Role:
        changes += keep_role(role, known)
    changes += drop_wagtails_groups()
    changes += keep_review()
    changes += keep_module_groups(known)
    changes += keep_people()
    return changes


def known_permissions() -> dict[str, Permission]:
    """Every permission that the data names, by `app.codename`. Raises PermissionUnknown."""
    named = {f"wagtailcore.{codename}" for codename in IN_A_MODULE}
    for rights in RIGHTS.values():
        named |= rights.everywhere | rights.files
        named |= {f"wagtailcore.{codename}" for codename in rights.courses | rights.site}
    rows = Permission.objects.select_related("content_type").filter(
        codename__in={name.partition(".")[2] for name in named}
    )
    known = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    if missing := sorted(named - known.keys()):
        raise PermissionUnknown("Permissions that do not exist: " + ", ".join(missing))
    return known


def keep_role(role: Role, known: dict[str, Permission]) -> list[str]:
    """Bring one role's group in step; return what was changed."""
    rights = RIGHTS[role]
    group, made = Group.objects.get_or_create(name=role.group_name)
    changes = [f"{group.name}: made"] if made else []
    wanted = {known[name].pk: name for name in rights.everywhere}
    has = dict(group.permissions.values_list("pk", "codename"))
    if wanted.keys() != has.keys():
        changes += [f"{group.name}: + {wanted[pk]}" for pk in wanted.keys() - has.keys()]
        changes += [f"{group.name}: - {has[pk]}" for pk in has.keys() - wanted.keys()]
        group.permissions.set(wanted)
    changes += _keep_files(group, {known[name].pk: name for name in rights.files})
    pages: set[tuple[int, int]] = set()
    for model, codenames in ((HomePage, rights.site), (CourseIndexPage, rights.courses)):
        ids = {known[f"wagtailcore.{codename}"].pk for codename in codenames}
        pages |= {(page, pk) for page in model.objects.values_list("pk", flat=True) for pk in ids}
    return changes + _keep_pages(group, pages)


def _keep_files(group: Group, wanted: dict[int, str]) -> list[str]:
    root = Collection.get_first_root_node()
    rows = GroupCollectionPermission.objects.filter(group=group)
    has = set(rows.values_list("collection_id", "permission_id"))
    should = {(root.pk, pk) for pk in wanted}
    for collection, permission in has - should:
        rows.filter(collection_id=collection, permission_id=permission).delete()
    for collection, permission in should - has:
        rows.create(group=group, collection_id=collection, permission_id=permission)
    return [f"{group.name}: files of collection {place}" for place, _pk in sorted(has ^ should)]


def _keep_pages(group: Group, wanted: set[tuple[int, int]]) -> list[str]:
    rows = GroupPagePermission.objects.filter(group=group)
    has = set(rows.values_list("page_id", "permission_id"))
    for page, permission in has - wanted:
        rows.filter(page_id=page, permission_id=permission).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in wanted - has
    )
    return [f"{group.name}: page {page}" for page in sorted({page for page, _ in has ^ wanted})]


def drop_wagtails_groups() -> list[str]:
    """Delete the groups Wagtail begins with, unless somebody was put into one."""
    unused = Group.objects.filter(name__in=WAGTAILS_GROUPS, user=None)
    gone = [f"{name}: deleted" for name in unused.values_list("name", flat=True)]
    unused.delete()
    return gone


def module_group_name(key: UUID) -> str:
    """Return the name of the group of a module's trainers."""
    return f"{MODULE_GROUP}{key}"


def keep_module_groups(
    known: dict[str, Permission] | None = None, keys: Iterable[UUID] | None = None
) -> list[str]:
    """Bring the groups of `keys` (every module that is or will be given) in step.

    A group exists while its module is given to somebody; it reaches the module's page in each
    language.
    """
    known = known or known_permissions()
    given = Assignment.objects.not_over().exclude(module_key=None)
    groups = Group.objects.filter(name__startswith=MODULE_GROUP)
    if keys is not None:
        given = given.filter(module_key__in=keys)
        groups = groups.filter(name__in=[module_group_name(key) for key in keys])
    wanted = set(given.values_list("module_key", flat=True))
    changes: list[str] = []
    for group in groups.exclude(name__in=[module_group_name(key) for key in wanted]):
        changes.append(f"{group.name}: deleted")
        group.delete()
    ids = {known[f"wagtailcore.{codename}"].pk for codename in IN_A_MODULE}
    pages: dict[UUID, list[int]] = {}
    for key, page in ModulePage.objects.filter(translation_key__in=wanted).values_list(
        "translation_key", "pk"
    ):
        pages.setdefault(key, []).append(page)
    for key in sorted(wanted):
        group, made = Group.objects.get_or_create(name=module_group_name(key))
        changes += [f"{group.name}: made"] if made else []
        changes += _keep_pages(group, {(page, pk) for page in pages.get(key, []) for pk in ids})
    return changes
