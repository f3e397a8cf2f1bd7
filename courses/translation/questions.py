"""Which pages are out of step with their counterpart, for lists and panels."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from wagtail.models import Page

from courses.models import Course, CoursePage
from courses.translation.twins import LANGUAGES, MODELS, Twins, twins_of


def stale_pages(pages: Iterable[Page]) -> set[int]:
    """Return the ids of those of `pages` that are out of step with the other language.

    Drafts are compared. A page is out of step when it has no counterpart, when a text of either is
    missing, empty, stale or the same as the other, or when the two are built otherwise. Pages
    of other kinds are passed over. The number of queries does not depend on that of pages.
    """
    asked = {page.pk: page.translation_key for page in pages}
    found = twins_of(with_drafts().filter(translation_key__in=set(asked.values())))
    return {
        pk for pk, key in asked.items()
        if key in found and found[key].is_out_of_step
        and pk in {page.pk for page in found[key].pages.values()}
    }  # fmt: skip


def with_drafts() -> QuerySet[Page]:
    """Course, module and lesson pages with their latest drafts, in the order of the tree."""
    return Page.objects.type(*MODELS).select_related("latest_revision").order_by("path")


def twins_of_course(course: Course) -> list[Twins]:
    """Return the pages of a course in both languages, in the order in which they are read.

    A page that stands in one language only comes after its neighbour of that language.
    """
    roots = list(CoursePage.objects.filter(course=course).order_by("path"))
    pages: list[Page] = []
    if roots:
        inside = Q()
        for root in roots:
            inside |= Q(path__startswith=root.path)
        pages = list(with_drafts().filter(inside))
    found = twins_of(pages)
    return [found[key] for key in in_reading_order(found)]


def in_reading_order(found: dict) -> list:
    """Order keys as the first language's tree, strangers behind whom they follow in theirs."""
    ordered: list = []
    for language in LANGUAGES:
        mine = sorted(
            (twins for twins in found.values() if language in twins.pages),
            key=lambda twins: twins.pages[language].path,
        )
        last = -1
        for twins in mine:
            if twins.key in ordered:
                last = ordered.index(twins.key)
            else:
                last += 1
                ordered.insert(last, twins.key)
    return ordered
