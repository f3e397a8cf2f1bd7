"""The search follows what lower apps make public; files to take along follow what courses say."""

from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cms.models import FamilySupportCentre, HelpLine, InfoPage
from courses import tasks
from courses.actions import index_search
from courses.models import Course, Edition
from courses.signals import edition_published, lesson_corrected, lesson_withdrawn
from web.bells import ring


@receiver(post_save, sender=HelpLine)
def index_help_line(instance: HelpLine, raw: bool = False, **kwargs: Any) -> None:
    """Let a help line be found as it is now; a deleted one takes its entries along."""
    if not raw:
        index_search.index_help_line(line=instance)


@receiver(post_save, sender=FamilySupportCentre)
def index_centre(instance: FamilySupportCentre, raw: bool = False, **kwargs: Any) -> None:
    """Let a centre be found as it is now; a deleted one takes its entries along."""
    if not raw:
        index_search.index_centre(centre=instance)


@receiver(page_published, sender=InfoPage)
@receiver(page_unpublished, sender=InfoPage)
def index_page(instance: InfoPage, **kwargs: Any) -> None:
    """Let an information page be found as it is published, or not at all."""
    index_search.index_page(page=instance)


def index_after_migrating(using: str, **kwargs: Any) -> None:
    """Make the index anew once every migration is applied, where it is of an older form."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if not index_search.is_in_step():
        index_search.index_everything()


@receiver(edition_published)
@receiver(lesson_corrected)
def make_take_along(edition: Edition, **kwargs: Any) -> None:
    """Make the files of an edition that is new or says something else now."""
    ring(tasks.make_take_along, edition.pk)


@receiver(lesson_withdrawn)
def make_take_along_without(course: Course, **kwargs: Any) -> None:
    """Make the newest edition's files again, without the lesson."""
    edition = Edition.objects.latest_of(course).first()
    if edition is not None:
        ring(tasks.make_take_along, edition.pk)
