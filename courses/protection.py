"""What learners, or editors, depend on is not deleted or moved away; each refusal says what to do.

Every function returns why something is refused, or what it means, in the active language; an
empty text when there is nothing to say.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex, Site

from courses.models import Course, CoursePage, Edition, LessonPage, LessonSnapshot, ModuleSnapshot

MOST_NAMED = 5


def deletion_refusal(pages: Iterable[Page]) -> str:
    """Why one of `pages` cannot be deleted with all below it."""
    for page in pages:
        if is_a_root(page):
            return _(
                "“%(title)s” cannot be deleted: the whole site stands on it. Change its text, or "
                "unpublish what should not be seen."
            ) % {"title": page.title}
        if is_taken(page):
            return _(
                "“%(title)s” cannot be deleted: it is, or holds, a part of an edition that people "
                "take. To leave it out of the next edition, unpublish it in both languages and "
                "publish an edition. If a lesson does harm, have it withdrawn at once."
            ) % {"title": page.title}
    return ""


def is_a_root(page: Page) -> bool:
    """Whether a site begins at this page, or at its counterpart in the other language."""
    begins = Page.objects.filter(pk__in=Site.objects.values("root_page"))
    return page.depth < 2 or begins.filter(translation_key=page.translation_key).exists()


def is_taken(page: Page) -> bool:
    """Whether the page, or one below it, became a part of an edition."""
    inside = page.get_descendants(inclusive=True)
    keys = list(inside.values_list("translation_key", flat=True))
    courses = CoursePage.objects.filter(pk__in=inside.values("pk")).values("course_id")
    return (
        LessonSnapshot.objects.filter(lesson_key__in=keys).exists()
        or ModuleSnapshot.objects.filter(module_key__in=keys).exists()
        or Edition.objects.filter(course_id__in=courses).exists()
    )


def move_refusal(pages: Iterable[Page], destination: Page) -> str:
    """Why one of `pages` cannot be moved below `destination`."""
    target = course_id_of(destination)
    for page in pages:
        home = course_id_of(page)
        if home is None:
            continue
        if page.locale_id != destination.locale_id:
            return _(
                "“%(title)s” cannot be moved there: a page stays among the pages of its language."
            ) % {"title": page.title}
        if home != target and not isinstance(page.specific, CoursePage) and is_taken(page):
            return _(
                "“%(title)s” cannot be moved to another course: people take it in an edition of "
                "this one, and what they did is kept with it. Copy it to the other course: the "
                "copy is a lesson of its own. To leave it out here, unpublish it in both languages."
            ) % {"title": page.title}
    return ""


def course_id_of(page: Page) -> int | None:
    """Return the course in whose tree a page stands; None outside of courses."""
    found = CoursePage.objects.ancestor_of(page, inclusive=True).values_list("course", flat=True)
    return found.first()


def twin_moves(page: Page, destination: Page) -> tuple[Page, Page] | None:
    """Return the page's counterpart, and the place it belongs to when the page moves there.

    None when the counterpart stands there already, or when either has none.
    """
    if course_id_of(page) is None:
        return None
    twin = page.get_translations().first()
    place = twin and destination.get_translation_or_none(twin.locale)
    if not place or twin.is_child_of(place):
        return None
    return twin, place


def twin_refusal(user: Any, pages: Iterable[Page], destination: Page) -> str:
    """Why the counterpart of one of `pages` could not move along, so that neither moves."""
    for page in pages:
        move = twin_moves(page, destination)
        if move is None:
            continue
        twin, place = move
        if not twin.permissions_for_user(user).can_move_to(place):
            return _(
                "“%(title)s” was not moved: “%(twin)s” in the other language has to move with it, "
                "and you may not move that one. Please ask somebody who may."
            ) % {"title": page.title, "twin": twin.title}
        if not Page._slug_is_available(twin.slug, place, page=twin):
            return _(
                "“%(title)s” was not moved: “%(twin)s” in the other language has to move with it, "
                "and another page there has the same address “%(slug)s”."
            ) % {"title": page.title, "twin": twin.title, "slug": twin.slug}
    return ""


def unpublishing_means(pages: Iterable[Page]) -> str:
    """What it means to unpublish `pages`, when one of them is part of an edition."""
    for page in pages:
        if is_taken(page):
            return _(
                "“%(title)s” is a part of an edition that people take: they keep it. It is only "
                "left out of the next edition, and for that it has to be unpublished in both "
                "languages. If a lesson does harm, have it withdrawn instead: that is at once."
            ) % {"title": page.title}
    return ""


def usage_refusal(objects: Iterable[Any]) -> str:
    """Why a picture, a medium, a document or a help line cannot be deleted: lessons show it."""
    for one in objects:
        lessons = lessons_with(one)
        if lessons:
            named = [f"{page.title} ({page.locale})" for page in lessons[:MOST_NAMED]]
            return _(
                "“%(name)s” cannot be deleted: it is used in %(lessons)s. Replace it there first. "
                "Editions that are published have copies of their own and would lose nothing, but "
                "whoever edits these lessons would."
            ) % {"name": one, "lessons": ", ".join(named) + ("…" if lessons[MOST_NAMED:] else "")}
    return ""


def lessons_with(one: Any) -> list[LessonPage]:
    """Return the published lesson pages that use an object."""
    references = ReferenceIndex.get_references_to(one).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    ids = {int(found) for found in references.values_list("object_id", flat=True)}
    pages = LessonPage.objects.live().filter(pk__in=ids).select_related("locale")
    return list(pages.order_by("path"))


def course_refusal(courses: Iterable[Course]) -> str:
    """Why a course cannot be deleted."""
    for course in courses:
        if course.editions.exists() or course.pages.exists():
            return _(
                "The course %(code)s cannot be deleted: pages or editions belong to it. To take it "
                "off the site, unpublish its pages; what people have done stays theirs."
            ) % {"code": course.code}
    return ""
