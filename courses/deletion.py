"""Pages that became a part of an edition are not deleted: people are in the middle of them."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import CoursePage, Edition, LessonSnapshot, ModuleSnapshot


def refusal(pages: Iterable[Page]) -> str:
    """Return why one of `pages` cannot be deleted with all below it; empty when all can."""
    for page in pages:
        inside = page.get_descendants(inclusive=True)
        keys = list(inside.values_list("translation_key", flat=True))
        courses = CoursePage.objects.filter(pk__in=inside.values("pk")).values("course_id")
        lesson = LessonSnapshot.objects.filter(lesson_key__in=keys)
        module = ModuleSnapshot.objects.filter(module_key__in=keys)
        if (
            lesson.exists()
            or module.exists()
            or Edition.objects.filter(Q(course_id__in=courses)).exists()
        ):
            return _(
                "“%(title)s” cannot be deleted: it is, or holds, a part of an edition that people "
                "take. To leave it out of the next edition, unpublish it in both languages and "
                "publish an edition. If a lesson does harm, have it withdrawn at once."
            ) % {"title": page.title}
    return ""
