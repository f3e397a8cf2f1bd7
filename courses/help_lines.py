"""Help lines that lessons speak of are not deleted: learners would be left without a number."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from cms.models import HelpLine
from courses.models import LessonSnapshot


def help_line_refusal(lines: Iterable[HelpLine]) -> str:
    """Return why one of `lines` cannot be deleted; empty when all can.

    A line is in use when a lesson of an edition names its key, or a lesson's page points to it.
    """
    for line in lines:
        named = LessonSnapshot.objects.filter(parts__contains=[{"line": line.key}])
        title = named.values_list("title", flat=True).first()
        if title is None:
            title = next((str(page) for page in pages_with(line)), None)
        if title is not None:
            return _(
                "“%(line)s” cannot be deleted: the lesson “%(lesson)s” and perhaps others show it. "
                "Correct its number here instead, or choose another line in the lessons and "
                "publish an edition."
            ) % {"line": line, "lesson": title}
    return ""


def pages_with(line: HelpLine) -> Iterable[Page]:
    """Yield the pages that point to `line`."""
    for reference in ReferenceIndex.get_references_to(line).select_related("base_content_type"):
        if issubclass(reference.base_content_type.model_class() or object, Page):
            yield from Page.objects.filter(pk=reference.object_id)
