"""When rights have to be brought in step: after migrating, and when a page appears."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from accounts.exceptions import CannotErase
from accounts.models import User
from accounts.signals import erasure_began
from cms.models import HomePage
from courses.models import CourseIndexPage, ModulePage
from workshop.actions.groups import keep_groups, keep_module_groups
from workshop.models import Assignment


def keep_groups_after_migrating(using: str, **kwargs: Any) -> None:
    """Bring the groups in step once every migration has been applied.

    The permissions of apps whose turn comes later are made first.
    """
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    for app in apps.get_app_configs():
        create_contenttypes(app, verbosity=0, using=using)
        create_permissions(app, verbosity=0, using=using)
    keep_groups()


@receiver(post_save, sender=HomePage)
@receiver(post_save, sender=CourseIndexPage)
def keep_groups_of_a_new_place(created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Let the roles reach a home page or a list of courses that has just been made."""
    if created and not raw:
        keep_groups()


@receiver(post_save, sender=ModulePage)
def keep_group_of_a_new_module(
    instance: ModulePage, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Let a module's trainers reach its page in another language as soon as there is one."""
    if created and not raw:
        keep_module_groups(keys=[instance.translation_key])


@receiver(post_save, sender=UserProfile)
def speak_the_language_chosen_in_the_admin(
    instance: UserProfile, raw: bool = False, **kwargs: Any
) -> None:
    """Let messages follow the language a person chose in the admin."""
    if not raw and instance.preferred_language in User.Language.values:
        User.objects.filter(pk=instance.user_id).update(language=instance.preferred_language)


@receiver(post_save, sender=User)
def speak_the_language_of_the_account(instance: User, raw: bool = False, **kwargs: Any) -> None:
    """Let the admin follow the language of a member of the staff."""
    if not raw and instance.is_staff:
        UserProfile.objects.filter(user=instance).exclude(preferred_language="").update(
            preferred_language=instance.language
        )


@receiver(erasure_began)
def keep_who_had_a_role(user: User, **kwargs: Any) -> None:
    """Refuse to erase who has, had or will have a role: who wrote and approved stays known."""
    if Assignment.objects.filter(user=user).exists():
        raise CannotErase
