"""Roles are data; the database follows."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowTask,
)
from wagtail.users.templatetags.wagtailusers_tags import normalize_permission_label

from cms.models import HomePage, InfoPage
from courses.models import CoursePage, LessonPage, ModulePage
from workshop import roles
from workshop.actions.groups import keep_groups
from workshop.exceptions import PermissionUnknown
from workshop.roles import Role

pytestmark = pytest.mark.django_db


def rights(user, page):
    return type(user).objects.get(pk=user.pk), page.permissions_for_user(
        type(user).objects.get(pk=user.pk)
    )


def may(user, page, *verbs):
    _user, tester = rights(user, Page.objects.get(pk=page.pk))
    return [getattr(tester, f"can_{verb}")() for verb in verbs]


def command(*arguments):
    out = StringIO()
    try:
        call_command("keep_groups", *arguments, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_a_new_database_has_the_groups_and_none_of_wagtails():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.GROUP_NAMES.values())
    assert command("--check") == (0, "")


def test_a_second_run_changes_nothing(loaded, trainer, methodologist):
    assert keep_groups() == []


def test_what_is_not_in_the_data_goes_and_what_is_missing_comes(loaded):
    group = Group.objects.get(name=Role.TRAINER.group_name)
    extra = Permission.objects.get(codename="add_consent")
    group.permissions.add(extra)
    Group.objects.get(name=Role.METHODOLOGIST.group_name).permissions.remove(
        Permission.objects.get(codename="publish_edition")
    )
    GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="publish_page"),
    )  # fmt: skip
    code, said = command("--check")
    assert code == 1
    assert f"{Role.TRAINER.group_name}: - add_consent" in said
    assert f"{Role.METHODOLOGIST.group_name}: + courses.publish_edition" in said
    assert group.permissions.filter(pk=extra.pk).exists()  # a check changes nothing
    assert command()[0] == 0
    assert not group.permissions.filter(pk=extra.pk).exists()
    assert not group.page_permissions.exists()
    assert command("--check") == (0, "")


def test_a_permission_that_does_not_exist_is_said_aloud(monkeypatch):
    wrong = roles.RIGHTS | {Role.TRAINER: roles.Rights(everywhere=frozenset({"courses.fly"}))}
    monkeypatch.setattr("workshop.actions.groups.RIGHTS", wrong)
    with pytest.raises(PermissionUnknown, match=r"courses\.fly"):
        keep_groups()


def test_the_form_of_groups_shows_the_names_of_our_permissions_whole():
    """Wagtail strips the model's name from the end of what it does not make itself."""
    ours = {name for rights in roles.RIGHTS.values() for name in rights.everywhere}
    shown = {}
    for one in Permission.objects.select_related("content_type"):
        model = one.content_type.model_class()
        name = f"{one.content_type.app_label}.{one.codename}"
        if name in ours - {roles.ADMIN} and one.codename in dict(model._meta.permissions):
            shown[one.name] = normalize_permission_label(one)
    assert len(shown) == 16
    assert {name: label for name, label in shown.items() if name != label} == {}
    assert "Can publish editions" in shown


def test_a_database_that_knows_the_old_name_of_a_permission_is_told_the_new_one():
    migration = import_module("courses.migrations.0009_names_of_permissions")
    found = Permission.objects.filter(codename="publish_edition")
    migration.backwards(apps, None)
    assert found.get().name == "Can publish an edition"
    migration.forwards(apps, None)
    assert found.get().name == "Can publish editions"


def test_a_trainer_writes_in_the_module_given_in_both_languages_and_nowhere_else(trainer, module):
    for page in ModulePage.objects.filter(translation_key=module.translation_key):
        assert may(trainer, page, "add_subpage", "edit", "publish", "unpublish", "delete") == [
            True, True, False, False, False,
        ]  # fmt: skip
    inside = LessonPage.objects.filter(slug="lesson1")
    assert inside.count() == 2
    for page in inside:
        assert may(trainer, page, "edit", "submit_for_moderation", "publish", "delete") == [
            True, True, False, False,
        ]  # fmt: skip
    others = ModulePage.objects.exclude(translation_key=module.translation_key)
    assert others.count() == 2
    for page in [*others, *CoursePage.objects.all(), *HomePage.objects.all()]:
        assert may(trainer, page, "add_subpage", "edit", "publish", "delete") == [False] * 4


def test_a_methodologist_does_everything_with_course_pages_and_nothing_with_others(methodologist):
    for page in [*LessonPage.objects.all(), *CoursePage.objects.all()]:
        assert may(methodologist, page, "edit", "publish", "unpublish", "lock") == [True] * 4
    for page in [*HomePage.objects.all(), *InfoPage.objects.all()]:
        assert may(methodologist, page, "add_subpage", "edit", "publish") == [False] * 3


def test_a_site_editors_rights_do_not_reach_into_the_courses(editor):
    for home in HomePage.objects.all():
        assert may(editor, home, "add_subpage", "edit", "publish") == [True] * 3
        assert may(editor, home, "delete") == [False]
    for page in Page.objects.filter(depth__gte=3).type(CoursePage, ModulePage, LessonPage):
        assert may(editor, page, "add_subpage", "edit", "publish", "delete", "move") == [False] * 5


def test_an_administrator_has_all_of_it_without_being_an_operator(administrator):
    assert not administrator.is_superuser
    for page in [*HomePage.objects.all(), *LessonPage.objects.all()]:
        assert may(administrator, page, "edit", "publish") == [True, True]
    every = {name for rights in roles.RIGHTS.values() for name in rights.everywhere}
    # Administrators are overseen, too.
    assert {name for name in every if not administrator.has_perm(name)} == {
        "accounts.oversee_record"
    }
    assert not administrator.has_perm("auth.change_group")
    assert not administrator.has_perm("accounts.change_user")


def test_a_module_written_in_the_other_language_later_is_its_trainers_too(trainer, module):
    other = ModulePage.objects.exclude(pk=module.pk).get(translation_key=module.translation_key)
    parent = other.get_parent()
    other.delete()
    again = ModulePage(
        title="Снова", slug="again", locale=parent.locale, translation_key=module.translation_key
    )
    parent.add_child(instance=again)
    assert may(trainer, again, "edit") == [True]


def test_what_was_reviewed_by_wagtails_own_workflow_is_kept_under_a_name_people_read(
    lesson, trainer
):
    workflow = Workflow.objects.create(name="Moderators approval")
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(lesson, trainer)
    assert "Moderators approval: gone" in keep_groups()
    workflow.refresh_from_db()
    task.refresh_from_db()
    assert {workflow.name, task.name} == {"Бұрынғы тексеру · Прежняя проверка"}
    assert (workflow.active, task.active) == (False, False)
    assert keep_groups() == []
